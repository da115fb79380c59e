using Pir.Notifications.Domain;

namespace Pir.Notifications.Streaming;

/// <summary>
/// Decides how far a log may be shown. Numbers are assigned before commits, so a missing one may
/// still come. It is given up once a higher number has been visible for the whole waiting time,
/// because the writer of the lower number had at least that long to commit.
/// </summary>
public sealed class GapKeeper(TimeProvider clock, TimeSpan patience)
{
    private readonly Queue<(long Highest, long At)> _seen = new();
    private long _highest;
    private long _settled;

    /// <summary>Resets the state.</summary>
    public void Reset()
    {
        _seen.Clear();
        _highest = _settled = 0;
    }

    /// <summary>The first rows that may be shown now.</summary>
    /// <param name="horizon">Everything up to here is done.</param>
    /// <param name="rows">Rows after the horizon, in order.</param>
    public List<LoggedEvent> Take(long horizon, List<LoggedEvent> rows)
    {
        Note(rows);
        var count = 0;
        foreach (var row in rows)
        {
            var missing = row.Sequence - 1;
            if (missing > horizon && missing >= _settled)
            {
                break;
            }

            horizon = row.Sequence;
            count++;
        }

        return count == rows.Count ? rows : rows[..count];
    }

    private void Note(List<LoggedEvent> rows)
    {
        if (rows.Count > 0 && rows[^1].Sequence > _highest)
        {
            _highest = rows[^1].Sequence;
            _seen.Enqueue((_highest, clock.GetTimestamp()));
        }

        while (_seen.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.At) >= patience)
        {
            _settled = oldest.Highest;
            _seen.Dequeue();
        }
    }
}
