using Microsoft.AspNetCore.Http;
using Pir.Contracts;
using Pir.Contracts.Actions;
using Pir.Contracts.Reviews;
using Pir.Web.Actions;
using Pir.Web.Incidents;
using Pir.Web.People;
using Pir.Web.Timeline;

namespace Pir.Web.Reviews;

/// <param name="Owner">me, team, none, or null for anyone.</param>
public sealed record ReviewListModel(string Status, string? Owner, Paged<ReviewListItem> Reviews)
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
    TimelineResponse? Timeline,
    IReadOnlyList<Contracts.Incidents.Person> People,
    string? Clash
);

/// <param name="Permalink">
/// The permanent absolute URL of this revision, for sharing.
/// </param>
public sealed record PublishedModel(
    Guid ReviewId,
    string Permalink,
    RevisionResponse Revision,
    IReadOnlyList<RevisionItem> Revisions,
    Incident? Incident,
    Review? Review,
    TimelineResponse? Timeline = null,
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
                var opened = await reviews.OpenAsync(new(form.Required("incident")), ct);
                return new(To(opened.Id), "review-opened");
            },
            async refusal =>
                Page.Show<ReviewsPage, ReviewListModel>(
                    await ListedAsync(null, null, null, ct),
                    refusal
                )
        );

    /// <param name="isClash">Somebody else wrote the notes: shows their text, too.</param>
    public async Task<IResult> ShowAsync(
        Guid id,
        Refusal? refusal,
        CancellationToken ct,
        bool isClash = false
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
            isClash ? review.Notes ?? "" : null
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
                reviews.WriteAsync(
                    id,
                    new WriteSummaryRequest(form.Raw("text"), form.Number("version")),
                    ct
                ),
            ct,
            "#summary"
        );

    public Task<IResult> OwnerAsync(Guid id, CancellationToken ct) =>
        DoAsync(id, "owner", "saved", form => reviews.AssignAsync(id, new(Person(form)), ct), ct);

    public Task<IResult> AddFactorAsync(Guid id, CancellationToken ct) =>
        DoAsync(id, "factor", null, form => reviews.AddAsync(id, Factor(form), ct), ct, "#factors");

    public Task<IResult> ChangeFactorAsync(Guid id, Guid factor, CancellationToken ct) =>
        DoAsync(
            id,
            $"factor-{factor}",
            "saved",
            form => reviews.ChangeAsync(id, factor, Factor(form), ct),
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
                reviews.AddAsync(
                    id,
                    new ProposeReviewActionRequest(
                        form.Required("title"),
                        form.Choice<ActionType>("type"),
                        form.Text("description"),
                        form.Id("factorId")
                    ),
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
            form => reviews.HoldAsync(id, new(form.PastTime("heldAt")), ct),
            ct
        );

    public Task<IResult> WaiveAsync(Guid id, CancellationToken ct) =>
        DoAsync(
            id,
            "waive",
            "waive",
            form => reviews.WaiveAsync(id, new(form.Required("reason")), ct),
            ct
        );

    /// <summary>
    /// Publishes with the summary as it is typed: the button belongs to the summary's form. A call
    /// saves and publishes.
    /// </summary>
    public Task<IResult> PublishAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "summary",
            async form =>
            {
                var published = await reviews.PublishAsync(
                    id,
                    form.Has("text")
                        ? new(form.Raw("text"), Version: form.Number("version"))
                        : new(),
                    ct
                );
                return new($"/published/{id}/{published.Revision}", "publish");
            },
            refusal => ShowAsync(id, refusal, ct)
        );

    /// <summary>
    /// Saves the notes unless someone else changed them since <c>version</c>. In that case nothing
    /// is overwritten and their text is returned.
    /// </summary>
    public async Task<IResult> SaveNotesAsync(Guid id, HttpContext context, CancellationToken ct)
    {
        var form = new FormReader(await context.Request.ReadFormAsync(ct), zone);
        try
        {
            var saved = await WriteNotesAsync(id, form, ct);
            var at = $"{zone.Time(zone.Now)} {zone.ShortName}";
            return Results.Json(new { version = saved.Version, at });
        }
        catch (ApiException stale) when (stale.Problem.Status == 412)
        {
            var theirs = await reviews.GetAsync(id, ct);
            return Results.Json(Clash(theirs, form.Raw("text")), statusCode: 409);
        }
    }

    /// <summary>The same without scripts: a conflict shows the page with both texts.</summary>
    public Task<IResult> SaveNotesFormAsync(Guid id, CancellationToken ct)
    {
        var isClash = false;
        return forms.SubmitAsync(
            "notes",
            async form =>
            {
                try
                {
                    await WriteNotesAsync(id, form, ct);
                    return new(Back(id) + "#notes", "saved");
                }
                catch (ApiException stale) when (stale.Problem.Status == 412)
                {
                    isClash = true;
                    throw new ApiException(
                        ApiProblem.Field(
                            "text",
                            "was changed by someone else in the meantime; both texts are shown"
                        )
                    );
                }
            },
            refusal => ShowAsync(id, refusal, ct, isClash)
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
                    "Not found",
                    "This review has not been published.",
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
        var incident = shown.IncidentId.ToString();
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

    private Task<Review> WriteNotesAsync(Guid id, FormReader form, CancellationToken ct) =>
        reviews.WriteAsync(
            id,
            new WriteNotesRequest(form.Raw("text"), form.Number("version") ?? 0),
            ct
        );

    private static object Clash(Review theirs, string mine) =>
        new
        {
            text = TextOf(theirs),
            version = theirs.Version,
            by = theirs.NotesBy ?? "someone else",
            diff = WordDiff
                .Of(TextOf(theirs), mine)
                .Select(r => new { kind = Words.Wire(r.Kind), r.Text }),
        };

    /// <summary>The notes as a browser's text field has them.</summary>
    private static string TextOf(Review review) => (review.Notes ?? "").ReplaceLineEndings("\n");

    private Contracts.Incidents.Person Person(FormReader form)
    {
        var name = form.Flag("me") ? viewer.Name : form.Required("person");
        return new(name == viewer.Name ? viewer.Id : null, name);
    }

    private static FactorRequest Factor(FormReader form) =>
        new(
            form.Required("title"),
            form.Choice<FactorCategory>("category"),
            form.Text("description"),
            form.Number("version")
        );

    /// <summary>The absolute URL of a path, with the public address.</summary>
    private string Whole(string path) =>
        accessor.HttpContext?.Request is { } request
            ? $"{request.Headers[PublicAddressHeader.Name]}{path}"
            : path;

    private static string To(Guid id) => $"/reviews/{id}";
}
