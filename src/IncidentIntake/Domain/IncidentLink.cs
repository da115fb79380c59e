using Pir.Contracts.Incidents;
using Pir.Platform.Decisions;

namespace Pir.IncidentIntake.Domain;

/// <summary>
/// A link between two incidents, stored once for both ends: as seen from <see cref="FromId"/>.
/// </summary>
public sealed class IncidentLink
{
    public Guid Id { get; init; }
    public Guid FromId { get; init; }
    public Guid ToId { get; init; }

    /// <summary>Related to, caused by, duplicate of or child of; never their other ends.</summary>
    public IncidentRelation Relation { get; init; }
    public DateTime LinkedAt { get; init; }
    public string ActorKind { get; init; } = "";
    public string ActorId { get; init; } = "";
    public string ActorName { get; init; } = "";

    /// <summary>Whether people link incidents by it.</summary>
    public static bool IsManual(IncidentRelation relation) =>
        relation is not (IncidentRelation.MergedInto or IncidentRelation.Merged);

    public static IncidentLink Of(
        Incident incident,
        IncidentRelation relation,
        Incident other,
        Stamp by
    )
    {
        var isTurned =
            relation
                is IncidentRelation.CauseOf
                    or IncidentRelation.DuplicatedBy
                    or IncidentRelation.ParentOf
            // Both ends of this one are the same: the older incident comes first.
            || (relation == IncidentRelation.RelatedTo && other.Number < incident.Number);
        var (from, to) = isTurned ? (other, incident) : (incident, other);
        return new()
        {
            Id = SortableId.New(by.At),
            FromId = from.Id,
            ToId = to.Id,
            Relation = isTurned ? Turn(relation) : relation,
            LinkedAt = by.At,
            ActorKind = by.By.Kind,
            ActorId = by.By.Id,
            ActorName = by.By.Name,
        };
    }

    /// <summary>The relation as an incident at one of its ends sees it.</summary>
    public IncidentRelation SeenFrom(Guid incident) =>
        incident == FromId ? Relation : Turn(Relation);

    public Guid OtherEnd(Guid incident) => incident == FromId ? ToId : FromId;

    /// <summary>The same relation as the other end sees it.</summary>
    public static IncidentRelation Turn(IncidentRelation relation) =>
        relation switch
        {
            IncidentRelation.CausedBy => IncidentRelation.CauseOf,
            IncidentRelation.CauseOf => IncidentRelation.CausedBy,
            IncidentRelation.DuplicateOf => IncidentRelation.DuplicatedBy,
            IncidentRelation.DuplicatedBy => IncidentRelation.DuplicateOf,
            IncidentRelation.ChildOf => IncidentRelation.ParentOf,
            IncidentRelation.ParentOf => IncidentRelation.ChildOf,
            IncidentRelation.MergedInto => IncidentRelation.Merged,
            IncidentRelation.Merged => IncidentRelation.MergedInto,
            _ => relation,
        };
}
