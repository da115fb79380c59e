using System.Globalization;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;

namespace Pir.Timelines.Domain;

/// <summary>Writes timeline entries about who was called and who acknowledged.</summary>
internal static class EngagementNarrator
{
    public static string Tell(IEvent fact, Actor actor) =>
        fact switch
        {
            IncidentEngaged e => Drill(e.Incident) + Engaged(e.Incident, e.Engagement, actor),
            EngagementAcknowledged e => Acknowledged(e.Engagement, actor),
            IncidentEscalated e => Drill(e.Incident) + Escalated(e),
            _ => "",
        };

    private static string Engaged(IncidentState incident, EngagementState e, Actor actor)
    {
        var name = NameOf(e.Team, e.Person);
        return e.Cause switch
        {
            EngagementCause.Person => $"{actor.Name} engaged {name}.",
            EngagementCause.Owner => $"{name} engaged, which owns {incident.Service?.Isolated()}.",
            EngagementCause.Default =>
                $"{name} engaged as the default team: no engagement rule matched.",
            _ => $"{name} engaged by the rule \"{e.Because?.Isolated()}\".",
        };
    }

    private static string Acknowledged(EngagementState e, Actor actor)
    {
        var after = Minutes((int)((e.AcknowledgedAt - e.EngagedAt)?.TotalMinutes ?? 0));
        return e.Team is null
            ? $"{actor.Name} acknowledged, {after} after being engaged."
            : $"{actor.Name} acknowledged for {NameOf(e.Team, e.Person)}, {after} after the team "
                + "was engaged.";
    }

    private static string Escalated(IncidentEscalated e) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Escalation step {e.Step.Number} of {e.Step.Steps} (\"{e.Step.Policy.Isolated()}\"): "
        )
        + $"{NameOf(e.Engagement.Team, e.Engagement.Person)} did not acknowledge within "
        + $"{Minutes(e.Step.AfterMinutes)}{(e.Step.Number > 1 ? " of the step before" : "")}. "
        + $"{NameOf(e.Step.Team, e.Step.Person)} engaged.";

    private static string Drill(IncidentState incident) => incident.IsDrill ? "Drill: " : "";

    private static string NameOf(string? team, Person? person) =>
        (team ?? person?.Name ?? "Somebody").Isolated();

    private static string Minutes(int minutes) =>
        minutes.ToString(CultureInfo.InvariantCulture) + (minutes == 1 ? " minute" : " minutes");
}
