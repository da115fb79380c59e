using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;

namespace Pir.Timelines.Domain;

/// <summary>Writes timeline entries about who asked to join and the answer.</summary>
internal static class JoiningNarrator
{
    public static string Tell(IEvent fact, Actor actor) =>
        fact switch
        {
            IncidentJoinRequested e => Requested(e.Request),
            IncidentJoinDecided e => Decided(e.Request, actor),
            _ => "",
        };

    private static string Requested(JoinRequestState e)
    {
        var role = e.Role is { } wanted ? $" as {IncidentNarrator.RoleName(wanted)}" : "";
        var known = e.Discipline is { } discipline ? $" for {discipline.Isolated()}" : "";
        return $"{e.Person.Name} asked to join{role}{known}.{IncidentNarrator.After(e.Note)}";
    }

    private static string Decided(JoinRequestState e, Actor actor) =>
        e.Status switch
        {
            JoinStatus.Accepted => $"{actor.Name} accepted {e.Person.Name}'s request to join.",
            JoinStatus.Declined => $"{actor.Name} declined {e.Person.Name}'s request to join."
                + IncidentNarrator.After(e.Reason),
            _ => $"{e.Person.Name} withdrew the request to join.",
        };
}
