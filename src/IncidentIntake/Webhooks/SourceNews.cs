using Microsoft.EntityFrameworkCore;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Features.Sources;
using Pir.Platform.Connections;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// Adds events for sources whose health changes, within the writer's transaction.
/// </summary>
internal static class SourceNews
{
    /// <param name="unread">Sources with a delivery that could not be read completely.</param>
    /// <param name="read">Sources with a readable delivery or a successful replay.</param>
    /// <returns>Whether there is an event to publish.</returns>
    public static async Task<bool> TellAsync(
        IntakeDbContext db,
        IReadOnlyCollection<Guid> unread,
        IReadOnlyCollection<Guid> read,
        DateTime now,
        CancellationToken token
    )
    {
        if (unread.Count + read.Count == 0)
        {
            return false;
        }

        // Almost always none: unchanged health costs only this check.
        var quietSince = now - HealthNews.Quiet;
        var turning = await db
            .Sources.Where(s => s.DeletedAt == null)
            .Where(s =>
                (read.Contains(s.Id) && s.IsFailureTold)
                || (
                    unread.Contains(s.Id)
                    && !s.IsFailureTold
                    && (s.HealthToldAt == null || s.HealthToldAt <= quietSince)
                )
            )
            .ToListAsync(token);
        return turning.Count > 0 && await TellAsync(db, turning, now, token);
    }

    private static async Task<bool> TellAsync(
        IntakeDbContext db,
        List<Source> turning,
        DateTime now,
        CancellationToken token
    )
    {
        var failures = await SourceFailures.OfAsync(db, turning, token);
        var isTold = false;
        foreach (var source in turning)
        {
            var health = SourceFailures.HealthOf(source, failures.GetValueOrDefault(source.Id));
            if (source.TellHealth(health, now) is { } news)
            {
                db.RaiseObserved(news, source.Id, source, now, source.Actor);
                isTold = true;
            }
        }

        if (isTold)
        {
            await db.SaveChangesAsync(token);
        }

        db.DiscardChanges();
        return isTold;
    }
}
