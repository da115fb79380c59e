using Pir.Contracts.Api;

namespace Pir.IncidentIntake.Domain.Rules;

/// <summary>
/// Decides whether an alert without an active incident may have one now. If not, it is ignored or
/// held back.
/// </summary>
internal sealed class AlertGate(
    AlertLedger ledger,
    SourceSettings source,
    DateTime now,
    bool isReplay
)
{
    /// <summary>What becomes of it; null if it may have an incident.</summary>
    public AlertResult? HoldBack(IncomingAlert alert, AlertRoute route, DateTime startsAt)
    {
        if (route.IsIgnored)
        {
            Forget(alert);
            return new(AlertOutcome.Ignored, By: AlertRuling.Of(route));
        }

        if (route.SilenceAt(now) is { } silence)
        {
            Hold(alert, route, silence, startsAt);
            return new(AlertOutcome.Suppressed, By: new(route.Rule, silence));
        }

        if (route.Rule is null || OpenGroup(route) is not null || IsDue(alert, route, startsAt))
        {
            return null;
        }

        Hold(alert, route, silence: null, startsAt);
        return new(AlertOutcome.Waiting, By: AlertRuling.Of(route));
    }

    /// <summary>The active incident of its grouping key; null for none.</summary>
    public Incident? OpenGroup(AlertRoute route)
    {
        if (route.Group is not { } key)
        {
            return null;
        }

        var group = ledger.Group(key);
        var isCurrent =
            route.Rule!.GroupMinutes is not { } minutes
            || now - group.LastAt <= TimeSpan.FromMinutes(minutes);
        return isCurrent && ledger.Find(group.IncidentId) is { IsActive: true } incident
            ? incident
            : null;
    }

    /// <summary>Counts the report. True if there have been enough.</summary>
    private bool IsDue(IncomingAlert alert, AlertRoute route, DateTime startsAt)
    {
        var rule = route.Rule!;
        if (rule.Action == AlertRuleAction.Attach)
        {
            return false;
        }

        if (route.Count is not { } key)
        {
            return true;
        }

        var group = ledger.Group(key);
        if (!(isReplay && ledger.Held(alert.Key)?.StartsAt == startsAt))
        {
            group.Add(now, rule.Occurrences);
            ledger.Changed(group);
        }

        var window = TimeSpan.FromMinutes(rule.OccurrenceMinutes ?? AlertRuleRequest.MostMinutes);
        return group.Count(now, window) >= rule.Occurrences;
    }

    private void Hold(IncomingAlert alert, AlertRoute route, Silence? silence, DateTime startsAt)
    {
        var held = ledger.Held(alert.Key) ?? HeldAlert.Of(source, alert, now);
        held.Hold(source, alert, route, silence, startsAt, now);
        ledger.Changed(held);
    }

    private void Forget(IncomingAlert alert)
    {
        if (ledger.Held(alert.Key) is { IsHeld: true } held)
        {
            held.End(now);
            ledger.Changed(held);
        }
    }
}
