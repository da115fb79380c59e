using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;

namespace Pir.IncidentIntake.Domain.Rules;

/// <summary>
/// A routing rule: which alerts it matches and what happens to them. The first rule that matches an
/// alert decides.
/// </summary>
public sealed class AlertRule : IAggregate
{
    public Guid Id { get; init; }
    public string Name { get; private set; } = "";

    /// <summary>Rules are tried in ascending order.</summary>
    public int Position { get; set; }
    public bool IsEnabled { get; private set; } = true;
    public IReadOnlyList<AlertCondition> Conditions { get; private set; } = [];
    public AlertRuleAction Action { get; private set; }
    public string? Service { get; private set; }
    public string? Team { get; private set; }
    public Severity? Severity { get; private set; }
    public IReadOnlyList<string> GroupBy { get; private set; } = [];
    public int? GroupMinutes { get; private set; }
    public int Occurrences { get; private set; } = 1;
    public int? OccurrenceMinutes { get; private set; }
    public int HoldMinutes { get; private set; }
    public int? StormIncidents { get; private set; }
    public int? StormMinutes { get; private set; }
    public DateTime ChangedAt { get; private set; }
    public string ChangedByKind { get; private set; } = "";
    public string ChangedById { get; private set; } = "";
    public string ChangedByName { get; private set; } = "";

    /// <summary>When it was removed. The row stays, because alerts refer to it.</summary>
    public DateTime? DeletedAt { get; private set; }
    public int Version { get; set; }

    /// <summary>Takes all values of a request that has been checked.</summary>
    public Decision Set(AlertRuleRequest wanted, Stamp by)
    {
        Name = wanted.Name!.Trim();
        IsEnabled = wanted.IsEnabled ?? true;
        Conditions = wanted.Conditions ?? [];
        Action = wanted.Action ?? AlertRuleAction.Open;
        (Service, Team) = (wanted.Service.TrimmedOrNull(), wanted.Team.TrimmedOrNull());
        Severity = wanted.Severity;
        GroupBy = [.. (wanted.GroupBy ?? []).Select(f => f.Trim())];
        GroupMinutes = wanted.GroupMinutes;
        Occurrences = wanted.Occurrences ?? 1;
        OccurrenceMinutes = wanted.OccurrenceMinutes;
        HoldMinutes = wanted.HoldMinutes ?? 0;
        (StormIncidents, StormMinutes) = (wanted.StormIncidents, wanted.StormMinutes);
        Stamp(by);
        return Decision.Changed();
    }

    public Decision Remove(Stamp by)
    {
        DeletedAt = by.At;
        Stamp(by);
        return Decision.Changed();
    }

    public AlertRuleResponse ToResponse(int position) =>
        new(
            Id,
            Name,
            position,
            IsEnabled,
            Conditions,
            Action,
            Service,
            Team,
            Severity,
            GroupBy,
            GroupMinutes,
            Occurrences,
            OccurrenceMinutes,
            HoldMinutes,
            StormIncidents,
            StormMinutes,
            ChangedAt,
            new Actor(ChangedByKind, ChangedById, ChangedByName),
            Version
        );

    private void Stamp(Stamp by)
    {
        ChangedAt = by.At;
        (ChangedByKind, ChangedById, ChangedByName) = (by.By.Kind, by.By.Id, by.By.Name);
    }
}
