using Pir.Platform.Decisions;

namespace Pir.IncidentIntake.Domain;

/// <summary>
/// One field's change, kept forever: corrections never erase what was recorded before.
/// </summary>
public sealed class IncidentHistory
{
    public Guid Id { get; init; }
    public Guid IncidentId { get; init; }

    /// <summary>Name as in the API, e.g. <c>resolvedAt</c>.</summary>
    public string Field { get; init; } = "";

    /// <summary>Value before in the API's form; null for none.</summary>
    public string? From { get; init; }
    public string? To { get; init; }
    public string ActorKind { get; init; } = "";
    public string ActorId { get; init; } = "";
    public string ActorName { get; init; } = "";

    /// <summary>When the change was recorded.</summary>
    public DateTime RecordedAt { get; init; }
    public string? Reason { get; init; }

    internal static IncidentHistory Of(
        Guid incident,
        string field,
        string? from,
        string? to,
        Stamp by
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            IncidentId = incident,
            Field = field,
            From = from,
            To = to,
            ActorKind = by.By.Kind,
            ActorId = by.By.Id,
            ActorName = by.By.Name,
            RecordedAt = by.At,
            Reason = by.Reason,
        };
}
