using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;

namespace Pir.Web.Incidents;

/// <summary>Filters and order of the list.</summary>
/// <param name="Status">active, resolved, closed or all.</param>
/// <param name="Drill">yes, no, or null for both.</param>
/// <param name="Detected">When it was detected; null for any time.</param>
/// <param name="Sort">One of <see cref="Sorts"/>; null for newest first.</param>
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
    /// <summary>The orders of the API with their words for people.</summary>
    internal static IReadOnlyList<(string Value, string Text)> Sorts { get; } =
    [
        ("newest", "Newest first"),
        ("oldest", "Oldest first"),
        ("severity", "Worst first"),
        ("impact", "Latest impact first"),
        ("service", "By service"),
        ("status", "By status"),
        ("duration", "Longest first"),
    ];

    /// <summary>Whether only merged incidents are listed, which are left out otherwise.</summary>
    internal bool IsMerged { get; init; }

    /// <summary>More conditions, all of which hold.</summary>
    internal IReadOnlyList<ListCondition> Where { get; init; } = [];

    public bool IsNarrow =>
        (Severity ?? Source ?? Drill ?? Detected?.Text ?? Query) is not null
        || ContextParts.Any(p => p.Value is not null)
        || Where.Count > 0
        || IsMerged;

    /// <summary>How many filters are set in addition to the search.</summary>
    internal int Count =>
        new[] { Severity, Source, Drill, Detected?.Text }
            .Concat(ContextParts.Select(p => p.Value))
            .Count(v => v is not null)
        + Where.Count
        + (Status == "active" ? 0 : 1)
        + (IsMerged ? 1 : 0);

    /// <summary>
    /// Reads the query of the list's address. Notes values that cannot be read and ignores them.
    /// </summary>
    /// <param name="query">The values of a parameter.</param>
    internal static IncidentFilter Read(
        Func<string, StringValues> query,
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
            Choice("sort", [.. Sorts.Select(o => o.Value)]) is { } sort and not "newest"
                ? sort
                : null,
            Word("q"),
            Word("after")
        )
        {
            IsMerged = Choice("merged", "only") is not null,
            Where =
            [
                .. query("where")
                    .Append(Added())
                    .Where(text => text is not null)
                    .Select(text => unread.Note("where", text, ListCondition.Parse(text)))
                    .OfType<ListCondition>()
                    .DistinctBy(c => c.Text),
            ],
        };

        string? Word(string name) => query(name).FirstOrDefault().TrimmedOrNull();

        // The form that adds a condition has its parts.
        string? Added() =>
            Word("field") is { } field ? $"{field}:{Word("op")}:{Word("value")}" : null;

        string? Choice(string name, params ReadOnlySpan<string> known) =>
            unread.Choice(name, Word(name), known);
    }

    internal string? Of(ContextField field) => Context is null ? null : field.Of(Context);

    internal IncidentFilter With(ContextField field, string? value) =>
        this with
        {
            Context = field.Set(Context ?? new(), value),
        };

    internal IncidentFilter Without(ListCondition condition) =>
        this with
        {
            Where = [.. Where.Where(c => c != condition)],
            After = null,
        };

    /// <summary>
    /// The query string of the list's address; empty without filters.
    /// </summary>
    internal string QueryString() =>
        string.Join('&', Parts.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));

    /// <summary>The parameters of the list's address.</summary>
    internal IEnumerable<(string Name, string Value)> Parts =>
        new (string Name, string? Value)[]
        {
            ("status", Status == "active" ? null : Status),
            ("severity", Severity),
        }
            .Concat(ContextParts)
            .Concat([("source", Source), ("drill", Drill), ("detected", Detected?.Text)])
            .Append(("merged", IsMerged ? "only" : null))
            .Concat(Where.Select(c => (Name: "where", Value: (string?)c.Text)))
            .Concat([("sort", Sort), ("q", Query), ("after", After)])
            .Where(p => !string.IsNullOrEmpty(p.Item2))
            .Select(p => (p.Item1, p.Item2!));

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
            ("merged", IsMerged ? "true" : null),
            ("from", Detected?.FromText),
            ("to", Detected?.ToText),
            .. Where.Select(c => (Name: "where", Value: (string?)c.Text)),
            ("q", Query),
            ("sort", Sort),
            ("after", After),
            ("limit", $"{limit}"),
            ("total", "true"),
        ];

    /// <summary>The address of the whole list as CSV.</summary>
    internal string ExportAddress() =>
        ApiClient.Query(
            "/api/incidents/export",
            [.. ApiQuery(1).Where(p => p.Name is not ("after" or "limit" or "total"))]
        );

    private IEnumerable<(string Name, string? Value)> ContextParts =>
        IncidentContext.Fields.Select(f => (f.Name, Of(f)));

    /// <summary>The list's address with this filter.</summary>
    internal string Address() =>
        QueryString() is { Length: > 0 } q ? "/incidents?" + q : "/incidents";
}

