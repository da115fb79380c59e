using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// Splits the deliveries of a group into those that only repeat firing alerts and the rest. A
/// repeat of an alert that another delivery of the group changes does not count as one, because the
/// order within the group matters.
/// </summary>
internal sealed class RepeatTriage
{
    private readonly Dictionary<IntakeRequest, List<KnownRepeat>> _repeats = [];

    public RepeatTriage(OpenAlertCache? cache, IReadOnlyList<IntakeRequest> group)
    {
        foreach (var request in group)
        {
            if (cache is { Count: > 0 } && Find(cache, request) is { } repeats)
            {
                _repeats[request] = repeats;
            }
            else
            {
                Require(request);
            }
        }

        if (_repeats.Count > 0)
        {
            Reconsider();
        }
    }

    /// <summary>Alerts that must be looked up.</summary>
    public HashSet<Guid> Keys { get; } = [];

    /// <summary>What to count if the delivery is only a repeat; otherwise null.</summary>
    public List<KnownRepeat>? Repeats(IntakeRequest request) => _repeats.GetValueOrDefault(request);

    private static List<KnownRepeat>? Find(OpenAlertCache cache, IntakeRequest request)
    {
        if (request.Body.HasNotices)
        {
            return null; // They may be news to the incident.
        }

        var repeats = new List<KnownRepeat>(request.Body.Alerts.Count);
        foreach (var alert in request.Body.Alerts)
        {
            if (
                alert.Signal != AlertSignal.Firing
                || cache.FindRepeated(request.Source, alert) is not { } known
            )
            {
                return null;
            }

            repeats.Add(new(new(known.Alert, request.ReceivedAt), known.Incident));
        }

        return repeats.Count == 0 ? null : repeats;
    }

    private void Require(IntakeRequest request)
    {
        foreach (var alert in request.Body.Alerts)
        {
            Keys.Add(alert.Key);
        }
    }

    private void Reconsider()
    {
        bool again;
        do
        {
            again = false;
            foreach (
                var request in _repeats
                    .Keys.Where(r => r.Body.Alerts.Any(a => Keys.Contains(a.Key)))
                    .ToList()
            )
            {
                _repeats.Remove(request);
                Require(request);
                again = true;
            }
        } while (again);
    }
}

/// <summary>A repeated report of a firing alert.</summary>
/// <param name="Incident">Number of the incident it is in.</param>
internal readonly record struct KnownRepeat(Sighting Sighting, int Incident);
