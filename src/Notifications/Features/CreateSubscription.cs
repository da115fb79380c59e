using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Contracts.Texts;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.Notifications.Sending;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;

namespace Pir.Notifications.Features;

/// <summary>Creates a subscription. Only this response contains the signing secret.</summary>
public static class CreateSubscription
{
    public const int MaxNameLength = 200;

    /// <summary>A subscription to events.</summary>
    public static void MapCreateSubscription(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/subscriptions", HandleAsync)
            .May(Permissions.ManageSubscriptions)
            .Audited("subscription-created", "created {subscription}")
            .WithName(nameof(CreateSubscription))
            .WithSummary("Subscribe to events");

    private static async Task<
        Results<Created<SubscriptionResponse>, ProblemHttpResult>
    > HandleAsync(
        CreateSubscriptionRequest request,
        HttpContext http,
        NotificationDbContext db,
        SelectionReader reader,
        TargetGuard guard,
        SecretVault vault,
        TimeProvider clock,
        CancellationToken token
    )
    {
        reader.Errors.Length("name", request.Name, MaxNameLength);

        if (await guard.CheckAsync(request.Url, token) is { } rule)
        {
            reader.Errors.Check("url", rule);
        }

        var selection = await reader.ReadAsync(request.Events, request.Filter, "filter.", token);
        if (selection is null)
        {
            return reader.Errors.Problem!;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var creator = http.User.ToActor();
        var subscription = new Subscription
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Name = request.Name.TrimmedOrNull(),
            Url = request.Url!,
            Selection = selection,
            CreatedByKind = creator.Kind,
            CreatedById = creator.Id,
            CreatedByName = creator.Name,
            CreatedAt = now,
        };
        var secret = WebhookSecret.Create();
        subscription.Rotate(vault.Seal(secret), now, TimeSpan.Zero);
        db.Subscriptions.Add(subscription);
        db.Audit(http, subscription.ToAuditSubject(), subscription.Id);
        await db.SaveChangesAsync(token);
        return TypedResults.Created(
            $"/api/subscriptions/{subscription.Id}",
            subscription.ToResponse(now, cause: null, vault, secret)
        );
    }
}
