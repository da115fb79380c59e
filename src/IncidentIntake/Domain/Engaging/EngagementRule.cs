using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;

namespace Pir.IncidentIntake.Domain.Engaging;

/// <summary>Says which teams are engaged in incidents of some services and severities.</summary>
public sealed class EngagementRule : IAggregate
{
    public Guid Id { get; private init; }
    public string Name { get; private set; } = "";
    public IReadOnlyList<string> Services { get; private set; } = [];
    public IReadOnlyList<Severity> Severities { get; private set; } = [];
    public IReadOnlyList<string> Teams { get; private set; } = [];
    public DateTime CreatedAt { get; private init; }
    public int Version { get; set; }

    /// <summary>Creates a rule. The caller has checked the fields.</summary>
    public static EngagementRule Create(EngagementRuleFields fields, DateTime now)
    {
        var rule = new EngagementRule { Id = SortableId.New(now), CreatedAt = now };
        rule.Describe(fields);
        rule.Version = 1;
        return rule;
    }

    /// <summary>Replaces its fields. The caller has checked them.</summary>
    public Decision Describe(EngagementRuleFields wanted)
    {
        var isSame =
            Name == wanted.Name!.Trim()
            && Services.SequenceEqual(Names.Of(wanted.Services))
            && Severities.SequenceEqual(wanted.Severities ?? [])
            && Teams.SequenceEqual(Names.Of(wanted.Teams));
        Name = wanted.Name!.Trim();
        Services = Names.Of(wanted.Services);
        Severities = [.. wanted.Severities ?? []];
        Teams = Names.Of(wanted.Teams);
        return isSame ? Decision.Nothing : Decision.Changed();
    }

    /// <summary>An incident without a service matches only a rule for every service.</summary>
    public bool Matches(string? service, Severity severity) =>
        (Severities.Count == 0 || Severities.Contains(severity))
        && (Services.Count == 0 || (service is not null && Names.Has(Services, service)));

    public EngagementRuleResponse ToResponse() =>
        new()
        {
            Id = Id,
            Name = Name,
            Services = Services,
            Severities = Severities,
            Teams = Teams,
            CreatedAt = CreatedAt,
            Version = Version,
        };
}
