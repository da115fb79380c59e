using Pir.Contracts.Api;

namespace Pir.IncidentIntake.Domain.Rules;

/// <summary>
/// What would have become of past deliveries, as if nothing had been open before the first of them.
/// Saves nothing.
/// </summary>
internal sealed class AlertTrial(
    AlertRulebook rules,
    IReadOnlyDictionary<Guid, SourceSettings> sources
)
{
    /// <summary>Most alerts listed for a delivery; the others are only counted.</summary>
    private const int MostListed = 50;

    private readonly AlertLedger _ledger = new();
    private readonly Dictionary<Guid, int> _numbers = [];
    private readonly Dictionary<AlertOutcome, int> _outcomes = [];

    public TrialCounts Counts =>
        new(
            _ledger.Changes.Count(c => c.IsNew),
            Of(AlertOutcome.Opened),
            Of(AlertOutcome.Joined),
            Of(AlertOutcome.Ignored),
            Of(AlertOutcome.Waiting),
            Of(AlertOutcome.Suppressed),
            Of(AlertOutcome.Repeated)
                + Of(AlertOutcome.Raised)
                + Of(AlertOutcome.Acknowledged)
                + Of(AlertOutcome.Resolved)
        );

    /// <summary>Takes the next delivery; oldest first.</summary>
    public TriedDelivery Take(Guid id, SourceSettings source, IncomingBody body, DateTime at)
    {
        var planner = new AlertPlanner(_ledger, rules);
        planner.CatchUp(at, s => sources.GetValueOrDefault(s));
        var results = new List<AlertResult>();
        planner.Apply(source, body, at, results: results);
        foreach (var result in results)
        {
            _outcomes[result.Outcome] = Of(result.Outcome) + 1;
        }

        return new(
            id,
            source.Id,
            source.Name,
            at,
            results.Count,
            [.. results.Take(MostListed).Select((r, i) => Describe(body.Alerts[i], r))]
        );
    }

    private TriedAlert Describe(IncomingAlert alert, AlertResult result) =>
        new(
            alert.Title,
            alert.Fingerprint,
            result.Outcome.ToString().ToLowerInvariant(),
            result.Incident is { } incident ? NumberOf(incident) : null,
            result.By?.Rule?.Name,
            result.By?.Silence?.Reason
        );

    private int NumberOf(Incident incident)
    {
        if (!_numbers.TryGetValue(incident.Id, out var number))
        {
            _numbers[incident.Id] = number = _numbers.Count + 1;
        }

        return number;
    }

    private int Of(AlertOutcome outcome) => _outcomes.GetValueOrDefault(outcome);
}
