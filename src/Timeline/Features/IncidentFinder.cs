using Microsoft.EntityFrameworkCore;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>
/// Finds the incident a request names. One that was opened a moment ago may not have reached this
/// service yet, so it is waited for, briefly.
/// </summary>
public sealed class IncidentFinder(TimelineDbContext db, TimeProvider clock)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The incident, or null where it did not turn up within <see cref="Patience"/>.
    /// </summary>
    public async Task<IncidentRef?> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (IncidentKey.Parse(key) is not { } named)
        {
            return null;
        }

        var started = clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = Min(pause * 2, LongestPause))
        {
            if (await ReadAsync(named, cancellationToken) is { } incident)
            {
                return incident;
            }

            if (clock.GetElapsedTime(started) >= Patience)
            {
                return null;
            }

            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    private Task<IncidentRef?> ReadAsync(IncidentKey key, CancellationToken cancellationToken)
    {
        var incidents = db.Incidents.AsNoTracking();
        return key.Id is { } id
            ? incidents.FirstOrDefaultAsync(i => i.Id == id, cancellationToken)
            : incidents.FirstOrDefaultAsync(i => i.Number == key.Number, cancellationToken);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
