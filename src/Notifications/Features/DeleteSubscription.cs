using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Notifications.Data;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Notifications.Features;

/// <summary>
/// Deletes a subscription with its pending and past deliveries.
/// </summary>
public static class DeleteSubscription
{
    public static void MapDeleteSubscription(this IEndpointRouteBuilder routes) =>
        routes
            .MapDelete("/subscriptions/{id:guid}", HandleAsync)
            .May(Permissions.ManageSubscriptions)
            .Audited("subscription-deleted", "removed {subscription}")
            .WithName(nameof(DeleteSubscription))
            .WithSummary("Delete a subscription")
            .ProducesProblem(404);

    private static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id,
        HttpContext http,
        NotificationDbContext db,
        PirDbServices services,
        CancellationToken token
    )
    {
        using var turn = await services.WriteGate.EnterAsync(db, token);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var subscription = await db
            .Subscriptions.AsNoTracking()
            .SingleOrDefaultAsync(s => s.Id == id, token);
        if (subscription is null)
        {
            return Problems.NotFound($"subscription {id}");
        }

        // Deliveries first, in the same order as the sender writes.
        await db.Deliveries.Where(d => d.SubscriptionId == id).ExecuteDeleteAsync(token);
        var found = await db.Subscriptions.Where(s => s.Id == id).ExecuteDeleteAsync(token);
        if (found == 0)
        {
            return Problems.NotFound($"subscription {id}"); // Somebody else was faster.
        }

        db.Audit(http, subscription.ToAuditSubject(), id);
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        services.Signals.For(typeof(NotificationDbContext)).Pulse();
        return TypedResults.NoContent();
    }
}
