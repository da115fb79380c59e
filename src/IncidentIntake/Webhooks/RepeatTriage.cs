using Pir.Contracts.Incidents;
using Pir.Intake.Domain;

namespace Pir.Intake.Webhooks;

/// <summary>
/// Parts the deliveries of a group into those that merely repeat alerts known to fire and the rest. A repeat of an alert that another delivery of the group
/// changes is none: the order within the group counts.
/// </summary>
internal sealed class RepeatTriage
{
    private readonly Dictionary<IntakeRequest, List<Sighting>> _repeats = [];

    public RepeatTriage(OpenAlertCache? cache, IReadOnlyList<IntakeRequest> group)
    {
        foreach (var request in group)
        {
            if (cache is { Count: > 0 } && Find(cache, request) is { } sightings)
            {
                _repeats[request] = sightings;
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

    /// <summary>Alerts that have to be looked up.</summary>
    public HashSet<Guid> Keys { get; } = [];

    /// <summary>What to count, where the delivery is only a repeat; else null.</summary>
    public List<Sighting>? Repeats(IntakeRequest request) => _repeats.GetValueOrDefault(request);

    private static List<Sighting>? Find(OpenAlertCache cache, IntakeRequest request)
    {
        var sightings = new List<Sighting>(request.Body.Alerts.Count);
        foreach (var alert in request.Body.Alerts)
        {
            if (alert.Status != AlertStatus.Firing || cache.FindRepeated(alert) is not { } id)
            {
                return null;
            }

            sightings.Add(new(id, request.ReceivedAt));
        }

        return sightings.Count == 0 ? null : sightings;
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
