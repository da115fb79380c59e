using Microsoft.AspNetCore.Http;
using Pir.Web.Clients;
using Pir.Web.Pages;
using Pir.Web.Rendering;

namespace Pir.Web.Endpoints;

/// <summary>What waits for the viewer; what is null could not be reached.</summary>
/// <param name="HasSource">Whether any monitoring tool is connected; null where the viewer may not see.</param>
public sealed record HomeModel(
    IReadOnlyList<Incident> Incidents,
    IReadOnlyList<Review>? Reviews,
    IReadOnlyList<ActionItem>? Actions,
    bool? HasSource,
    bool IsFirstRun
);

internal sealed class HomePages(
    IntakeClient intake,
    ReviewClient reviews,
    ActionClient actions,
    Viewer viewer
)
{
    private const int Most = 20;

    public async Task<IResult> ShowAsync(CancellationToken ct)
    {
        var incidentsTask = intake.ListAsync("active", null, null, null, null, Most, ct);
        var reviewsTask = IncidentPages.MaybeAsync(
            reviews.ListAsync(null, "open,held", false, null, 100, ct)
        );
        var actionsTask = IncidentPages.MaybeAsync(
            actions.ListAsync("open", "me", null, false, null, 200, ct)
        );
        var sourcesTask = viewer.Can(Needs.SourcesRead)
            ? IncidentPages.MaybeAsync(intake.SourcesAsync(ct))
            : Task.FromResult<Paged<Source>?>(null);
        var anyTask = IncidentPages.MaybeAsync(
            intake.ListAsync("all", null, null, null, null, 1, ct)
        );

        var incidents = (await incidentsTask)
            .Items.OrderByDescending(IsMine)
            .ThenBy(i => i.Severity)
            .ToList();
        var due = (await reviewsTask)
            ?.Items.OrderBy(r => r.DueAt ?? DateTime.MaxValue)
            .Take(Most)
            .ToList();
        var mine = (await actionsTask)?.Items.OrderBy(a => a.DueAt).Take(Most).ToList();
        var isFirstRun = (await anyTask)?.Items.Count == 0;
        return Page.Show<HomePage, HomeModel>(
            new(incidents, due, mine, (await sourcesTask)?.Items.Count > 0, isFirstRun)
        );
    }

    private bool IsMine(Incident incident) => incident.Roles?.Any(r => IsMe(r.Person)) == true;

    private bool IsMe(Contracts.Incidents.Person? person) =>
        person is not null
        && (person.Id is not null ? person.Id == viewer.Id : person.Name == viewer.Name);
}
