using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Features.Catalog;

internal static partial class ServiceResponses
{
    // Few services are asked for by name, and many for the list.
    private const int FewServices = 20;

    /// <summary>A service with what only the whole catalog and the incidents know.</summary>
    public static async Task<ServiceResponse> DescribeAsync(
        CatalogService service,
        IntakeDbContext db,
        CancellationToken token
    ) => (await DescribeAsync([service], db, token))[0];

    /// <inheritdoc cref="DescribeAsync(CatalogService, IntakeDbContext, CancellationToken)"/>
    public static async Task<List<ServiceResponse>> DescribeAsync(
        IReadOnlyList<CatalogService> services,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var users = db.Catalog.AsNoTracking();
        if (services is [var only] && LongestWord(only.Key) is { Length: > 0 } word)
        {
#pragma warning disable CA1304, CA1311, CA1862 // Runs in the database.
            users = users.Where(s => ((string)(object)s.DependsOn).ToLower().Contains(word));
#pragma warning restore CA1304, CA1311, CA1862
        }

        var needs = await users.Select(s => new { s.Name, s.DependsOn }).ToListAsync(token);
        var usedBy = needs
            .SelectMany(s => s.DependsOn.Select(d => (User: s.Name, Key: CatalogService.KeyOf(d))))
            .ToLookup(d => d.Key, d => d.User, StringComparer.Ordinal);
        var counts = await CountAsync([.. services.Select(s => s.Key)], db, token);
        return services
            .Select(s => new ServiceResponse(s.ToFields())
            {
                Id = s.Id,
                UsedBy = [.. usedBy[s.Key].Order(StringComparer.OrdinalIgnoreCase)],
                ActiveIncidents = counts.GetValueOrDefault(s.Key),
                CreatedAt = s.CreatedAt,
                Version = s.Version,
            })
            .ToList();
    }

    /// <summary>
    /// The longest part of a key that is stored unchanged in a list of names, so that the database
    /// leaves out most of what cannot be meant.
    /// </summary>
    private static string LongestWord(string key) =>
        Word().Matches(key).Select(m => m.Value).MaxBy(w => w.Length) ?? "";

    [GeneratedRegex("[a-z0-9]+", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Word();

    /// <summary>Active incidents, without drills, by the key of the service.</summary>
    private static async Task<Dictionary<string, int>> CountAsync(
        List<string> keys,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var ranks = IncidentStatuses.Active.Select(s => (int)s).ToList();
        var active = db.Incidents.Where(i => ranks.Contains(i.StatusRank) && !i.IsDrill);
        if (keys.Count <= FewServices)
        {
            active = active.Where(i => keys.Contains(i.ServiceKey));
        }

        return await active
            .GroupBy(i => i.ServiceKey)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, StringComparer.Ordinal, token);
    }
}
