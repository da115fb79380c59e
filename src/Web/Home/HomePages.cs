using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Incidents;
using Pir.Web.Actions;
using Pir.Web.Incidents;
using Pir.Web.People;
using Pir.Web.Reviews;
using Pir.Web.Sources;
using Pir.Web.Subscriptions;

namespace Pir.Web.Home;

/// <summary>
/// What needs the viewer's attention, the viewer's own items first. Null means that a service could
/// not be reached.
/// </summary>
/// <param name="MyIncidents">
/// Open incidents in which the viewer has a role, most severe first.
/// </param>
/// <param name="MyReviews">Pending reviews owned by the viewer, first due first.</param>
/// <param name="Actions">Open actions assigned to the viewer, first due first.</param>
/// <param name="OpenIncidents">How many are open, those of the viewer included.</param>
/// <param name="OverdueReviews">How many of the other reviews are overdue.</param>
/// <param name="OverdueActions">How many of the viewer's actions are overdue.</param>
/// <param name="FailingSources">Failing sources that the viewer may manage.</param>
/// <param name="FailingSubscriptions">Failing subscriptions that the viewer may manage.</param>
/// <param name="FirstSteps">What a new team has done; null after its first incident.</param>
public sealed record HomeModel(
    IReadOnlyList<Incident> MyIncidents,
    IReadOnlyList<Incident> OtherIncidents,
    IReadOnlyList<ReviewListItem>? MyReviews,
    IReadOnlyList<ReviewListItem>? OtherReviews,
    IReadOnlyList<ActionItem>? Actions,
    int OpenIncidents,
    int OverdueReviews,
    int OverdueActions,
    FirstSteps? FirstSteps,
    IReadOnlyList<Source> FailingSources,
    IReadOnlyList<Subscription> FailingSubscriptions
)
{
    /// <summary>Whether no real incident has been opened yet.</summary>
    public bool IsFirstRun => FirstSteps is not null;
}

/// <summary>The steps of a new team.</summary>
/// <param name="HasSource">Null if the viewer may not see sources.</param>
/// <param name="HasPeople">Whether anybody else has an account.</param>
public sealed record FirstSteps(bool? HasSource, bool HasDrill, bool HasPeople);

internal sealed class HomePages(
    IntakeClient intake,
    SourcesClient sources,
    ReviewClient reviews,
    ActionClient actions,
    PeopleClient people,
    NotificationClient notification,
    Viewer viewer
)
{
    public static void Map(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.IncidentsRead);
        reading.MapGet("/", (HomePages p, CancellationToken ct) => p.ShowAsync(ct));
    }

    private const int Most = 20;
    private const int MostOfOthers = 6;

    public async Task<IResult> ShowAsync(CancellationToken ct)
    {
        var openTask = intake.ListAsync(new("active"), 100, ct);
        var latestTask = intake.ListAsync(new("all"), 5, ct).OrNullAsync();
        var pending = new ReviewQuery("open,held", false, null, "due", null, 100);
        var reviewsTask = reviews.ListAsync(pending, ct).OrNullAsync();
        var overdueTask = reviews
            .ListAsync(pending with { Overdue = true, Limit = 1 }, ct)
            .OrNullAsync();
        var mineTask = actions.ListAsync(MyActions.Asked(), ct).OrNullAsync();
        var lateTask = actions.ListAsync(MyLateActions.Asked(), ct).OrNullAsync();
        var sourcesTask = FailingSourcesAsync(ct);
        var subscriptionsTask = FailingSubscriptionsAsync(ct);
        var open = await openTask;
        var worst = open.Items.OrderBy(i => i.Severity).ToList();
        var due = (await reviewsTask)?.Items.ToList();
        var myReviews = due?.FindAll(r => IsMe(r.Owner));
        return Page.Show<HomePage, HomeModel>(
            new(
                worst.FindAll(IsMine),
                [.. worst.Where(i => !IsMine(i)).Take(Most)],
                myReviews,
                due is null ? null : [.. due.Where(r => !IsMe(r.Owner)).Take(MostOfOthers)],
                (await mineTask)?.Items.Take(Most).ToList(),
                open.Total ?? worst.Count,
                ((await overdueTask)?.Total ?? 0) - (myReviews?.Count(r => r.IsOverdue) ?? 0),
                (await lateTask)?.Total ?? 0,
                await FirstStepsAsync((await latestTask)?.Items, ct),
                await sourcesTask,
                await subscriptionsTask
            )
        );
    }

    private static ActionListFilter MyActions { get; } = new(false, "open", Mine: true);

    private static ActionListFilter MyLateActions { get; } = new(false, "overdue", Mine: true);

    /// <summary>Null once a real incident has been opened.</summary>
    private async Task<FirstSteps?> FirstStepsAsync(
        IReadOnlyList<Incident>? latest,
        CancellationToken ct
    )
    {
        if (latest is null || latest.Any(i => !i.IsDrill))
        {
            return null;
        }

        var peopleTask = people.PeopleAsync(ct).OrNullAsync();
        var found = viewer.Can(Scopes.SourcesRead)
            ? await sources.ListAsync(ct).OrNullAsync()
            : null;
        var others = await peopleTask;
        return new(
            found is null ? null : found.Items.Count > 0,
            latest.Count > 0,
            others?.Items.Count > 1
        );
    }

    private async Task<IReadOnlyList<Source>> FailingSourcesAsync(CancellationToken ct)
    {
        var found = viewer.Can(Scopes.Sources) ? await sources.ListAsync(ct).OrNullAsync() : null;
        return found?.Items.Where(s => IsFailing(s.IsEnabled, s.Health)).ToList() ?? [];
    }

    private async Task<IReadOnlyList<Subscription>> FailingSubscriptionsAsync(CancellationToken ct)
    {
        var subscriptions = viewer.Can(Scopes.Subscriptions)
            ? await notification.ListAsync(ct).OrNullAsync()
            : null;
        return subscriptions?.Items.Where(s => IsFailing(IsWanted(s), s.Health)).ToList() ?? [];
    }

    /// <summary>Whether nobody has disabled it. Failures may have.</summary>
    private static bool IsWanted(Subscription subscription) =>
        subscription.IsEnabled || subscription.DisabledReason is not DisabledReason.Manual;

    private static bool IsFailing(bool isEnabled, ConnectionHealth health) =>
        isEnabled && health.State == ConnectionState.Failing;

    private bool IsMine(Incident incident) => incident.Roles?.Any(r => IsMe(r.Person)) == true;

    private bool IsMe(Person? person) =>
        person is not null
        && (person.Id is not null ? person.Id == viewer.Id : person.Name == viewer.Name);
}
