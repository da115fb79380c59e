using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;

namespace Pir.IncidentIntake.Domain.Joining;

/// <summary>
/// A person's request to join an incident. A person has one of them in an incident: asking again
/// after a decision makes it pending again.
/// </summary>
public sealed class JoinRequest : IAggregate
{
    public Guid Id { get; private init; }
    public Guid IncidentId { get; private init; }
    public string PersonId { get; private init; } = "";
    public string PersonName { get; private set; } = "";
    public IncidentRole? Role { get; private set; }
    public string? Discipline { get; private set; }
    public string? Note { get; private set; }
    public JoinStatus Status { get; private set; }
    public DateTime RequestedAt { get; private set; }
    public DateTime? DecidedAt { get; private set; }
    public string? DecidedById { get; private set; }
    public string? DecidedByName { get; private set; }
    public string? Reason { get; private set; }
    public int Version { get; set; }

    /// <summary>The role to assign if whoever accepts names none.</summary>
    public IncidentRole RoleOrDefault =>
        Role ?? (Discipline is null ? IncidentRole.Responder : IncidentRole.SubjectMatterExpert);

    /// <summary>Starts a request; <see cref="Ask"/> makes it pending.</summary>
    public static JoinRequest Of(Guid incident, Person person, DateTime now) =>
        new()
        {
            Id = SortableId.New(now),
            IncidentId = incident,
            PersonId = person.Id!,
            PersonName = person.Name,
            Status = JoinStatus.Withdrawn,
            Version = 1,
        };

    /// <summary>Asks to join. Asking twice changes nothing.</summary>
    public Decision Ask(Incident incident, JoinWish wish, Person person, DateTime now)
    {
        if (incident.Status == IncidentStatus.Closed)
        {
            return Decision.Conflict(
                "invalid-transition",
                "The incident is closed. Reopen it to join."
            );
        }

        if (incident.Roles.FirstOrDefault(r => r.Person.Id == PersonId) is { } has)
        {
            return Decision.Conflict(
                "already-joined",
                $"You already are {Words.Of(has.Role)} in this incident."
            );
        }

        if (Status == JoinStatus.Pending)
        {
            return Decision.Nothing;
        }

        (PersonName, RequestedAt) = (person.Name, now);
        (Role, Discipline) = (wish.Role, wish.Discipline.TrimmedOrNull());
        Note = wish.Note.TrimmedOrNull();
        Status = JoinStatus.Pending;
        (DecidedAt, DecidedById, DecidedByName, Reason) = (null, null, null, null);
        return Decision.Changed(new IncidentJoinRequested(incident.ToState(), ToState()), now);
    }

    /// <summary>
    /// Accepts it and assigns a role in the incident. Accepting twice changes nothing.
    /// </summary>
    /// <param name="by">Null id for somebody without an account.</param>
    public Decision Accept(Incident incident, JoinWish given, Person by, Stamp stamp)
    {
        if (Status != JoinStatus.Pending)
        {
            return Status == JoinStatus.Accepted ? Decision.Nothing : NotPending();
        }

        var discipline = given.Discipline.TrimmedOrNull();
        var role =
            given.Role ?? (discipline is null ? RoleOrDefault : IncidentRole.SubjectMatterExpert);
        discipline ??= Discipline;
        Decide(JoinStatus.Accepted, by, stamp.At);
        var known = role == IncidentRole.SubjectMatterExpert ? discipline : null;
        return Decision
            .Changed(new IncidentJoinDecided(incident.ToState(), ToState()), stamp.At)
            .Then(() => incident.Assign(role, new(PersonId, PersonName), stamp, known));
    }

    /// <summary>Declines it. Declining twice changes nothing.</summary>
    public Decision Decline(Incident incident, string? reason, Person by, DateTime now)
    {
        if (Status != JoinStatus.Pending)
        {
            return Status == JoinStatus.Declined ? Decision.Nothing : NotPending();
        }

        Decide(JoinStatus.Declined, by, now);
        Reason = reason.TrimmedOrNull();
        return Decision.Changed(new IncidentJoinDecided(incident.ToState(), ToState()), now);
    }

    /// <summary>The person no longer asks. Withdrawing twice changes nothing.</summary>
    public Decision Withdraw(Incident incident, DateTime now)
    {
        if (Status != JoinStatus.Pending)
        {
            return Status == JoinStatus.Withdrawn ? Decision.Nothing : NotPending();
        }

        Decide(JoinStatus.Withdrawn, new(PersonId, PersonName), now);
        return Decision.Changed(new IncidentJoinDecided(incident.ToState(), ToState()), now);
    }

    public JoinRequestState ToState() =>
        new(
            Id,
            new(PersonId, PersonName),
            Role,
            Discipline,
            Note,
            Status,
            RequestedAt,
            DecidedAt,
            DecidedByName is null ? null : new(DecidedById, DecidedByName),
            Reason
        );

    private void Decide(JoinStatus status, Person by, DateTime now) =>
        (Status, DecidedAt, DecidedById, DecidedByName) = (status, now, by.Id, by.Name);

    private Decision NotPending() =>
        Decision.Conflict(
            "already-decided",
            $"This request was {Status.ToString().ToLowerInvariant()} already."
        );
}

/// <summary>A role, and what the person knows and can add.</summary>
public sealed record JoinWish(IncidentRole? Role, string? Discipline, string? Note = null);
