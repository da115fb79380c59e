using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Pir.Contracts.Api;
using Pir.Notifications.Domain;
using Pir.Notifications.Sending;
using Pir.Platform.Decisions;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.Notifications.Features;

/// <summary>
/// Creates a new signing secret, which only this response contains. For a day, requests are signed
/// with both secrets, so that the receiver has time to switch.
/// </summary>
public static class RotateSecret
{
    public static void MapRotateSecret(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/subscriptions/{id:guid}/rotate-secret", HandleAsync)
            .May(Permissions.ManageSubscriptions)
            .Audited("subscription-secret-rotated", "replaced the signing secret of {subscription}")
            .WithName(nameof(RotateSecret))
            .WithSummary("Replace a subscription's signing secret")
            .ProducesEditProblems();

    private static async Task<Results<Ok<SubscriptionResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        HttpContext http,
        SubscriptionEditor editor,
        SecretVault vault,
        IOptions<NotificationOptions> options
    )
    {
        var secret = WebhookSecret.Create();
        var sealedSecret = vault.Seal(secret);
        var outcome = await editor.ChangeAsync(
            http,
            id,
            version: null,
            (subscription, by) =>
            {
                subscription.Rotate(sealedSecret, by.At, options.Value.SecretOverlap);
                return Decision.Changed();
            }
        );
        return outcome.Result is Ok<SubscriptionResponse> { Value: { } shown }
            ? TypedResults.Ok(shown with { Secret = secret })
            : outcome;
    }
}
