using Pir.Contracts.Incidents;

namespace Pir.IncidentIntake.Domain;

/// <summary>The teams that own the services of the catalog.</summary>
public sealed class ServiceOwners
{
    private readonly Dictionary<string, string> _teams;

    /// <param name="services">Those without a team have no owner.</param>
    public ServiceOwners(IEnumerable<CatalogService> services) =>
        _teams = services
            .Where(s => s.Team is not null)
            .ToDictionary(s => s.Key, s => s.Team!, StringComparer.Ordinal);

    public static ServiceOwners None { get; } = new([]);

    /// <summary>Null if nobody owns the service.</summary>
    public string? Of(string? service) =>
        service is null ? null : _teams.GetValueOrDefault(CatalogService.KeyOf(service));

    /// <summary>The context with the owner of its service, if it names no team.</summary>
    public IncidentContext Complete(IncidentContext context) =>
        context.Team is null && Of(context.Service) is { } owner
            ? context with
            {
                Team = owner,
            }
            : context;
}
