using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Catalog;

internal static class ReadServices
{
    private const int MostUnlisted = 200;

    /// <summary>Filters of the list.</summary>
    public sealed record Query
    {
        /// <summary>Part of the name, the description or the team.</summary>
        public string? Q { get; init; }
        public string? Team { get; init; }
        public int? Tier { get; init; }

        /// <summary>The exact name; case does not matter.</summary>
        public string? Name { get; init; }
        public int? Limit { get; init; }
        public string? After { get; init; }

        /// <summary>Whether to count the services on all pages.</summary>
        public bool? Total { get; init; }
    }

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/api/services", ListAsync)
            .May(Permissions.SeeServices)
            .WithName("ListServices")
            .WithSummary("List the services of the catalog by name");
        api.MapGet("/api/services/unlisted", UnlistedAsync)
            .May(Permissions.SeeServices)
            .WithName("ListUnlistedServices")
            .WithSummary(
                "List services that incidents name but the catalog does not, latest first"
            );
        api.MapGet("/api/services/{id:guid}", GetAsync)
            .May(Permissions.SeeServices)
            .WithName("GetService")
            .WithSummary("Get a service of the catalog")
            .ProducesProblem(404);
    }

    private static async Task<Results<Ok<Paged<ServiceResponse>>, ProblemHttpResult>> ListAsync(
        [AsParameters] Query query,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var errors = new FieldErrors().Paging(query.Limit, null, out var page);
        if (!TryDecode(query.After, out var after))
        {
            errors.Check("after", Paging.AfterRule);
        }

        if (errors.Problem is { } problem)
        {
            return problem;
        }

        var found = Filter(db.Catalog.AsNoTracking(), query);
        var rows = await (
            after is null ? found : found.Where(s => string.Compare(s.Key, after) > 0)
        )
            .OrderBy(s => s.Key)
            .Take(page.Take)
            .ToListAsync(token);
        var described = await ServiceResponses.DescribeAsync(rows, db, token);
        return TypedResults.Ok(
            await page.Cut(described, s => s, s => Encode(CatalogService.KeyOf(s.Name!)))
                .WithTotalAsync(query.Total, found, token)
        );
    }

    private static async Task<Results<Ok<ServiceResponse>, ProblemHttpResult>> GetAsync(
        Guid id,
        IntakeDbContext db,
        CancellationToken token
    ) =>
        await db.Catalog.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, token) is { } found
            ? TypedResults.Ok(await ServiceResponses.DescribeAsync(found, db, token))
            : Problems.NotFound("service " + id);

    private static async Task<Ok<Paged<UnlistedService>>> UnlistedAsync(
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var listed = await db.Catalog.Select(s => s.Key).ToHashSetAsync(token);
        var all = await db
            .Incidents.Where(i => i.Service != null)
            .GroupBy(i => i.Service!)
            .Select(g => new
            {
                Name = g.Key,
                Count = g.Count(),
                Last = g.Max(i => i.Number),
            })
            .OrderByDescending(s => s.Last)
            .ToListAsync(token);
        // Databases differ in how they fold case, so that spellings are compared here.
        var named = all.Where(n => !listed.Contains(CatalogService.KeyOf(n.Name)))
            .GroupBy(n => CatalogService.KeyOf(n.Name))
            .Select(g => (g.First().Name, Count: g.Sum(n => n.Count), g.First().Last))
            .Take(MostUnlisted)
            .ToList();
        var numbers = named.ConvertAll(n => n.Last);
        var latest = await db
            .Incidents.Where(i => numbers.Contains(i.Number))
            .Select(i => new
            {
                i.Number,
                i.Team,
                i.OpenedAt,
            })
            .ToDictionaryAsync(i => i.Number, token);
        return TypedResults.Ok(
            new Paged<UnlistedService>(
                named.ConvertAll(n => new UnlistedService(
                    n.Name,
                    latest[n.Last].Team,
                    n.Count,
                    latest[n.Last].OpenedAt
                )),
                null
            )
        );
    }

    private static IQueryable<CatalogService> Filter(
        IQueryable<CatalogService> services,
        Query query
    )
    {
        if (query.Team is { Length: > 0 } team)
        {
            services = services.Where(s => s.Team == team);
        }

        if (query.Tier is { } tier)
        {
            services = services.Where(s => s.Tier == tier);
        }

        if (query.Name is { Length: > 0 } name)
        {
            var key = CatalogService.KeyOf(name);
            services = services.Where(s => s.Key == key);
        }

        if (query.Q?.Trim() is { Length: > 0 } text)
        {
#pragma warning disable CA1304, CA1311, CA1862 // Runs in the database.
            var part = text.ToLowerInvariant();
            services = services.Where(s =>
                s.Key.Contains(part)
                || s.Team!.ToLower().Contains(part)
                || s.Description!.ToLower().Contains(part)
            );
#pragma warning restore CA1304, CA1311, CA1862
        }

        return services;
    }

    private static string Encode(string key) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key));

    private static bool TryDecode(string? text, out string? key)
    {
        key = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        if (!Base64Url.IsValid(text))
        {
            return false;
        }

        key = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        return !key.Contains('\0', StringComparison.Ordinal);
    }
}
