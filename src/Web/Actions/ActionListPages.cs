using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Actions;

namespace Pir.Web.Actions;

/// <param name="Name">The status as the API spells it.</param>
/// <param name="Actions">Null when they are unavailable.</param>
public sealed record ActionColumn(string Name, Paged<ActionItem>? Actions);

/// <param name="List">Null on the board.</param>
/// <param name="Board">Empty in the list.</param>
/// <param name="Teams">The teams of all actions, for the filter.</param>
public sealed record ActionListModel(
    ActionListFilter Filter,
    Paged<ActionItem>? List,
    IReadOnlyList<ActionColumn> Board,
    IReadOnlyList<string> Teams
)
{
    /// <summary>How many match the filters; null where a column of the board is missing.</summary>
    internal int? Total =>
        List is not null ? List.Total
        : Board.Any(c => c.Actions is null) ? null
        : Board.Sum(c => c.Actions!.Total);
}

/// <summary>
/// Actions as a list or a board, and the buttons on the board.
/// </summary>
internal sealed class ActionListPages(
    ActionClient actions,
    ActionPages page,
    IHttpContextAccessor accessor,
    Forms forms,
    Viewer viewer,
    Zone zone,
    UnreadFilters unread
)
{
    public const string ViewCookie = "pir-actions";

    // How long the board shows closed actions.
    private static readonly TimeSpan Recently = TimeSpan.FromDays(30);

    public static void Map(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.ActionsRead);
        var writing = pages.For(Scopes.Actions);
        reading.MapGet(
            "/actions",
            ([AsParameters] ActionListQuery query, ActionListPages p, CancellationToken ct) =>
                p.ShowAsync(query, ct)
        );
        writing.MapPost("/actions", (ActionListPages p, CancellationToken ct) => p.AddAsync(ct));
        writing.MapPost(
            "/actions/{id}/board/{verb:regex(^(assign|complete)$)}",
            (string id, string verb, ActionListPages p, CancellationToken ct) =>
                p.MoveAsync(id, verb, ct)
        );
        reading.MapGet(
            "/actions/{id}/board/{verb}",
            (string id, string verb) => new SeeOther(PageLinks.Action(id))
        );
    }

    private async Task<IResult> ShowAsync(
        ActionListQuery query,
        CancellationToken ct,
        Refusal? refusal = null
    )
    {
        var filter = query.ToFilter(ViewOf(query), unread);
        var teamsTask = actions.TeamsAsync(ct).OrNullAsync();
        var board = filter.IsBoard ? await BoardAsync(filter, ct) : [];
        var list = filter.IsBoard ? null : await actions.ListAsync(filter.Asked(), ct);
        var teams = (await teamsTask)?.Items ?? [];
        return Page.Show<ActionsPage, ActionListModel>(
            new(
                filter,
                list,
                board,
                [
                    .. filter.Team is { } team
                        ? teams.Union([team], StringComparer.OrdinalIgnoreCase)
                        : teams,
                ]
            ),
            refusal
        );
    }

    /// <summary>The requested view, which is remembered, or else the last one requested.</summary>
    private string ViewOf(ActionListQuery query)
    {
        var context = accessor.HttpContext;
        if (query.View is not ("board" or "list") || context is null)
        {
            return context?.Request.Cookies[ViewCookie] == "board" ? "board" : "list";
        }

        if (context.Request.Cookies[ViewCookie] != query.View)
        {
            PreferenceCookie.Set(context, ViewCookie, query.View);
        }

        return query.View;
    }

    private async Task<IReadOnlyList<ActionColumn>> BoardAsync(
        ActionListFilter filter,
        CancellationToken ct
    )
    {
        var closedFrom = zone.Now - Recently;
        // Closed actions have no age.
        string[] names = filter.Age is null
            ? ["proposed", "accepted", "completed", "declined"]
            : ["proposed", "accepted"];
        var columns = names
            .Select(name => (Name: name, Task: ColumnAsync(filter, name, closedFrom, ct)))
            .ToList();
        var board = new List<ActionColumn>();
        foreach (var (name, task) in columns)
        {
            board.Add(new(name, await task));
        }

        return board;
    }

    private Task<Paged<ActionItem>?> ColumnAsync(
        ActionListFilter filter,
        string name,
        DateTime closedFrom,
        CancellationToken ct
    ) => actions.ListAsync(filter.Column(name, closedFrom), ct).OrNullAsync();

    private Task<IResult> AddAsync(CancellationToken ct) =>
        forms.SubmitAsync(
            "action-new",
            async form =>
            {
                var added = await actions.AddAsync(
                    new(
                        form.Required("title"),
                        form.Choice<ActionType>("type"),
                        form.Text("description"),
                        form.Text("incident"),
                        Team: form.Text("team")
                    ),
                    ct
                );
                return new(PageLinks.Action(added.Reference), "action-added");
            },
            refusal => ShowAsync(ActionListQuery.Everything, ct, refusal)
        );

    /// <summary>A rejected form opens the action's own page and keeps what was typed.</summary>
    private Task<IResult> MoveAsync(string id, string verb, CancellationToken ct) =>
        forms.SubmitAsync(
            verb,
            async form =>
            {
                // Do not overrule someone who accepted it in the meantime.
                await (
                    verb == "assign"
                        ? actions.DoAsync(
                            id,
                            new AssignActionRequest(
                                Person(form),
                                form.Time("dueAt"),
                                form.Number("version")
                            ),
                            ct
                        )
                        : actions.DoAsync(id, new CompleteActionRequest(), ct)
                );
                return new(Back(form), verb);
            },
            refusal => page.ShowAsync(id, refusal, ct)
        );

    private Contracts.Incidents.Person Person(FormReader form)
    {
        var name = form.Required("assignee");
        return new(name == viewer.Name ? viewer.Id : null, name);
    }

    /// <summary>Back to the board with its filters, and nowhere else.</summary>
    private static string Back(FormReader form) =>
        form.Text("query") is { } query && query.StartsWith("view=board", StringComparison.Ordinal)
            ? "/actions?" + query.ReplaceLineEndings("")
            : "/actions?view=board";
}
