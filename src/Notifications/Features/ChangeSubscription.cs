using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.Notifications.Sending;
using Pir.Platform.Decisions;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.Notifications.Features;

/// <summary>
/// Changes the given fields. Disabling stops pending deliveries; enabling again starts with a clean
/// record.
/// </summary>
public static class ChangeSubscription
{
    /// <summary>A subscription to events.</summary>
    public static void MapChangeSubscription(this IEndpointRouteBuilder routes) =>
        routes
            .MapPatch("/subscriptions/{id:guid}", HandleAsync)
            .May(Permissions.ManageSubscriptions)
            .Audited("subscription-changed", "changed {subscription}")
            .WithName(nameof(ChangeSubscription))
            .WithSummary("Change, enable or disable a subscription")
            .ProducesEditProblems();

    private static async Task<Results<Ok<SubscriptionResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        ChangeSubscriptionRequest request,
        HttpContext http,
        NotificationDbContext db,
        SelectionReader reader,
        SubscriptionEditor editor,
        TargetGuard guard,
        CancellationToken token
    )
    {
        var current = await db.Subscriptions.FindAsync([id], token);
        if (current is null)
        {
            return Problems.NotFound($"subscription {id}");
        }

        var selection = await ReadAsync(request, current, reader, guard, token);
        if (selection is null)
        {
            return reader.Errors.Problem!;
        }

        return await editor.ChangeAsync(
            http,
            id,
            request.Version,
            (subscription, by) =>
            {
                Apply(request, selection, subscription, by.At);
                return Decision.Changed();
            }
        );
    }

    private static async Task<Selection?> ReadAsync(
        ChangeSubscriptionRequest request,
        Subscription current,
        SelectionReader reader,
        TargetGuard guard,
        CancellationToken token
    )
    {
        reader.Errors.Length("name", request.Name, CreateSubscription.MaxNameLength);
        if (request.Url is not null && await guard.CheckAsync(request.Url, token) is { } rule)
        {
            reader.Errors.Check("url", rule);
        }

        return await reader.ReadAsync(
            request.Events ?? current.Selection.Events,
            request.Filter ?? current.Selection.ToFilter(),
            "filter.",
            token
        );
    }

    private static void Apply(
        ChangeSubscriptionRequest request,
        Selection selection,
        Subscription subscription,
        DateTime now
    )
    {
        subscription.UpdatedAt = now;
        if (request.Name is not null)
        {
            subscription.Name = request.Name.Trim() is { Length: > 0 } name ? name : null;
        }

        subscription.Url = request.Url ?? subscription.Url;
        if (request.Events is not null || request.Filter is not null)
        {
            subscription.Selection = selection;
        }

        if (request.IsEnabled == true)
        {
            subscription.Enable(now);
        }
        else if (request.IsEnabled == false)
        {
            subscription.Disable(now);
        }
    }
}
