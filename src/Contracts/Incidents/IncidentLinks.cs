namespace Pir.Contracts.Incidents;

/// <summary>How an incident relates to another one.</summary>
public enum IncidentRelation
{
    RelatedTo,
    CausedBy,

    /// <summary>The other end of <see cref="CausedBy"/>.</summary>
    CauseOf,
    DuplicateOf,

    /// <summary>The other end of <see cref="DuplicateOf"/>.</summary>
    DuplicatedBy,
    ChildOf,

    /// <summary>The other end of <see cref="ChildOf"/>.</summary>
    ParentOf,

    /// <summary>It was merged into the other one.</summary>
    MergedInto,

    /// <summary>The other one was merged into it.</summary>
    Merged,
}

/// <summary>Another incident, as the incident at this end of the link sees it.</summary>
public sealed record LinkedIncident(IncidentRelation Relation, Guid Id, int Number, string Title);

/// <summary>The incident that another one was merged into.</summary>
public sealed record MergeTarget(Guid Id, int Number);
