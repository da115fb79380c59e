using Pir.Contracts.Incidents;
using Pir.Platform.Decisions;

namespace Pir.IncidentIntake.Domain;

/// <summary>
/// Merging a duplicate into another incident. A merged incident keeps its id, number, timeline and
/// history; its alerts belong to the other one. It is closed, and nothing but undoing the merge
/// changes it.
/// </summary>
public sealed partial class Incident
{
    private const string MergedIntoField = "mergedInto";

    /// <summary>The incident that it was merged into, which is never itself merged.</summary>
    public Guid? MergedIntoId { get; private set; }
    public int? MergedIntoNumber { get; private set; }
    public DateTime? MergedAt { get; private set; }

    /// <summary>The status to restore when the merge is undone.</summary>
    public IncidentStatus? StatusBeforeMerge { get; private set; }

    public MergeTarget? MergedInto =>
        MergedIntoId is { } id ? new(id, MergedIntoNumber ?? 0) : null;

    /// <summary>The reference of the incident that it was merged into.</summary>
    private string? MergedIntoReference =>
        MergedInto is { } into ? Pir.Contracts.References.Reference.OfIncident(into.Number) : null;

    /// <summary>Why a merged incident cannot be changed; null if it is not merged.</summary>
    public Refusal.Conflict? RefuseIfMerged() =>
        MergedIntoReference is { } into
            ? new(
                "merged",
                $"{Reference} was merged into {into}. Change {into} instead, or undo the merge."
            )
            : null;

    /// <summary>Merges it into another incident. The caller hands over its alerts.</summary>
    /// <param name="alerts">How many alerts it hands over.</param>
    public Decision MergeInto(Incident target, int alerts, Stamp by)
    {
        if (MergedIntoId == target.Id)
        {
            return Decision.Nothing;
        }

        if (RefuseMerge(target) is { } refusal)
        {
            return refusal;
        }

        var history = new List<IncidentHistory>();
        (StatusBeforeMerge, MergedAt) = (Status, by.At);
        if (Status != IncidentStatus.Closed)
        {
            history.Add(Move(IncidentStatus.Closed, by));
        }

        ResolveDueAt = null;
        return Redirect(target, alerts, history, by);
    }

    /// <summary>
    /// Follows the incident that it was merged into, which is now merged into another one itself.
    /// </summary>
    public Decision MergeAlong(Incident target, int alerts, Stamp by) =>
        Redirect(target, alerts, [], by);

    /// <summary>Undoes the merge. The caller gives it its alerts back.</summary>
    public Decision Unmerge(Incident target, int alerts, Stamp by)
    {
        if (StatusBeforeMerge is not { } before)
        {
            return Decision.Conflict("not-merged", "The incident is not merged.");
        }

        var history = new List<IncidentHistory>
        {
            IncidentHistory.Of(Id, MergedIntoField, MergedIntoReference, null, by),
        };
        (MergedIntoId, MergedIntoNumber) = (null, null);
        (StatusBeforeMerge, MergedAt) = (null, null);
        if (Status != before)
        {
            history.Add(Move(before, by));
        }

        var from = target.SeenAs(IncidentRelation.MergedInto);
        return Decision
            .Changed(new IncidentUnmerged(ToState(), from, alerts, by.Reason), by.At)
            .Keeping(history);
    }

    /// <summary>This incident as the incident at the other end of a link names it.</summary>
    public LinkedIncident SeenAs(IncidentRelation relation) => new(relation, Id, Number, Title);

    /// <summary>Takes over the numbers of the alerts that it has after a merge.</summary>
    internal void CountAlerts(int all, int firing, DateTime? lastEnded)
    {
        (AlertCount, FiringAlertCount, LastAlertEndedAt) = (all, firing, lastEnded);
        ResolveDueAt = firing > 0 ? null : ResolveDueAt;
    }

    private Refusal.Conflict? RefuseMerge(Incident target)
    {
        if (RefuseIfMerged() is { } merged)
        {
            return merged;
        }

        if (target.MergedIntoReference is { } into)
        {
            return new(
                "merged",
                $"{target.Reference} was merged into {into}. Merge into {into} instead."
            );
        }

        if (IsDrill != target.IsDrill)
        {
            return new("drill-mismatch", "A drill cannot be merged with a real incident.");
        }

        // Its review is not held, and the one of an incident that is over was perhaps none.
        if (!target.IsActive && Severity < target.Severity)
        {
            return new(
                "severity-lower",
                $"{target.Reference} is less severe than {Reference}. Raise its severity first, "
                    + $"or merge {target.Reference} into {Reference}."
            );
        }

        return IsActive && !target.IsActive
            ? new(
                "invalid-transition",
                $"{target.Reference} is {Words.Of(target.Status)}, but {Reference} is not "
                    + $"resolved. Reopen {target.Reference} first, or merge it into {Reference}."
            )
            : null;
    }

    private Decision Redirect(Incident target, int alerts, List<IncidentHistory> history, Stamp by)
    {
        var before = MergedIntoReference;
        history.Add(IncidentHistory.Of(Id, MergedIntoField, before, target.Reference, by));
        (MergedIntoId, MergedIntoNumber) = (target.Id, target.Number);
        var into = target.SeenAs(IncidentRelation.MergedInto);
        return Decision
            .Changed(new IncidentMerged(ToState(), into, alerts, by.Reason), by.At)
            .Keeping(history);
    }
}
