using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.Notifications.Sending;
using Pir.ServiceDefaults.Auth;

namespace Pir.Notifications.Features;

/// <summary>
/// Gives a new signing secret, shown here and never again. The old one signs beside it for a day,
/// so that the receiver can change over at leisure.
/// </summary>
public static class RotateSecret
{
    public static void MapRotateSecret(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/subscriptions/{id:guid}/rotate-secret", HandleAsync)
            .RequireScope(Scope.SubscriptionsWrite)
            .WithName(nameof(RotateSecret))
            .WithSummary("Replace a subscription's signing secret")
            .ProducesProblem(404);

    private static async Task<Results<Ok<SubscriptionView>, ProblemHttpResult>> HandleAsync(
        Guid id,
        NotificationDbContext db,
        SubscriptionChange change,
        SecretVault vault,
        TimeProvider clock,
        IOptions<NotificationOptions> options,
        CancellationToken token
    )
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var secret = WebhookSecret.Create();
        var sealedSecret = vault.Seal(secret);
        var (subscription, problem) = await change.ApplyAsync(
            id,
            version: null,
            s => s.Rotate(sealedSecret, now, options.Value.SecretOverlap),
            token
        );
        if (subscription is null)
        {
            return problem!;
        }

        var cause = await db.CauseAsync(subscription, token);
        return TypedResults.Ok(SubscriptionView.From(subscription, now, cause, secret));
    }
}
