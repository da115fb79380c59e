using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;

namespace Pir.IncidentIntake.Domain.Rules;

/// <summary>
/// A time in which matching alerts are expected: they are kept, but open no incident. Planned
/// ahead, it is a maintenance window.
/// </summary>
public sealed class Silence : IAggregate
{
    public Guid Id { get; init; }
    public string Reason { get; private set; } = "";
    public IReadOnlyList<AlertCondition> Conditions { get; private set; } = [];
    public DateTime From { get; private set; }
    public DateTime Until { get; private set; }
    public DateTime CreatedAt { get; init; }
    public string CreatedByKind { get; init; } = "";
    public string CreatedById { get; init; } = "";
    public string CreatedByName { get; init; } = "";

    /// <summary>When it was removed. The row stays, because alerts refer to it.</summary>
    public DateTime? DeletedAt { get; private set; }
    public int Version { get; set; }

    /// <summary>Takes all values of a request that has been checked.</summary>
    public Decision Set(SilenceRequest wanted, DateTime now)
    {
        Reason = wanted.Reason!.Trim();
        Conditions = wanted.Conditions!;
        From = wanted.From ?? (Version == 0 ? now : From);
        Until = wanted.Until!.Value;
        return Decision.Changed();
    }

    public Decision Remove(Stamp by)
    {
        DeletedAt = by.At;
        return Decision.Changed();
    }

    public SilenceResponse ToResponse(DateTime now, int suppressed) =>
        new(
            Id,
            Reason,
            Conditions,
            From,
            Until,
            now < From ? SilenceState.Planned
                : now < Until ? SilenceState.Active
                : SilenceState.Ended,
            new Actor(CreatedByKind, CreatedById, CreatedByName),
            CreatedAt,
            suppressed,
            Version
        );
}
