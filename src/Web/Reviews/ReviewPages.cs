using Microsoft.AspNetCore.Http;
using Pir.Contracts;
using Pir.Formatting;
using Pir.Web.Actions;
using Pir.Web.Incidents;
using Pir.Web.People;
using Pir.Web.Timeline;

namespace Pir.Web.Reviews;

/// <param name="Owner">me, team, none, or null for anyone.</param>
public sealed record ReviewListModel(string Status, string? Owner, Paged<Review> Reviews)
{
    public ReviewListFilter Filter { get; init; } = ReviewListFilter.None;

    /// <summary>The first page updates live; later pages do not.</summary>
    public bool IsFirst { get; init; } = true;
}

/// <summary>A review with the facts of its incident.</summary>
/// <param name="Step">prepare, meet or report.</param>
/// <param name="Clash">The notes that someone else saved in the meantime.</param>
/// <param name="People">Who can be invited; empty when no choice is offered.</param>
public sealed record ReviewModel(
    Review Review,
    string Step,
    Incident? Incident,
    Paged<Entry>? Timeline,
    IReadOnlyList<Contracts.Incidents.Person> People,
    string? Clash
);

/// <param name="Permalink">
/// The permanent absolute URL of this revision, for sharing.
/// </param>
public sealed record PublishedModel(
    Guid ReviewId,
    string Permalink,
    ReviewRevision Revision,
    IReadOnlyList<ReviewRevision> Revisions,
    Incident? Incident,
    Review? Review,
    Paged<Entry>? Timeline = null,
    IReadOnlyList<ActionItem>? Actions = null
);

