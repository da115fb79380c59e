using System.Text;
using Microsoft.AspNetCore.Http;
using Pir.Contracts;
using Pir.Contracts.Actions;
using Pir.Contracts.Reviews;
using Pir.Contracts.Texts;

namespace Pir.Web.Reviews;

/// <param name="From">The earlier revision.</param>
public sealed record CompareModel(
    Guid ReviewId,
    RevisionResponse From,
    RevisionResponse To,
    IReadOnlyList<RevisionItem> All
);

/// <content>Preparing and holding the meeting.</content>
internal sealed partial class ReviewPages
{
    private static readonly TimeSpan StillWriting = TimeSpan.FromSeconds(12);

    private string? Step => accessor.HttpContext?.Request.Query["step"].ToString();

    private ReviewListFilter Filter =>
        accessor.HttpContext is { } context
            ? ReviewListFilter.Read(context.Request.Query, zone.Now, unread)
            : ReviewListFilter.None;

    public Task<IResult> JoinAsync(Guid id, CancellationToken ct) =>
        DoAsync(id, "join", "joined", _ => reviews.JoinAsync(id, ct), ct);

    public Task<IResult> InviteAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "invite",
            async form =>
            {
                var name = form.Required("name").Trim();
                var isGuest = form.Flag("guest");
                var personId = isGuest ? null : await AccountOfAsync(name, ct);
                await reviews.InviteAsync(id, new(personId, name), ct);
                return new(Back(id) + "#attendees", isGuest ? "guest" : "invited");
            },
            refusal => ShowAsync(id, refusal, ct)
        );

    public Task<IResult> NoteAttendeeAsync(Guid id, Guid attendee, CancellationToken ct) =>
        DoAsync(
            id,
            $"attendee-{attendee}",
            null,
            form =>
                reviews.NoteAsync(
                    id,
                    attendee,
                    new(Switch(form.Text("heard")), Switch(form.Text("acknowledged"))),
                    ct
                ),
            ct,
            "#attendees"
        );

    public Task<IResult> RemoveAttendeeAsync(Guid id, Guid attendee, CancellationToken ct) =>
        DoAsync(
            id,
            $"attendee-{attendee}",
            "removed",
            _ => reviews.RemoveAsync(id, $"attendees/{attendee}", ct),
            ct,
            "#attendees"
        );

    public Task<IResult> DecideAccessAsync(
        Guid id,
        Guid request,
        string decision,
        CancellationToken ct
    ) =>
        DoAsync(
            id,
            $"access-{request}",
            "saved",
            _ => reviews.DecideAsync(id, request, decision, ct),
            ct
        );

    public Task<IResult> ScheduleAsync(Guid id, CancellationToken ct) =>
        DoAsync(
            id,
            "schedule",
            "saved",
            form => reviews.ScheduleAsync(id, new(form.Time("scheduledFor")), ct),
            ct,
            "#schedule"
        );

    /// <summary>
    /// Turns text into what the pressed button names: an answer, a card, a factor or an action.
    /// </summary>
    public Task<IResult> PickAsync(Guid id, CancellationToken ct) =>
        DoAsync(
            id,
            "pick",
            "picked",
            form => PickedAsync(id, form, form.Required("text"), ct),
            ct,
            "#pick"
        );

    private Task PickedAsync(Guid id, FormReader form, string text, CancellationToken ct) =>
        form.Text("as") switch
        {
            "factor" => reviews.AddAsync(
                id,
                new FactorRequest(OneLine(text), FactorCategory.Technical),
                ct
            ),
            "action" => reviews.AddAsync(
                id,
                new ProposeReviewActionRequest(OneLine(text), ActionType.Preventive),
                ct
            ),
            var kind => reviews.AddAsync(
                id,
                ReviewQuestions.Find(kind) is { } question
                    ? new(FindingKind.Answer, question.Word, text, form.Flag("fromNotes"))
                    : new FindingRequest(
                        form.Choice<FindingKind>("as") ?? FindingKind.Learning,
                        null,
                        text,
                        form.Flag("fromNotes")
                    ),
                ct
            ),
        };

    public Task<IResult> ChangeFindingAsync(Guid id, Guid finding, CancellationToken ct) =>
        DoAsync(
            id,
            $"finding-{finding}",
            "saved",
            form =>
                reviews.ChangeAsync(
                    id,
                    finding,
                    new FindingRequest(
                        form.Choice<FindingKind>("kind"),
                        form.Text("question"),
                        form.Required("text"),
                        Version: form.Number("version")
                    ),
                    ct
                ),
            ct,
            "#questions"
        );

    public Task<IResult> RemoveFindingAsync(Guid id, Guid finding, CancellationToken ct) =>
        DoAsync(
            id,
            $"finding-remove-{finding}",
            "removed",
            _ => reviews.RemoveAsync(id, $"findings/{finding}", ct),
            ct,
            "#questions"
        );

    /// <summary>The current notes and who is editing them, for an open page.</summary>
    public async Task<IResult> NotesNowAsync(Guid id, CancellationToken ct)
    {
        var review = await reviews.GetAsync(id, ct);
        var isWriting =
            review.NotesBy is not null
            && review.NotesBy != viewer.Name
            && zone.Now - review.NotesAt < StillWriting;
        return Results.Json(
            new
            {
                text = TextOf(review),
                writer = isWriting ? review.NotesBy : null,
                version = review.Version,
            }
        );
    }

    public async Task<IResult> HintsAsync(Guid id, HttpContext context, CancellationToken ct)
    {
        var form = new FormReader(await context.Request.ReadFormAsync(ct), zone);
        return Results.Json(await reviews.HintsAsync(new(form.Raw("text"), id), ct));
    }

    public async Task<IResult> CalendarAsync(Guid id, HttpContext context, CancellationToken ct)
    {
        var review = await reviews.GetAsync(id, ct);
        if (review.ScheduledFor is not { } at)
        {
            return new SeeOther(To(id) + "?step=prepare#schedule");
        }

        var url = $"{context.Request.Headers[PublicAddressHeader.Name]}{To(id)}?step=meet";
        var text = Calendar.Event(
            $"review-{id}@pir",
            at,
            TimeSpan.FromHours(1),
            $"Review of {review.IncidentReference}: {review.Title}",
            url,
            zone.Now
        );
        return Results.File(
            Encoding.UTF8.GetBytes(text),
            "text/calendar; charset=utf-8",
            $"review-{review.IncidentReference}.ics"
        );
    }

    public async Task<IResult> MarkdownAsync(Guid id, int revision, CancellationToken ct) =>
        Results.File(
            Encoding.UTF8.GetBytes(await reviews.MarkdownAsync(id, revision, ct)),
            "text/markdown; charset=utf-8",
            $"review-{id}-{revision}.md"
        );

    public async Task<IResult> CompareAsync(Guid id, int? from, int? to, CancellationToken ct)
    {
        var all = (await reviews.RevisionsAsync(id, ct)).Items;
        var latest = all.Count == 0 ? 1 : all.Max(r => r.Revision);
        var newer = to ?? latest;
        var older = from ?? Math.Max(1, newer - 1);
        var (fromTask, toTask) = (
            reviews.RevisionAsync(id, older, ct),
            reviews.RevisionAsync(id, newer, ct)
        );
        return Page.Show<ComparePage, CompareModel>(new(id, await fromTask, await toTask, all));
    }

    /// <summary>
    /// Finds the account. A name without an account could attend but never read the draft.
    /// </summary>
    private async Task<string?> AccountOfAsync(string name, CancellationToken ct)
    {
        var known = (await directory.PeopleAsync(ct))
            .Where(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return known.Count == 1
            ? known[0].Id
            : throw new ApiException(
                ApiProblem.Field(
                    "name",
                    known.Count == 0
                        ? "has no account; invite them under People, or tick “Has no account”"
                        : "is the name of several accounts; ask the person to join"
                )
            );
    }

    private async Task<ReviewListModel> ListedAsync(
        string? status,
        string? owner,
        string? after,
        CancellationToken ct
    )
    {
        var shown =
            unread.Choice("status", status, "pending", "published", "waived", "overdue", "all")
            ?? "pending";
        var wanted = shown switch
        {
            "pending" or "overdue" => "open,held",
            "all" => null,
            _ => shown,
        };
        var whose = unread.Choice("owner", owner, "me", "none", "team");
        var sort = shown is "pending" or "overdue" ? "due" : null;
        var query = new ReviewQuery(wanted, shown == "overdue", whose, sort, after, 50)
        {
            Filter = Filter,
        };
        return new(shown, whose, await reviews.ListAsync(query, ct))
        {
            Filter = Filter,
            IsFirst = after is null,
        };
    }

    /// <summary>The requested step, or else the step that the review has reached.</summary>
    private string StepOf(Review review) =>
        Step is "prepare" or "meet" or "report" ? Step
        : review.Status is not Contracts.Reviews.ReviewStatus.Open ? "report"
        : review.Notes is null && review.Findings is not { Count: > 0 } ? "prepare"
        : "meet";

    private string Back(Guid id) =>
        To(id) + (Step is "prepare" or "meet" or "report" ? "?step=" + Step : "");

    private static bool? Switch(string? text) =>
        text switch
        {
            "true" => true,
            "false" => false,
            _ => null,
        };

    private static string OneLine(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Truncated(200);
    }
}
