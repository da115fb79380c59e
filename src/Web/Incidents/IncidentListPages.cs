using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Api;
using Pir.Contracts.Texts;

namespace Pir.Web.Incidents;

/// <summary>What the list was asked for.</summary>
/// <param name="Status">active, resolved, closed or all.</param>
/// <param name="Drill">yes, no, or null for both.</param>
/// <param name="Detected">When it was detected; null for any time.</param>
/// <param name="Sort">severity for worst first; null for newest first.</param>
public sealed record IncidentFilter(
    string Status,
    string? Severity = null,
    string? Service = null,
    string? Team = null,
    string? Source = null,
    string? Drill = null,
    DayRange? Detected = null,
    string? Sort = null,
    string? Query = null,
    string? After = null
)
{
    public bool IsNarrow =>
        (Severity ?? Service ?? Team ?? Source ?? Drill ?? Detected?.Text ?? Query) is not null;

    /// <summary>
    /// What stands behind the question mark of the list's address; empty for the list as it opens.
    /// </summary>
    internal string QueryString()
    {
        (string Name, string? Value)[] parts =
        [
            ("status", Status == "active" ? null : Status),
            ("severity", Severity),
            ("service", Service),
            ("team", Team),
            ("source", Source),
            ("drill", Drill),
            ("detected", Detected?.Text),
            ("sort", Sort),
            ("q", Query),
            ("after", After),
        ];
        return string.Join(
            '&',
            parts
                .Where(p => !string.IsNullOrEmpty(p.Value))
                .Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}")
        );
    }

    /// <summary>The list's address with this filter.</summary>
    internal string Address() =>
        QueryString() is { Length: > 0 } q ? "/incidents?" + q : "/incidents";
}

/// <summary>The query of the list's address.</summary>
internal sealed record IncidentListQuery
{
    public string? Status { get; init; }

    public string? Severity { get; init; }

    public string? Service { get; init; }

    public string? Team { get; init; }

    public string? Source { get; init; }

    public string? Drill { get; init; }

    public string? Detected { get; init; }

    public string? Sort { get; init; }

    public string? Q { get; init; }

    public string? After { get; init; }

    public IncidentFilter ToFilter(DateTime now) =>
        new(
            Status is "resolved" or "closed" or "all" ? Status : "active",
            Word(Severity),
            Word(Service),
            Word(Team),
            Word(Source),
            Drill is "yes" or "no" ? Drill : null,
            DayRange.Parse(Detected, now),
            Sort is "severity" ? Sort : null,
            Word(Q),
            Word(After)
        );

    private static string? Word(string? value) => value.TrimmedOrNull();
}

/// <summary>A page of the list with what it can be narrowed by.</summary>
/// <param name="Services">Those of the latest incidents.</param>
/// <param name="Teams">Likewise.</param>
/// <param name="Views">The viewer's own; null where they cannot be reached.</param>
/// <param name="HasAny">Any incident at all exists.</param>
public sealed record IncidentListModel(
    IncidentFilter Filter,
    Paged<Incident> Incidents,
    IReadOnlyList<string> Services,
    IReadOnlyList<string> Teams,
    IReadOnlyList<SavedView>? Views,
    bool HasAny
);

/// <summary>The list of incidents.</summary>
internal sealed class IncidentListPages(IntakeClient intake, ViewsClient views)
{
    public const string ViewPage = "incidents";
    private const int PageSize = 50;
    private const int Latest = 100;

    public static void Map(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.IncidentsRead);
        reading.MapGet(
            "/incidents",
            (
                [AsParameters] IncidentListQuery query,
                IncidentListPages p,
                TimeProvider clock,
                CancellationToken ct
            ) => p.ShowAsync(query.ToFilter(clock.GetUtcNow().UtcDateTime), null, ct)
        );
    }

    public async Task<IResult> ShowAsync(
        IncidentFilter filter,
        Refusal? refusal,
        CancellationToken ct
    )
    {
        var incidentsTask = intake.ListAsync(filter, PageSize, ct);
        var latestTask = intake.ListAsync(new IncidentFilter("all"), Latest, ct);
        var viewsTask = views.ListAsync(ViewPage, ct).OrNullAsync();
        var incidents = await incidentsTask;
        var latest = (await latestTask).Items;
        return Page.Show<IncidentsPage, IncidentListModel>(
            new(
                filter,
                Sorted(incidents, filter),
                Distinct(latest.Select(i => i.Service).Append(filter.Service)),
                Distinct(latest.Select(i => i.Team).Append(filter.Team)),
                await viewsTask,
                latest.Count > 0
            ),
            refusal
        );
    }

    // What fits on one page can be put in another order; longer lists are newest first.
    private static Paged<Incident> Sorted(Paged<Incident> page, IncidentFilter filter) =>
        filter is { Sort: "severity", After: null } && page.Next is null
            ? page with
            {
                Items = [.. page.Items.OrderBy(i => i.Severity).ThenByDescending(i => i.Number)],
            }
            : page;

    private static List<string> Distinct(IEnumerable<string?> words) =>
        [
            .. words
                .OfType<string>()
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.OrdinalIgnoreCase),
        ];
}
