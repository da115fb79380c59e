using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Notifications.Data;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Notifications.Features;

/// <summary>
/// Ends a subscription; what waits for it and the record of what was sent go with it.
/// </summary>
public static class DeleteSubscription
{
    public static void MapDeleteSubscription(this IEndpointRouteBuilder routes) =>
        routes
            .MapDelete("/subscriptions/{id:guid}", HandleAsync)
            .RequireScope(Scope.SubscriptionsWrite)
            .WithName(nameof(DeleteSubscription))
            .WithSummary("Delete a subscription")
            .ProducesProblem(404);

    private static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id,
        NotificationDbContext db,
        PirDbServices services,
        CancellationToken token
    )
    {
        using var turn = await services.WriteGate.EnterAsync(db, token);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        // Deliveries first, as the sender writes them first.
        await db.Deliveries.Where(d => d.SubscriptionId == id).ExecuteDeleteAsync(token);
        var found = await db.Subscriptions.Where(s => s.Id == id).ExecuteDeleteAsync(token);
        await transaction.CommitAsync(token);
        return found == 1 ? TypedResults.NoContent() : Problems.NotFound($"subscription {id}");
    }
}
