using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Features.Sources;

/// <summary>
/// The failed deliveries of a source since its last success.
/// </summary>
/// <param name="Since">When the first of them was received.</param>
/// <param name="Last">When the last of them was received.</param>
internal sealed record SourceFailures(
    DateTime Since,
    DateTime Last,
    int Count,
    string Cause,
    string Detail
)
{
    /// <summary>
    /// The failures of these sources, by source; without those whose last delivery was read.
    /// </summary>
    public static async Task<Dictionary<Guid, SourceFailures>> OfAsync(
        IntakeDbContext db,
        IReadOnlyCollection<Source> sources,
        CancellationToken token
    )
    {
        var ids = sources.Select(s => s.Id).ToList();
        var runs = await db
            .FailedDeliveries.AsNoTracking()
            .Join(
                db.Sources,
                d => d.SourceId,
                s => s.Id,
                (d, s) => new { Delivery = d, Source = s }
            )
            .Where(f =>
                ids.Contains(f.Source.Id)
                && f.Delivery.Status == WebhookDeliveryStatus.Failed
                && f.Delivery.ErrorCode != BodyError.SourceDisabled
                && (
                    f.Source.LastDeliveryAt == null
                    || f.Delivery.ReceivedAt > f.Source.LastDeliveryAt
                )
            )
            .GroupBy(f => f.Source.Id)
            .Select(g => new
            {
                Source = g.Key,
                Since = g.Min(f => f.Delivery.ReceivedAt),
                Last = g.Max(f => f.Delivery.ReceivedAt),
                Count = g.Count(),
            })
            .ToListAsync(token);
        var found = new Dictionary<Guid, SourceFailures>(runs.Count);
        foreach (var run in runs)
        {
            var (cause, detail) = await CauseAsync(db, run.Source, run.Last, token);
            found[run.Source] = new(run.Since, run.Last, run.Count, cause, detail);
        }

        return found;
    }

    public static async Task<SourceFailures?> OfAsync(
        IntakeDbContext db,
        Source source,
        CancellationToken token
    ) => (await OfAsync(db, [source], token)).GetValueOrDefault(source.Id);

    /// <summary>The source's health, from its failures since the last success.</summary>
    public static ConnectionHealth HealthOf(Source source, SourceFailures? failures) =>
        failures is not null
            ? new(
                ConnectionState.Failing,
                failures.Since,
                failures.Count,
                failures.Cause,
                failures.Detail
            )
        : source.LastDeliveryAt is null ? ConnectionHealth.Unheard
        : ConnectionHealth.Healthy;

    private static async Task<(string Cause, string Detail)> CauseAsync(
        IntakeDbContext db,
        Guid source,
        DateTime at,
        CancellationToken token
    )
    {
        var last = await db
            .FailedDeliveries.AsNoTracking()
            .Where(d => d.SourceId == source && d.ReceivedAt == at)
            .Select(d => new { d.ErrorCode, d.ErrorDetail })
            .FirstAsync(token);
        return (last.ErrorCode, last.ErrorDetail);
    }
}
