using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Texts;
using Pir.Web.Actions;
using Pir.Web.Incidents;
using Pir.Web.People;
using Pir.Web.Reviews;

namespace Pir.Web.Search;

/// <summary>Search results. A list is null if its service could not be reached.</summary>
/// <param name="Query">Trimmed; empty before the first search.</param>
public sealed record SearchModel(
    string Query,
    IReadOnlyList<Incident>? Incidents,
    IReadOnlyList<ReviewListItem>? Reviews,
    IReadOnlyList<ActionItem>? Actions,
    IReadOnlyList<ListedPerson>? People
)
{
    public int Count =>
        (Incidents?.Count ?? 0)
        + (Reviews?.Count ?? 0)
        + (Actions?.Count ?? 0)
        + (People?.Count ?? 0);

    /// <summary>Whether a service could not be reached.</summary>
    public bool IsPartial =>
        Query.Length > 0
        && (Incidents is null || Reviews is null || Actions is null || People is null);
}

/// <summary>
/// Searches everything the viewer may see. Each service is asked on behalf of the viewer and
/// returns only what they may read.
/// </summary>
internal sealed class SearchPages(
    IntakeClient intake,
    ReviewClient reviews,
    ActionClient actions,
    PeopleClient people
)
{
    private const int LongestQuery = 200;
    private const int MostOnPage = 25;
    private const int MostInPalette = 6;

    public static void Map(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.IncidentsRead);
        reading.MapGet(
            "/search",
            async (string? q, SearchPages p, CancellationToken ct) =>
                Page.Show<SearchPage, SearchModel>(await p.FindAsync(q, MostOnPage, ct))
        );
        reading.MapGet(
            "/search/options",
            async (string? q, SearchPages p, CancellationToken ct) =>
                Page.Show<SearchOptions, SearchModel>(await p.FindAsync(q, MostInPalette, ct))
        );
    }

    private async Task<SearchModel> FindAsync(string? text, int most, CancellationToken ct)
    {
        var query = text?.Trim() ?? "";
        query = query.CutTo(LongestQuery);
        if (query.Length == 0)
        {
            return new("", [], [], [], []);
        }

        var incidentsTask = intake.ListAsync(new("all", Query: query), most, ct).OrNullAsync();
        var reviewsTask = reviews.SearchAsync(query, most, ct).OrNullAsync();
        var actionsTask = actions.SearchAsync(query, most, ct).OrNullAsync();
        var peopleTask = people.PeopleAsync(ct).OrNullAsync();
        return new(
            query,
            (await incidentsTask)?.Items,
            (await reviewsTask)?.Items,
            (await actionsTask)?.Items,
            (await peopleTask)?.Items.Where(p => IsCalled(p, query)).Take(most).ToList()
        );
    }

    private static bool IsCalled(ListedPerson person, string text) =>
        Has(person.Name, text)
        || Has(person.Email ?? "", text)
        || person.Teams.Any(t => Has(t, text));

    private static bool Has(string words, string text) =>
        words.Contains(text, StringComparison.OrdinalIgnoreCase);
}
