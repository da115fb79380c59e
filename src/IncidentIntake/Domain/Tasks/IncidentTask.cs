using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.IncidentIntake.Domain.Engaging;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;

namespace Pir.IncidentIntake.Domain.Tasks;

/// <summary>Something to do while an incident lasts.</summary>
public sealed class IncidentTask : IAggregate
{
    public const int LongestText = 500;

    public Guid Id { get; private init; }
    public Guid IncidentId { get; private init; }
    public string Text { get; private init; } = "";
    public string? Team { get; private set; }
    public string? PersonId { get; private set; }
    public string? PersonName { get; private set; }

    /// <summary>The automation rule that added it; null if a person did.</summary>
    public string? Rule { get; private init; }
    public DateTime AddedAt { get; private init; }
    public DateTime? DoneAt { get; private set; }
    public string? DoneById { get; private set; }
    public string? DoneByName { get; private set; }
    public int Version { get; set; }

    /// <summary>Adds a task. The caller has checked the fields.</summary>
    /// <param name="team">Null for a person or nobody yet.</param>
    public static IncidentTask Add(
        Guid incident,
        string text,
        string? team,
        Person? person,
        string? rule,
        DateTime now
    ) =>
        new()
        {
            Id = SortableId.New(now),
            IncidentId = incident,
            Text = text.Trim(),
            Team = team.TrimmedOrNull(),
            PersonId = person?.Id,
            PersonName = person?.Name.Trim(),
            Rule = rule,
            AddedAt = now,
            Version = 1,
        };

    /// <summary>Assigns it, ticks it or reopens it; one event for each.</summary>
    public Decision Change(ChangeTaskRequest wanted, Incident incident, Actor by, DateTime now)
    {
        var facts = new List<Fact>();
        if (Assign(wanted))
        {
            facts.Add(Told(TaskChange.Assigned, incident, now));
        }

        if (wanted.IsDone is { } isDone && isDone != (DoneAt is not null))
        {
            DoneAt = isDone ? now : null;
            (DoneById, DoneByName) = isDone ? (by.Id, by.Name) : (null, null);
            facts.Add(Told(isDone ? TaskChange.Done : TaskChange.Reopened, incident, now));
        }

        return facts.Count == 0 ? Decision.Nothing : Decision.Changed(facts);
    }

    public IncidentTaskState ToState() =>
        new(
            Id,
            Text,
            Team,
            PersonName is null ? null : new(PersonId, PersonName),
            Rule,
            AddedAt,
            DoneAt,
            DoneByName is null ? null : new(DoneById, DoneByName)
        );

    public TaskResponse ToResponse()
    {
        var s = ToState();
        return new(s.Id, s.Text, s.Team, s.Person, s.Rule, s.AddedAt, s.DoneAt, s.DoneBy, Version);
    }

    /// <summary>A team or a person, never both. True if that changed.</summary>
    private bool Assign(ChangeTaskRequest wanted)
    {
        if (wanted.Team is null && wanted.Person is null)
        {
            return false;
        }

        var team = wanted.Team.TrimmedOrNull();
        var (id, name) = (wanted.Person?.Id, wanted.Person?.Name.TrimmedOrNull());
        var isSame =
            PersonId == id
            && PersonName == name
            && (team is null ? Team is null : Team is { } now && Names.IsSame(team, now));
        (Team, PersonId, PersonName) = (team, id, name);
        return !isSame;
    }

    private Fact Told(TaskChange change, Incident incident, DateTime now) =>
        new(new IncidentTaskChanged(incident.ToState(), ToState(), change), now);
}
