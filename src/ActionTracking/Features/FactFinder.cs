using Microsoft.EntityFrameworkCore;
using Pir.Actions.Data;
using Pir.Actions.Domain;

namespace Pir.Actions.Features;

/// <summary>
/// Finds the incident or review a request names. One that was opened a moment ago may not have
/// reached this service yet, so it is waited for, briefly.
/// </summary>
public sealed class FactFinder(ActionsDbContext db, TimeProvider clock)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The incident by id, reference or number; null where it did not turn up within
    /// <see cref="Patience"/>.
    /// </summary>
    public Task<IncidentFacts?> IncidentAsync(string key, CancellationToken token)
    {
        var incidents = db.Incidents.AsNoTracking();
        return NumberedKey.Parse(NumberedKey.Incident, key) switch
        {
            { Id: { } id } => WaitAsync(
                () => incidents.FirstOrDefaultAsync(i => i.Id == id, token),
                token
            ),
            { Number: { } number } => WaitAsync(
                () => incidents.FirstOrDefaultAsync(i => i.Number == number, token),
                token
            ),
            _ => Task.FromResult<IncidentFacts?>(null),
        };
    }

    /// <summary>The review; null where it did not turn up within <see cref="Patience"/>.</summary>
    public Task<ReviewFacts?> ReviewAsync(Guid id, CancellationToken token) =>
        WaitAsync(
            () => db.Reviews.AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, token),
            token
        );

    private async Task<T?> WaitAsync<T>(Func<Task<T?>> read, CancellationToken token)
        where T : class
    {
        var started = clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (await read() is { } found)
            {
                return found;
            }

            if (clock.GetElapsedTime(started) >= Patience)
            {
                return null;
            }

            await Task.Delay(pause, clock, token);
        }
    }
}
