using Pir.ActionTracking.Domain;
using Pir.Contracts.Actions;
using Pir.Contracts.Incidents;
using Pir.Contracts.References;
using Pir.Contracts.Texts;
using Pir.ServiceDefaults.Http;

namespace Pir.ActionTracking.Features;

/// <summary>
/// The parsed <see cref="ListActions.Query"/>: which actions to list.
/// </summary>
internal sealed record ActionFilter(
    ListActions.Query Query,
    IReadOnlyList<ActionStatus> Statuses,
    IReadOnlyList<ActionType> Types,
    IReadOnlyList<Severity> Severities,
    Reference? Incident,
    string Caller,
    DateTime Now
)
{
    /// <param name="caller">Id of the caller.</param>
    /// <param name="errors">Receives the errors.</param>
    public static ActionFilter Read(
        ListActions.Query query,
        string caller,
        DateTime now,
        FieldErrors errors
    )
    {
        var incident = Reference.ToIncident(query.Incident);
        errors
            .Check(
                "incident",
                query.Incident is not null && incident is null ? Reference.IncidentRule : null
            )
            .Check("ageFrom", query.AgeFrom < 0 ? "must not be below 0" : null)
            .Check("ageTo", query.AgeTo < (query.AgeFrom ?? 0) ? "must not be below ageFrom" : null)
            .Check(
                "sort",
                query.Sort is not (null or "newest" or "oldest" or "due")
                    ? "must be newest, oldest or due"
                    : null
            );
        return new(
            query,
            ListWords.Read("status", query.Status, ListWords.Status, errors),
            ListWords.Read("type", query.Type, ListWords.Type, errors),
            ListWords.Read("severity", query.Severity, ListWords.Severity, errors),
            incident,
            caller,
            now
        );
    }

    public IQueryable<ActionItem> Of(IQueryable<ActionItem> actions)
    {
        if (Statuses.Count > 0)
        {
            actions = actions.Where(a => Statuses.Contains(a.Status));
        }

        if (Types.Count > 0)
        {
            actions = actions.Where(a => Types.Contains(a.Type));
        }

        if (Severities.Count > 0)
        {
            actions = actions.Where(a =>
                a.Severity != null && Severities.Contains(a.Severity.Value)
            );
        }

        if (Query.Review is { } review)
        {
            actions = actions.Where(a => a.ReviewId == review);
        }

        actions = OfPeople(OfIncident(actions));
        return SearchActions.ByTitle(WhenClosed(OfAge(WhenDue(actions))), Query.Q);
    }

    private IQueryable<ActionItem> OfIncident(IQueryable<ActionItem> actions) =>
        Incident switch
        {
            { Id: { } id } => actions.Where(a => a.IncidentId == id),
            { Number: { } number } => actions.Where(a => a.IncidentNumber == number),
            _ => actions,
        };

    private IQueryable<ActionItem> OfPeople(IQueryable<ActionItem> actions)
    {
        if (Query.Assignee.TrimmedOrNull() is { } assignee)
        {
            var id = assignee == "me" ? Caller : assignee;
#pragma warning disable CA1862, CA1304, CA1311, MA0011 // Translated to SQL.
            actions = actions.Where(a =>
                a.AssigneeId == id || a.AssigneeName!.ToLower() == assignee.ToLower()
            );
        }

        if (Query.Team.TrimmedOrNull() is { } team)
        {
            actions = actions.Where(a => a.Team!.ToLower() == team.ToLower());
        }

        if (Query.Service.TrimmedOrNull() is { } service)
        {
            actions = actions.Where(a => a.Service!.ToLower() == service.ToLower());
        }
#pragma warning restore CA1862, CA1304, CA1311, MA0011

        return actions;
    }

    // Only open actions can be overdue; see ActionItem.IsOverdueAt.
    private IQueryable<ActionItem> WhenDue(IQueryable<ActionItem> actions) =>
        Query.Overdue switch
        {
            true => actions.Where(a =>
                (a.Status == ActionStatus.Accepted || a.Status == ActionStatus.Proposed)
                && a.DueAt < Now
            ),
            false => actions.Where(a =>
                a.Status == ActionStatus.Completed
                || a.Status == ActionStatus.Declined
                || a.DueAt == null
                || a.DueAt >= Now
            ),
            null => actions,
        };

    // Whole days, as ActionStatistics.DaysOpen counts them. A future time counts as 0 days old.
    private IQueryable<ActionItem> OfAge(IQueryable<ActionItem> actions)
    {
        if (Query.AgeFrom is { } from and > 0)
        {
            var latest = Back(from);
            actions = actions.Where(a => a.ProposedAt <= latest);
        }

        if (Query.AgeTo is { } to)
        {
            var earliest = Back(to + 1L);
            actions = actions.Where(a => a.ProposedAt > earliest);
        }

        return actions;
    }

    private IQueryable<ActionItem> WhenClosed(IQueryable<ActionItem> actions) =>
        Query.ClosedFrom?.UtcDateTime is { } from
            ? actions.Where(a => a.CompletedAt >= from || a.DeclinedAt >= from)
            : actions;

    // An age beyond the range of dates means the earliest possible date.
    private DateTime Back(long days) =>
        days < (Now - DateTime.UnixEpoch).TotalDays ? Now.AddDays(-days) : DateTime.UnixEpoch;
}
