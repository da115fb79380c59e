using System.Buffers.Binary;

namespace Pir.IncidentIntake.Domain.Rules;

/// <summary>
/// What is remembered about a key of a rule: its incident, and the times of what it counts. The key
/// stands for a grouping key, for the occurrences of one alert, or for a service's new incidents.
/// </summary>
public sealed class AlertGroup
{
    public Guid Key { get; init; }

    /// <summary>Its latest incident.</summary>
    public Guid? IncidentId { get; private set; }

    /// <summary>When an alert last joined the incident.</summary>
    public DateTime LastAt { get; private set; }

    /// <summary>When it was last used; unused ones are removed.</summary>
    public DateTime SeenAt { get; private set; }

    /// <summary>The latest times counted, oldest first, as ticks.</summary>
    public byte[]? Times { get; private set; }
    public int Version { get; set; }

    /// <summary>Its stored version; 0 if it is new.</summary>
    public int StoredVersion { get; internal set; }

    internal void Joined(Guid incident, DateTime now) =>
        (IncidentId, LastAt, SeenAt) = (incident, now, now);

    /// <summary>How many times were counted in the window before now.</summary>
    internal int Count(DateTime now, TimeSpan window) =>
        Read().Count(t => t > now - window && t <= now);

    /// <summary>Counts one more, and keeps no more than needed.</summary>
    internal void Add(DateTime now, int keep)
    {
        SeenAt = now;
        var times = Read().Append(now).Order().TakeLast(keep).ToList();
        Times = new byte[8 * times.Count];
        for (var i = 0; i < times.Count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(Times.AsSpan(8 * i), times[i].Ticks);
        }
    }

    internal void ForgetTimes() => Times = null;

    private IEnumerable<DateTime> Read()
    {
        for (var at = 0; at + 8 <= (Times?.Length ?? 0); at += 8)
        {
            yield return new(
                BinaryPrimitives.ReadInt64LittleEndian(Times.AsSpan(at)),
                DateTimeKind.Utc
            );
        }
    }
}
