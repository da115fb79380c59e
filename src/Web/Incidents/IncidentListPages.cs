using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;

namespace Pir.Web.Incidents;

/// <summary>Filters and order of the list.</summary>
/// <param name="Status">active, resolved, closed or all.</param>
/// <param name="Drill">yes, no, or null for both.</param>
/// <param name="Detected">When it was detected; null for any time.</param>
/// <param name="Sort">severity for most severe first; null for newest first.</param>
public sealed record IncidentFilter(
    string Status,
    string? Severity = null,
    IncidentContext? Context = null,
    string? Source = null,
    string? Drill = null,
    DayRange? Detected = null,
    string? Sort = null,
    string? Query = null,
    string? After = null
)
{
    public bool IsNarrow =>
        (Severity ?? Source ?? Drill ?? Detected?.Text ?? Query) is not null
        || ContextParts.Any(p => p.Value is not null);

    /// <summary>How many filters are set in addition to the search.</summary>
    internal int Count =>
        new[] { Severity, Source, Drill, Detected?.Text }
            .Concat(ContextParts.Select(p => p.Value))
            .Count(v => v is not null) + (Status == "active" ? 0 : 1);

    /// <summary>
    /// Reads the query of the list's address. Notes values that cannot be read and ignores them.
    /// </summary>
    /// <param name="query">The value of a parameter, or null.</param>
    internal static IncidentFilter Read(
        Func<string, string?> query,
        DateTime now,
        UnreadFilters unread
    )
    {
        var context = new IncidentContext();
        foreach (var field in IncidentContext.Fields)
        {
            context = field.Set(context, Word(field.Name));
        }

        return new(
            Choice("status", "active", "resolved", "closed", "all") ?? "active",
            unread.Severities(Word("severity")),
            context,
            unread.Value<DetectionSource>("source", Word("source")),
            Choice("drill", "yes", "no"),
            unread.Note("detected", Word("detected"), DayRange.Parse(Word("detected"), now)),
            Choice("sort", "severity", "newest") is "severity" ? "severity" : null,
            Word("q"),
            Word("after")
        );

        string? Word(string name) => query(name).TrimmedOrNull();

        string? Choice(string name, params ReadOnlySpan<string> known) =>
            unread.Choice(name, Word(name), known);
    }

    internal string? Of(ContextField field) => Context is null ? null : field.Of(Context);

    internal IncidentFilter With(ContextField field, string? value) =>
        this with
        {
            Context = field.Set(Context ?? new(), value),
        };

    /// <summary>
    /// The query string of the list's address; empty without filters.
    /// </summary>
    internal string QueryString()
    {
        (string Name, string? Value)[] parts =
        [
            ("status", Status == "active" ? null : Status),
            ("severity", Severity),
            .. ContextParts,
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

    /// <summary>The same filters as API parameters.</summary>
    internal (string Name, string? Value)[] ApiQuery(int limit) =>
        [
            ("status", Status),
            ("severity", Severity),
            .. ContextParts,
            ("detectionSource", Source),
            (
                "drill",
                Drill is null ? null
                : Drill == "yes" ? "true"
                : "false"
            ),
            ("from", Detected?.FromText),
            ("to", Detected?.ToText),
            ("q", Query),
            ("sort", Sort),
            ("after", After),
            ("limit", $"{limit}"),
            ("total", "true"),
        ];

    private IEnumerable<(string Name, string? Value)> ContextParts =>
        IncidentContext.Fields.Select(f => (f.Name, Of(f)));

    /// <summary>The list's address with this filter.</summary>
    internal string Address() =>
        QueryString() is { Length: > 0 } q ? "/incidents?" + q : "/incidents";
}

/// <summary>A page of the list with the values to filter by.</summary>
/// <param name="Contexts">The contexts of all incidents, each once.</param>
/// <param name="Views">The viewer's saved views; null if they cannot be reached.</param>
/// <param name="HasAny">Whether any incident exists.</param>
public sealed record IncidentListModel(
    IncidentFilter Filter,
    Paged<Incident> Incidents,
    IReadOnlyList<IncidentContext> Contexts,
    IReadOnlyList<SavedView>? Views,
    bool HasAny
)
{
    /// <summary>The values of a field to filter by.</summary>
    internal IReadOnlyList<string> ValuesOf(ContextField field) =>
        [
            .. Contexts
                .Select(field.Of)
                .Append(Filter.Of(field))
                .OfType<string>()
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.OrdinalIgnoreCase),
        ];
}

/// <summary>The list of incidents.</summary>
internal sealed class IncidentListPages(IntakeClient intake, ViewsClient views)
{
    public const string ViewPage = "incidents";
    private const int PageSize = 50;

    public static void Map(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.IncidentsRead);
        reading.MapGet(
            "/incidents",
            (
                HttpContext http,
                UnreadFilters unread,
                IncidentListPages p,
                TimeProvider clock,
                CancellationToken ct
            ) =>
                p.ShowAsync(
                    IncidentFilter.Read(
                        name => http.Request.Query[name],
                        clock.GetUtcNow().UtcDateTime,
                        unread
                    ),
                    null,
                    ct
                )
        );
    }

    public async Task<IResult> ShowAsync(
        IncidentFilter filter,
        Refusal? refusal,
        CancellationToken ct
    )
    {
        var incidentsTask = intake.ListAsync(filter, PageSize, ct);
        var contextsTask = intake.ContextsAsync(ct).OrNullAsync();
        var viewsTask = views.ListAsync(ViewPage, ct).OrNullAsync();
        var incidents = await incidentsTask;
        return Page.Show<IncidentsPage, IncidentListModel>(
            new(
                filter,
                incidents,
                (await contextsTask)?.Items ?? [],
                await viewsTask,
                incidents.Items.Count > 0 || await HasAnyAsync(ct)
            ),
            refusal
        );
    }

    private async Task<bool> HasAnyAsync(CancellationToken ct) =>
        (await intake.ListAsync(new("all"), 1, ct)).Items.Count > 0;
}
