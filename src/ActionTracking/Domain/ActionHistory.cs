using System.Text.Json;
using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.Platform.Time;

namespace Pir.ActionTracking.Domain;

/// <summary>Who did what to an action, and when.</summary>
public sealed class ActionHistory
{
    public Guid Id { get; set; }
    public Guid ActionId { get; set; }

    /// <summary>Version of the action after the change.</summary>
    public int Version { get; set; }

    /// <summary>
    /// The name of the event in the catalogue, e.g. <c>pir.action.accepted.v1</c>.
    /// </summary>
    public string EventType { get; set; } = "";

    /// <summary>The <see cref="FieldChange"/>s as JSON; null if there are none.</summary>
    public string? ChangesJson { get; set; }

    /// <summary>Reason or note.</summary>
    public string? Note { get; set; }
    public string ActorKind { get; set; } = "";
    public string ActorId { get; set; } = "";
    public string ActorName { get; set; } = "";
    public DateTime OccurredAt { get; set; }
    public DateTime RecordedAt { get; set; }

    public Actor Actor => new(ActorKind, ActorId, ActorName);

    public IReadOnlyList<FieldChange> ReadChanges() =>
        ChangesJson is null
            ? []
            : JsonSerializer.Deserialize<List<FieldChange>>(ChangesJson, EventJson.Options) ?? [];

    public static ActionHistory Of(
        IEvent fact,
        Guid actionId,
        int version,
        Actor actor,
        DateTime occurredAt,
        DateTime now
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            ActionId = actionId,
            Version = version,
            EventType = EventCatalog.Of(fact.GetType()).Name,
            ChangesJson = fact is ActionChanged { Changes: { Count: > 0 } changes }
                ? JsonSerializer.Serialize(changes, EventJson.Options)
                : null,
            Note = NoteOf(fact),
            ActorKind = actor.Kind.Truncated(ActionItem.MaxName),
            ActorId = actor.Id.Truncated(ActionItem.MaxName),
            ActorName = actor.Name.Truncated(ActionItem.MaxName),
            OccurredAt = occurredAt.ToMicroseconds(),
            RecordedAt = now.ToMicroseconds(),
        };

    private static string? NoteOf(IEvent fact) =>
        fact switch
        {
            ActionCompleted e => e.Note,
            ActionDeclined e => e.Reason,
            ActionChanged e => e.Reason,
            ActionAccepted e =>
                $"{e.Action.Assignee?.Name}, due {e.Action.DueAt:yyyy-MM-dd HH:mm} UTC",
            _ => null,
        };
}
