using Pir.Contracts.Api;
using Pir.IncidentIntake.Domain.Rules;

namespace Pir.IncidentIntake.Domain;

/// <summary>
/// Decides what a delivery means: a repeat, a new firing, a new incident or an end. An alert is
/// identified by its source, its fingerprint and the time it started firing. Only the latest firing
/// of a fingerprint can still change.
/// </summary>
/// <param name="rules">Null for none.</param>
public sealed class AlertPlanner(AlertLedger ledger, AlertRulebook? rules = null)
{
    private readonly AlertRulebook _rules = rules ?? AlertRulebook.Empty;

    /// <summary>
    /// Applies one body to the ledger. Applying bodies one by one or together gives the same
    /// result.
    /// </summary>
    /// <param name="results">Receives the outcome of each alert, in the order of the body.</param>
    /// <returns>
    /// How many of its alerts were accepted, and how many were stale, suppressed or ended an
    /// unknown alert.
    /// </returns>
    public (int Accepted, int Ignored) Apply(
        SourceSettings source,
        IncomingBody body,
        DateTime receivedAt,
        string? traceParent = null,
        List<AlertResult>? results = null
    )
    {
        results ??= [];
        var delivery = new PlannedDelivery(
            ledger,
            _rules,
            source,
            body,
            receivedAt,
            traceParent,
            results
        );
        foreach (var alert in body.Alerts)
        {
            delivery.Take(alert);
        }

        delivery.Finish();
        var ignored = results.Count(r => r.Outcome == AlertOutcome.Ignored);
        return (results.Count - ignored, ignored);
    }

    /// <summary>
    /// Does what has become due in the ledger: opens incidents for alerts that outlasted their
    /// silence or whose rule is gone, and resolves incidents whose alerts did not fire again.
    /// </summary>
    /// <param name="sourceOf">A source's settings by its id; null if it is unknown.</param>
    public void CatchUp(DateTime now, Func<Guid, SourceSettings?> sourceOf)
    {
        var silences = _rules.SilencesAt(now);
        foreach (var held in ledger.AllHeld)
        {
            if (IsOver(held, silences) && sourceOf(held.SourceId) is { } source)
            {
                Apply(source, new([held.ToIncoming()]), now);
                if (held.IsHeld && IsOver(held, silences))
                {
                    held.End(now); // A later firing has taken its place.
                    ledger.Changed(held);
                }
            }
        }

        foreach (var incident in ledger.DueAt(now))
        {
            if (incident.SourceId is { } id && sourceOf(id) is { } source)
            {
                ledger
                    .Touch(incident, source, traceParent: null)
                    .ResolveByAlerts(new(source.Actor, now));
            }
        }
    }

    private bool IsOver(HeldAlert held, IReadOnlyList<Guid> silences) =>
        held.State == HeldAlertState.Suppressed
            ? held.SilenceId is not { } silence || !silences.Contains(silence)
            : held.RuleId is not { } rule || _rules.Rule(rule) is null;
}
