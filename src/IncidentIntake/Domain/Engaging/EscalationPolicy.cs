using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;

namespace Pir.IncidentIntake.Domain.Engaging;

/// <summary>Says who is engaged next, step by step, while nobody acknowledges.</summary>
public sealed class EscalationPolicy : IAggregate
{
    public Guid Id { get; private init; }
    public string Name { get; private set; } = "";
    public IReadOnlyList<string> Teams { get; private set; } = [];
    public IReadOnlyList<Severity> Severities { get; private set; } = [];
    public IReadOnlyList<EscalationStep> Steps { get; private set; } = [];
    public DateTime CreatedAt { get; private init; }
    public int Version { get; set; }

    /// <summary>Creates a policy. The caller has checked the fields.</summary>
    public static EscalationPolicy Create(EscalationPolicyFields fields, DateTime now)
    {
        var policy = new EscalationPolicy { Id = SortableId.New(now), CreatedAt = now };
        policy.Describe(fields);
        policy.Version = 1;
        return policy;
    }

    /// <summary>Replaces its fields. The caller has checked them.</summary>
    public Decision Describe(EscalationPolicyFields wanted)
    {
        var steps = (wanted.Steps ?? []).Select(Trimmed).ToList();
        var isSame =
            Name == wanted.Name!.Trim()
            && Teams.SequenceEqual(Names.Of(wanted.Teams))
            && Severities.SequenceEqual(wanted.Severities ?? [])
            && Steps.SequenceEqual(steps);
        Name = wanted.Name!.Trim();
        Teams = Names.Of(wanted.Teams);
        Severities = [.. wanted.Severities ?? []];
        Steps = steps;
        return isSame ? Decision.Nothing : Decision.Changed();
    }

    /// <summary>
    /// The policy of a team in an incident: one that names the team before one for every team,
    /// then one that names the severity, then by name. Null if none applies.
    /// </summary>
    public static EscalationPolicy? Choose(
        IEnumerable<EscalationPolicy> policies,
        string team,
        Severity severity
    ) =>
        policies
            .Where(p => p.Teams.Count == 0 || Names.Has(p.Teams, team))
            .Where(p => p.Severities.Count == 0 || p.Severities.Contains(severity))
            .OrderBy(p => p.Teams.Count == 0)
            .ThenBy(p => p.Severities.Count == 0)
            .ThenBy(p => p.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(p => p.Id)
            .FirstOrDefault();

    public EscalationPolicyResponse ToResponse() =>
        new()
        {
            Id = Id,
            Name = Name,
            Teams = Teams,
            Severities = Severities,
            Steps = Steps,
            CreatedAt = CreatedAt,
            Version = Version,
        };

    private static EscalationStep Trimmed(EscalationStep step) =>
        new(
            step.AfterMinutes,
            step.Team?.Trim(),
            step.Person is { } person ? person with { Name = person.Name.Trim() } : null
        );
}
