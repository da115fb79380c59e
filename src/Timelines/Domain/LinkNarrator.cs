using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.References;
using Pir.Contracts.Texts;

namespace Pir.Timelines.Domain;

/// <summary>Describes links between incidents, and merges.</summary>
public static class LinkNarrator
{
    public static string Tell(IEvent fact, Actor actor) =>
        fact switch
        {
            IncidentMerged e => $"Merged into {Named(e.Into)} by {actor.Name}. Its alerts and what "
                + $"follows belong there.{IncidentNarrator.After(e.Reason)}",
            IncidentUnmerged e => $"{actor.Name} undid the merge into {Named(e.From)}."
                + IncidentNarrator.After(e.Reason),
            IncidentLinked e => Linked(e.Link, actor),
            IncidentUnlinked e => Unlinked(e.Link, actor),
            _ => throw new InvalidOperationException(fact.GetType().Name),
        };

    private static string Linked(LinkedIncident link, Actor actor) =>
        link.Relation == IncidentRelation.Merged
            ? $"{actor.Name} merged {Named(link)} into this incident. Its alerts belong here now."
            : $"{actor.Name} linked this incident as {Words(link.Relation)} {Named(link)}.";

    private static string Unlinked(LinkedIncident link, Actor actor) =>
        link.Relation == IncidentRelation.Merged
            ? $"{actor.Name} undid the merge of {Named(link)} into this incident."
            : $"{actor.Name} removed the link: {Words(link.Relation)} {Named(link)}.";

    private static string Named(LinkedIncident link) =>
        $"{Reference.OfIncident(link.Number)} “{link.Title.Isolated()}”";

    private static string Words(IncidentRelation relation) =>
        relation switch
        {
            IncidentRelation.CausedBy => "caused by",
            IncidentRelation.CauseOf => "the cause of",
            IncidentRelation.DuplicateOf => "a duplicate of",
            IncidentRelation.DuplicatedBy => "duplicated by",
            IncidentRelation.ChildOf => "part of",
            IncidentRelation.ParentOf => "the parent of",
            _ => "related to",
        };
}