internal sealed partial class ReviewPages(
    IHttpContextAccessor accessor,
    ReviewClient reviews,
    ActionClient actions,
    DirectoryClient directory,
    IntakeClient intake,
    TimelineClient timeline,
    Forms forms,
    Zone zone,
    Viewer viewer,
    UnreadFilters unread
)
{
    public async Task<IResult> ListAsync(
        string? status,
        string? owner,
        string? after,
        CancellationToken ct
    ) => Page.Show<ReviewsPage, ReviewListModel>(await ListedAsync(status, owner, after, ct));

    public Task<IResult> OpenAsync(CancellationToken ct) =>
        forms.SubmitAsync(
            "review-open",
            async form =>
            {
                var opened = await reviews.OpenAsync(
                    new { incident = form.Required("incident") },
                    ct
                );
                return new(To(opened.Id), "review-opened");
            },
            async refusal =>
                Page.Show<ReviewsPage, ReviewListModel>(
                    await ListedAsync(null, null, null, ct),
                    refusal
                )
        );

    public async Task<IResult> ShowAsync(
        Guid id,
        Refusal? refusal,
        CancellationToken ct,
        string? clash = null
    )
    {
        var review = await reviews.GetAsync(id, ct);
        var incident = review.IncidentId.ToString();
        var step = StepOf(review);
        var incidentTask = intake.GetAsync(incident, ct).OrNullAsync();
        var timelineTask = timeline.ListAsync(incident, ct).OrNullAsync();
        var peopleTask =
            (step == "prepare" && review.IsAttendee && viewer.Can(Scopes.Reviews))
            || review.AccessRequests is { Count: > 0 }
            || review.DeclinedRequests is { Count: > 0 }
                ? directory.PeopleAsync(ct).OrNullAsync()
                : Task.FromResult<IReadOnlyList<Contracts.Incidents.Person>?>(null);
        var model = new ReviewModel(
            review,
            step,
            await incidentTask,
            await timelineTask,
            await peopleTask ?? [],
            clash
        );
        return Page.Show<ReviewPage, ReviewModel>(model, refusal);
    }

    /// <summary>
    /// Handles one form of the page: changes, adds or removes a part, or takes a step.
    /// </summary>
    public Task<IResult> DoAsync(
        Guid id,
        string form,
        string? flash,
        Func<FormReader, Task> act,
        CancellationToken ct,
        string anchor = ""
    ) =>
        forms.SubmitAsync(
            form,
            async typed =>
            {
                await act(typed);
                return new(Back(id) + anchor, flash);
            },
            refusal => ShowAsync(id, refusal, ct)
        );

    public Task<IResult> SummaryAsync(Guid id, CancellationToken ct) =>
        DoAsync(
            id,
            "summary",
            "saved",
            form =>
                reviews.PutAsync(
                    id,
                    "summary",
                    new { text = form.Raw("text").Trim(), version = form.Number("version") },
                    ct
                ),
            ct,
            "#summary"
        );

    public Task<IResult> OwnerAsync(Guid id, CancellationToken ct) =>
        DoAsync(
            id,
            "owner",
            "saved",
            form => reviews.PutAsync(id, "owner", new { person = Person(form) }, ct),
            ct
        );

    public Task<IResult> AddFactorAsync(Guid id, CancellationToken ct) =>
        DoAsync(
            id,
            "factor",
            null,
            form => reviews.PostAsync(id, "factors", Factor(form), ct),
            ct,
            "#factors"
        );

    public Task<IResult> ChangeFactorAsync(Guid id, Guid factor, CancellationToken ct) =>
        DoAsync(
            id,
            $"factor-{factor}",
            "saved",
            form => reviews.PutAsync(id, $"factors/{factor}", Factor(form), ct),
            ct,
            "#factors"
        );

    public Task<IResult> RemoveFactorAsync(Guid id, Guid factor, CancellationToken ct) =>
        DoAsync(
            id,
            $"factor-remove-{factor}",
            "removed",
            _ => reviews.RemoveAsync(id, $"factors/{factor}", ct),
            ct,
            "#factors"
        );

    public Task<IResult> AddActionAsync(Guid id, CancellationToken ct) =>
        DoAsync(
            id,
            "action",
            null,
            form =>
                reviews.PostAsync(
                    id,
                    "actions",
                    new
                    {
                        title = form.Required("title"),
                        type = form.Text("type"),
                        description = form.Text("description"),
                        factorId = form.Id("factorId"),
                    },
                    ct
                ),
            ct,
            "#actions"
        );

    public Task<IResult> RemoveActionAsync(Guid id, Guid action, CancellationToken ct) =>
        DoAsync(
            id,
            $"action-remove-{action}",
            "removed",
            _ => reviews.RemoveAsync(id, $"actions/{action}", ct),
            ct,
            "#actions"
        );

    public Task<IResult> HoldAsync(Guid id, CancellationToken ct) =>
        DoAsync(
            id,
            "hold",
            "hold",
            form => reviews.PostAsync(id, "hold", new { heldAt = form.Time("heldAt") }, ct),
            ct
        );

    public Task<IResult> WaiveAsync(Guid id, CancellationToken ct) =>
        DoAsync(
            id,
            "waive",
            "waive",
            form => reviews.PostAsync(id, "waive", new { reason = form.Required("reason") }, ct),
            ct
        );

    public Task<IResult> PublishAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "publish",
            async _ =>
            {
                await reviews.PostAsync(id, "publish", null, ct);
                var published = await reviews.GetAsync(id, ct);
                return new(
                    published.PublishedUrl is { } url && Links.IsSafe(url)
                        ? new Uri(new Uri("http://pir"), url).AbsolutePath
                        : To(id),
                    "publish"
                );
            },
            refusal => ShowAsync(id, refusal, ct)
        );

    /// <summary>
    /// Saves the notes unless someone else changed them since <c>base</c>. In that case nothing is
    /// overwritten and their text is returned.
    /// </summary>
    public async Task<IResult> SaveNotesAsync(Guid id, HttpContext context, CancellationToken ct)
    {
        var form = new FormReader(await context.Request.ReadFormAsync(ct), zone);
        var (saved, theirs, by) = await PutNotesAsync(
            id,
            form.Raw("text"),
            form.Text("base") ?? "",
            ct
        );
        return theirs is null
            ? Results.Json(new { @base = saved, at = $"{zone.Time(zone.Now)} {zone.ShortName}" })
            : Results.Json(
                new
                {
                    text = theirs,
                    @base = saved,
                    by,
                    diff = WordDiff
                        .Of(theirs, form.Raw("text"))
                        .Select(r => new { kind = Words.Wire(r.Kind), r.Text }),
                },
                statusCode: StatusCodes.Status409Conflict
            );
    }

    /// <summary>The same without scripts: a conflict shows the page with both texts.</summary>
    public Task<IResult> SaveNotesFormAsync(Guid id, CancellationToken ct)
    {
        string? clash = null;
        return forms.SubmitAsync(
            "notes",
            async form =>
            {
                var (_, theirs, _) = await PutNotesAsync(
                    id,
                    form.Raw("text"),
                    form.Text("base") ?? "",
                    ct
                );
                if (theirs is null)
                {
                    return new(Back(id) + "#notes", "saved");
                }

                clash = theirs;
                throw new ApiException(
                    ApiProblem.Field(
                        "text",
                        "was changed by someone else in the meantime; both texts are shown"
                    )
                );
            },
            refusal => ShowAsync(id, refusal, ct, clash)
        );
    }

    public async Task<IResult> PublishedAsync(Guid id, int? revision, CancellationToken ct)
    {
        var all = (await reviews.RevisionsAsync(id, ct))
            .Items.OrderByDescending(r => r.Revision)
            .ToList();
        if (all.Count == 0)
        {
            throw new ApiException(
                new(
                    404,
                    "not-found",
                    "This review has not been published",
                    null,
                    new Dictionary<string, string[]>(),
                    []
                )
            );
        }

        if (revision is null)
        {
            return new SeeOther($"/published/{id}/{all[0].Revision}");
        }

        var shown = await reviews.RevisionAsync(id, revision.Value, ct);
        var incident = shown.IncidentId?.ToString() ?? "";
        var reviewTask = reviews.GetAsync(id, ct).OrNullAsync();
        var incidentTask = intake.GetAsync(incident, ct).OrNullAsync();
        var timelineTask = timeline.ListAsync(incident, ct).OrNullAsync();
        var actionsTask = actions
            .ListAsync("all", null, id.ToString(), false, null, 100, ct)
            .OrNullAsync();
        return Page.Show<PublishedPage, PublishedModel>(
            new(
                id,
                Whole($"/published/{id}/{revision}"),
                shown,
                all,
                await incidentTask,
                await reviewTask,
                await timelineTask,
                (await actionsTask)?.Items
            )
        );
    }

    private async Task<(string Base, string? Theirs, string? By)> PutNotesAsync(
        Guid id,
        string text,
        string startedFrom,
        CancellationToken ct
    )
    {
        // The version covers the whole review. A factor added in the meantime changes it too, and
        // is not a conflict.
        for (var attempt = 0; ; attempt++)
        {
            var review = await reviews.GetAsync(id, ct);
            var now = NotesBase.Of(review.Notes);
            if (now != startedFrom && now != NotesBase.Of(text))
            {
                return (now, review.Notes ?? "", review.NotesBy ?? "someone else");
            }

            try
            {
                await reviews.PutAsync(id, "notes", new { text, version = review.Version }, ct);
                return (NotesBase.Of(text), null, null);
            }
            catch (ApiException stale) when (stale.Problem.Status == 412 && attempt < 3)
            {
                // Someone else saved first: try again.
            }
        }
    }

    private Contracts.Incidents.Person Person(FormReader form)
    {
        var name = form.Flag("me") ? viewer.Name : form.Required("person");
        return new(name == viewer.Name ? viewer.Id : null, name);
    }

    private static object Factor(FormReader form) =>
        new
        {
            title = form.Required("title"),
            category = form.Text("category"),
            description = form.Text("description"),
            version = form.Number("version"),
        };

    /// <summary>The absolute URL of a path, with the public address.</summary>
    private string Whole(string path) =>
        accessor.HttpContext?.Request is { } request
            ? $"{request.Headers[PublicAddressHeader.Name]}{path}"
            : path;

    private static string To(Guid id) => $"/reviews/{id}";
}
