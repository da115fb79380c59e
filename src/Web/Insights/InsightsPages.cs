using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Texts;

namespace Pir.Web.Insights;

/// <param name="Missing">Names of the parts that could not be reached.</param>
/// <param name="Services">The filter's choices.</param>
public sealed record InsightsModel(
    InsightsFilter Filter,
    IReadOnlyList<Chart> Charts,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Services,
    IReadOnlyList<string> Teams
);

/// <summary>The charts, and the numbers behind each as CSV.</summary>
internal sealed class InsightsPages(InsightsClient insights)
{
    public static void Map(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.IncidentsRead);
        reading.MapGet(
            "/insights",
            async (
                [AsParameters] InsightsQuery query,
                UnreadFilters unread,
                InsightsPages p,
                CancellationToken ct
            ) =>
                Page.Show<InsightsPage, InsightsModel>(
                    await p.ReadAsync(query.ToFilter(unread), ct)
                )
        );
        reading.MapGet(
            "/insights/{chart}.csv",
            async (
                string chart,
                [AsParameters] InsightsQuery query,
                UnreadFilters unread,
                InsightsPages p,
                CancellationToken ct
            ) => Csv(await p.ReadAsync(query.ToFilter(unread), ct), chart)
        );
    }

    private async Task<InsightsModel> ReadAsync(InsightsFilter filter, CancellationToken ct)
    {
        var incidentsTask = insights.IncidentsAsync(filter, ct).OrNullAsync();
        var reviewsTask = insights.ReviewsAsync(filter, ct).OrNullAsync();
        var actionsTask = insights.ActionsAsync(filter, ct).OrNullAsync();
        var of = new Charts(filter);
        var (charts, missing) = (new List<Chart>(), new List<string>());
        var incidents = await incidentsTask;
        Add(incidents, i => charts.AddRange(of.Of(i)), "Incident statistics");
        Add(await reviewsTask, r => charts.Add(of.Of(r)), "Review statistics");
        Add(await actionsTask, a => charts.Add(of.Of(a)), "Action statistics");
        return new(filter, charts, missing, incidents?.Services ?? [], incidents?.Teams ?? []);

        void Add<T>(T? read, Action<T> add, string what)
            where T : class
        {
            if (read is null)
            {
                missing.Add(what);
            }
            else
            {
                add(read);
            }
        }
    }

    private static IResult Csv(InsightsModel model, string id) =>
        model.Charts.FirstOrDefault(c => c.Id == id) is { } chart
            ? Results.File(
                Encoding.UTF8.GetBytes(chart.ToCsv()),
                "text/csv; charset=utf-8",
                $"{id}.csv"
            )
            : Page.Show<FailurePage, Failure>(Failure.NotFound, status: 404);

    /// <summary>
    /// The filter from the address. Values that cannot be read are reported and ignored.
    /// </summary>
    internal sealed record InsightsQuery
    {
        public string? Days { get; init; }

        public string? Service { get; init; }

        public string? Team { get; init; }

        public string? Severity { get; init; }

        public string? Drills { get; init; }

        public InsightsFilter ToFilter(UnreadFilters unread) =>
            new(
                unread.Choice("days", Days, "30", "90", "365") is { } days ? int.Parse(days) : 90,
                Blank(Service),
                Blank(Team),
                unread.Severity(Severity),
                unread.Choice("drills", Drills, "true", "false") is "true"
            );

        private static string? Blank(string? text) => text.TrimmedOrNull();
    }
}
