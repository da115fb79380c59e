using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Platform.Persistence;

namespace Pir.IncidentIntake.Domain.Engaging;

/// <summary>
/// A team or a person called to an incident, with the escalation that runs until somebody
/// acknowledges. The escalation keeps the steps as they were when it began.
/// </summary>
public sealed class Engagement : IAggregate
{
    public Guid Id { get; private init; }
    public Guid IncidentId { get; private init; }
    public string? Team { get; private init; }
    public string? PersonId { get; private init; }
    public string? PersonName { get; private init; }

    /// <summary>The team or person, unique in an incident.</summary>
    public string Key { get; private init; } = "";
    public EngagementCause Cause { get; private init; }

    /// <summary>The name of the rule or the escalation policy.</summary>
    public string? Because { get; private init; }
    public DateTime EngagedAt { get; private init; }
    public DateTime? AcknowledgedAt { get; private set; }
    public string? AcknowledgedById { get; private set; }
    public string? AcknowledgedByName { get; private set; }

    /// <summary>The name of the policy that its escalation follows; null for none.</summary>
    public string? Policy { get; private init; }
    public IReadOnlyList<EscalationStep> Steps { get; private init; } = [];
    public int StepsTaken { get; private set; }

    /// <summary>When the next step is due; null if none will be taken.</summary>
    public DateTime? EscalateAt { get; private set; }
    public int Version { get; set; }

    public EscalationStep? NextStep =>
        EscalateAt is null || StepsTaken >= Steps.Count ? null : Steps[StepsTaken];

    /// <summary>Calls a team, and begins its escalation.</summary>
    /// <param name="policy">Null if nothing happens when it does not acknowledge.</param>
    public static Engagement Of(
        Guid incident,
        PlannedTeam planned,
        EscalationPolicy? policy,
        DateTime now
    ) =>
        new()
        {
            Id = SortableId.New(now),
            IncidentId = incident,
            Team = planned.Team,
            Key = KeyOf(planned.Team, null),
            Cause = planned.Cause,
            Because = planned.Because,
            EngagedAt = now,
            Policy = policy?.Name,
            Steps = policy?.Steps ?? [],
            EscalateAt = policy?.Steps is [var first, ..] ? DueAfter(first, now) : null,
            Version = 1,
        };

    /// <summary>Calls the team or person of a step.</summary>
    public Engagement Next(EscalationStep step, DateTime now) =>
        new()
        {
            Id = SortableId.New(now),
            IncidentId = IncidentId,
            Team = step.Team,
            PersonId = step.Person?.Id,
            PersonName = step.Person?.Name,
            Key = KeyOf(step.Team, step.Person),
            Cause = EngagementCause.Escalation,
            Because = Policy,
            EngagedAt = now,
            Version = 1,
        };

    /// <summary>One key for all spellings of a team, or for a person.</summary>
    public static string KeyOf(string? team, Person? person) =>
        team is not null ? "team:" + Names.KeyOf(team)
        : person!.Id is { } id ? "person:" + id
        : "name:" + Names.KeyOf(person.Name);

    /// <summary>Acknowledges it and stops its escalation. False if it already was.</summary>
    public bool Acknowledge(Actor by, DateTime now)
    {
        StopEscalation();
        if (AcknowledgedAt is not null)
        {
            return false;
        }

        (AcknowledgedAt, AcknowledgedById, AcknowledgedByName) = (now, by.Id, by.Name);
        return true;
    }

    /// <summary>
    /// Whether an acknowledgement ends its escalation: its own, or that of somebody it escalated
    /// to.
    /// </summary>
    public bool IsAnsweredBy(Engagement other) =>
        other.Key == Key || Steps.Take(StepsTaken).Any(s => KeyOf(s.Team, s.Person) == other.Key);

    public void StopEscalation() => EscalateAt = null;

    /// <summary>
    /// Whether the escalation has nothing left to do: somebody took charge of the incident after
    /// the team was called, or it is over.
    /// </summary>
    public bool IsSettledBy(Incident incident) =>
        !incident.IsActive
        || (incident.Status != IncidentStatus.Open && incident.StatusChangedAt >= EngagedAt);

    /// <summary>Takes the step that is due; null if none is.</summary>
    public EscalationTaken? Escalate(DateTime now)
    {
        if (NextStep is not { } step || EscalateAt > now)
        {
            return null;
        }

        StepsTaken++;
        // Counted from now: after an outage, the steps must not all be taken at once.
        EscalateAt = StepsTaken < Steps.Count ? DueAfter(Steps[StepsTaken], now) : null;
        return new(
            Policy!,
            StepsTaken,
            Steps.Count,
            step.AfterMinutes!.Value,
            step.Team,
            step.Person
        );
    }

    /// <summary>Whether a member of these teams, or this person, is meant.</summary>
    public bool Concerns(string? personId, IEnumerable<string> teams) =>
        Team is not null
            ? teams.Any(t => Names.IsSame(t, Team))
            : PersonId is not null && PersonId == personId;

    public EngagementState ToState() =>
        new(
            Id,
            Team,
            PersonName is null ? null : new(PersonId, PersonName),
            Cause,
            Because,
            EngagedAt,
            AcknowledgedAt,
            AcknowledgedByName is null ? null : new(AcknowledgedById, AcknowledgedByName)
        );

    private static DateTime DueAfter(EscalationStep step, DateTime now) =>
        now.AddMinutes(step.AfterMinutes!.Value);
}
