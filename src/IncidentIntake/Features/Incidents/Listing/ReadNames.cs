using System.Globalization;
using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents.Listing;

/// <summary>
/// The names to filter by: those of the service catalog and those that incidents have, each once
/// whatever its case.
/// </summary>
internal static class ReadNames
{
    private const int MostNames = 500;

    private static readonly IReadOnlyList<NameField> Fields =
    [
        new("service", i => i.Service, s => s.Name),
        new("team", i => i.Team, s => s.Team),
        new("environment", i => i.Environment, null),
    ];

    private static readonly string FieldRule =
        "must be one of: " + string.Join(", ", Fields.Select(f => f.Name));

    private static readonly string LimitRule = string.Create(
        CultureInfo.InvariantCulture,
        $"must be between 1 and {MostNames}"
    );

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/api/incidents/names", HandleAsync)
            .May(Permissions.SeeIncidents)
            .WithName("ListIncidentNames")
            .WithSummary("List the services, teams or environments to filter incidents by");

    /// <param name="field">service, team or environment.</param>
    /// <param name="q">Part of the name.</param>
    /// <param name="limit">1 to 500; those of the most incidents are kept.</param>
    private static async Task<Results<Ok<Paged<IncidentName>>, ProblemHttpResult>> HandleAsync(
        string? field,
        string? q,
        int? limit,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var wanted = Fields.FirstOrDefault(f =>
            f.Name.Equals(field, StringComparison.OrdinalIgnoreCase)
        );
        var errors = new FieldErrors()
            .That(wanted is not null, "field", FieldRule)
            .That(limit is null or (>= 1 and <= MostNames), "limit", LimitRule);
        if (errors.Problem is { } problem)
        {
            return problem;
        }

        var names = await FindAsync(wanted!, Incident.KeyOf(q), db, token);
        var shown = names
            .OrderByDescending(n => n.Incidents)
            .ThenBy(n => n.Name, StringComparer.OrdinalIgnoreCase)
            .Take(limit ?? MostNames)
            .ToList();
        return TypedResults.Ok(new Paged<IncidentName>(shown, null) { Total = names.Count });
    }

    private static async Task<List<IncidentName>> FindAsync(
        NameField field,
        string part,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var seen = await db
            .Incidents.GroupBy(field.OfIncident)
            .Select(g => new { Name = g.Key, Count = g.Count() })
            .ToListAsync(token);
        var listed = field.OfService is null
            ? []
            : await db.Catalog.Select(field.OfService).Distinct().ToListAsync(token);
        // The spelling of the catalog comes first.
        return listed
            .Select(name => (Name: name, Count: 0, IsListed: true))
            .Concat(seen.Select(s => (s.Name, s.Count, IsListed: false)))
            .Where(n => !string.IsNullOrEmpty(n.Name))
            .GroupBy(n => Incident.KeyOf(n.Name), StringComparer.Ordinal)
            .Where(g => g.Key.Contains(part, StringComparison.Ordinal))
            .Select(g => new IncidentName(
                g.First().Name!,
                g.Sum(n => n.Count),
                g.Any(n => n.IsListed)
            ))
            .ToList();
    }

    private sealed record NameField(
        string Name,
        Expression<Func<Incident, string?>> OfIncident,
        Expression<Func<CatalogService, string?>>? OfService
    );
}