/// <summary>A page of the list with the values to filter by.</summary>
/// <param name="Names">
/// The names of each field of the context, in the order of the fields, the most frequent first.
/// </param>
/// <param name="Views">The viewer's saved views; null if they cannot be reached.</param>
/// <param name="HasAny">Whether any incident exists.</param>
public sealed record IncidentListModel(
    IncidentFilter Filter,
    Paged<Incident> Incidents,
    IReadOnlyList<IReadOnlyList<string>> Names,
    IReadOnlyList<SavedView>? Views,
    bool HasAny
)
{
    internal IncidentColumns Columns { get; init; } = IncidentColumns.Default;

    /// <summary>The outcome of a change of several incidents.</summary>
    internal BulkResponse? Result { get; init; }

    /// <summary>The values of a field to filter by.</summary>
    internal IReadOnlyList<string> ValuesOf(int field) => field < Names.Count ? Names[field] : [];
}

/// <summary>The list of incidents.</summary>
internal sealed class IncidentListPages(
    IntakeClient intake,
    ViewsClient views,
    IHttpContextAccessor accessor
)
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
                p.ListAsync(
                    IncidentFilter.Read(
                        name => http.Request.Query[name],
                        clock.GetUtcNow().UtcDateTime,
                        unread
                    ),
                    http.Request.Query.ContainsKey("field") && unread.Fieldless.Count == 0,
                    ct
                )
        );
        reading.MapPost(
            "/incidents/columns",
            (HttpContext http, Forms forms) =>
                forms.SubmitAsync(
                    "columns",
                    form =>
                    {
                        IncidentColumns.From(form.Many("column").ToHashSet()).Keep(http);
                        var query = form.Text("query");
                        return Task.FromResult(
                            new FormOutcome(query is null ? "/incidents" : "/incidents?" + query)
                        );
                    },
                    _ => Task.FromResult<IResult>(new SeeOther("/incidents"))
                )
        );
        reading.MapGet("/incidents/columns", () => new SeeOther("/incidents"));
    }

    /// <param name="isAdded">
    /// Whether a form added a condition, which then gets an address of its own.
    /// </param>
    private Task<IResult> ListAsync(IncidentFilter filter, bool isAdded, CancellationToken ct) =>
        isAdded
            ? Task.FromResult<IResult>(new SeeOther(filter.Address()))
            : ShowAsync(filter, null, ct);

    public async Task<IResult> ShowAsync(
        IncidentFilter filter,
        Refusal? refusal,
        CancellationToken ct,
        BulkResponse? result = null
    )
    {
        var incidentsTask = intake.ListAsync(filter, PageSize, ct);
        var namesTask = Task.WhenAll(
            IncidentContext.Fields.Select(f => intake.NamesAsync(f.Name, ct).OrNullAsync())
        );
        var viewsTask = views.ListAsync(ViewPage, ct).OrNullAsync();
        var incidents = await incidentsTask;
        return Page.Show<IncidentsPage, IncidentListModel>(
            new(
                filter,
                incidents,
                [.. (await namesTask).Select(n => NamesOf(n))],
                await viewsTask,
                incidents.Items.Count > 0 || await HasAnyAsync(ct)
            )
            {
                Columns = IncidentColumns.Of(accessor.HttpContext),
                Result = result,
            },
            refusal
        );
    }

    private static IReadOnlyList<string> NamesOf(Paged<IncidentName>? names) =>
        [.. (names?.Items ?? []).Select(n => n.Name)];

    private async Task<bool> HasAnyAsync(CancellationToken ct) =>
        (await intake.ListAsync(new("all"), 1, ct)).Items.Count > 0;
}
