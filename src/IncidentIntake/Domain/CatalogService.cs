using Pir.Contracts.Api;
using Pir.Contracts.Texts;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;

namespace Pir.IncidentIntake.Domain;

/// <summary>A service of the catalog.</summary>
public sealed class CatalogService : IAggregate
{
    public const int MostDependencies = 50;
    public const int LowestTier = 4;

    public Guid Id { get; private init; }
    public string Name { get; private set; } = "";

    /// <summary>The name as it is looked up and sorted: <see cref="KeyOf"/>.</summary>
    public string Key { get; private set; } = "";
    public string? Description { get; private set; }
    public string? Team { get; private set; }
    public int? Tier { get; private set; }
    public string? RunbookUrl { get; private set; }
    public string? DashboardUrl { get; private set; }
    public IReadOnlyList<string> DependsOn { get; private set; } = [];
    public DateTime CreatedAt { get; private init; }
    public int Version { get; set; }

    /// <summary>One key for all spellings of a name that differ in case.</summary>
    public static string KeyOf(string name) => name.Trim().ToLowerInvariant();

    /// <summary>Adds a service. The caller has checked the fields.</summary>
    public static CatalogService Add(ServiceFields fields, DateTime now)
    {
        var service = new CatalogService { Id = SortableId.New(now), CreatedAt = now };
        service.Describe(fields);
        service.Version = 1;
        return service;
    }

    /// <summary>Replaces its fields. The caller has checked them.</summary>
    public Decision Describe(ServiceFields wanted)
    {
        var before = ToFields();
        Name = wanted.Name!.Trim();
        Key = KeyOf(Name);
        Description = wanted.Description.TrimmedOrNull();
        Team = wanted.Team.TrimmedOrNull();
        Tier = wanted.Tier;
        RunbookUrl = wanted.RunbookUrl.TrimmedOrNull();
        DashboardUrl = wanted.DashboardUrl.TrimmedOrNull();
        DependsOn = Names(wanted.DependsOn);
        return IsSame(before, ToFields()) ? Decision.Nothing : Decision.Changed();
    }

    public ServiceFields ToFields() =>
        new()
        {
            Name = Name,
            Description = Description,
            Team = Team,
            Tier = Tier,
            RunbookUrl = RunbookUrl,
            DashboardUrl = DashboardUrl,
            DependsOn = DependsOn,
        };

    private static List<string> Names(IReadOnlyList<string>? names) =>
        [
            .. (names ?? [])
                .Select(n => n.Trim())
                .Where(n => n.Length > 0)
                .DistinctBy(KeyOf)
                .OrderBy(KeyOf, StringComparer.Ordinal),
        ];

    // Records compare lists by reference.
    private static bool IsSame(ServiceFields a, ServiceFields b) =>
        a.DependsOn!.SequenceEqual(b.DependsOn!, StringComparer.Ordinal)
        && a with { DependsOn = null } == b with { DependsOn = null };
}
