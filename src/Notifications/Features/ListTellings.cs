using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.References;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Notifications.Features;

/// <summary>Who was told about an incident by the channel policy, newest first.</summary>
public static class ListTellings
{
    private const int Most = 200;

    public static void MapListTellings(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/incidents/{incident}/tellings", HandleAsync)
            .May(Permissions.SeeChannelPolicy)
            .WithName(nameof(ListTellings))
            .WithSummary("List who was told about an incident, where, and with which outcome")
            .ProducesProblem(404);

    private static async Task<
        Results<Ok<ItemList<TellingResponse>>, ProblemHttpResult>
    > HandleAsync(string incident, NotificationDbContext db, CancellationToken token)
    {
        var (id, number) = Reference.ToIncident(incident) ?? new(null, null);
        var known = await db
            .Incidents.AsNoTracking()
            .FirstOrDefaultAsync(i => id == null ? i.Number == number : i.Id == id, token);
        if (known is null || (id is null && number is null))
        {
            return Problems.NotFound("incident " + incident);
        }

        var rows = await (
            from t in db.Tellings.AsNoTracking()
            where t.IncidentId == known.Id
            join d in db.Deliveries.AsNoTracking() on t.DeliveryId equals d.Id into deliveries
            from d in deliveries.DefaultIfEmpty()
            orderby t.At descending, t.Audience, t.Id
            select new { Telling = t, Delivery = (Delivery?)d }
        )
            .Take(Most)
            .ToListAsync(token);
        return TypedResults.Ok(
            new ItemList<TellingResponse>(rows.ConvertAll(r => r.Telling.ToResponse(r.Delivery)))
        );
    }
}
