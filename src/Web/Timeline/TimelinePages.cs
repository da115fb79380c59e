using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Timeline;
using Pir.Web.Incidents;

namespace Pir.Web.Timeline;

/// <summary>A pasted chat before it is added to the timeline.</summary>
/// <param name="Chat">The messages found in it; null before it is split.</param>
/// <param name="Text">The pasted text, to be corrected.</param>
public sealed record ChatModel(Incident Incident, Chat? Chat, string? Text);

/// <summary>Edits a timeline: capture, correct, pin, mark, import a chat.</summary>
internal sealed class TimelinePages(
    TimelineClient timeline,
    IntakeClient intake,
    ITimelinePage page,
    Forms forms,
    Zone zone
)
{
    /// <summary>
    /// Most rows in a chat's preview: each has seven fields, and a form may have a thousand.
    /// </summary>
    public const int MostMessages = 120;

    private const int Attempts = 3;
    private IReadOnlyList<ClashField>? _clash;

    public static void Map(RouteGroupBuilder pages)
    {
        var writing = pages.For(Scopes.Timeline);
        writing.MapPost(
            "/incidents/{id}/timeline",
            (string id, TimelinePages p, CancellationToken ct) => p.CaptureAsync(id, ct)
        );
        writing.MapPost(
            "/incidents/{id}/timeline/{entry:guid}",
            (string id, Guid entry, TimelinePages p, CancellationToken ct) =>
                p.CorrectAsync(id, entry, ct)
        );
        writing.MapPost(
            "/incidents/{id}/timeline/{entry:guid}/{flag:regex(^(pin|mark)$)}",
            (string id, Guid entry, TimelinePages p, CancellationToken ct) =>
                p.FlagAsync(id, entry, ct)
        );
        writing.MapGet(
            "/incidents/{id}/chat",
            (string id, TimelinePages p, CancellationToken ct) => p.ChatAsync(id, ct)
        );
        writing.MapPost(
            "/incidents/{id}/chat",
            (string id, TimelinePages p, CancellationToken ct) => p.ReadChatAsync(id, ct)
        );
        writing.MapPost(
            "/incidents/{id}/chat/add",
            (string id, TimelinePages p, CancellationToken ct) => p.AddChatAsync(id, ct)
        );
        writing.MapGet(
            "/incidents/{id}/chat/add",
            (string id) => new SeeOther($"{PageLinks.Incident(id)}/chat")
        );
    }

    private Task<IResult> CaptureAsync(string id, CancellationToken ct) =>
        forms.SubmitAsync(
            "capture",
            async form =>
            {
                var images = form.Files("image");
                var entry = await timeline.AddAsync(
                    id,
                    new(
                        form.Choice<TimelineEntryKind>("kind") ?? TimelineEntryKind.Observation,
                        form.Text("text")
                            ?? (images.Count > 0 ? form.Text("alt") ?? "Screenshot" : null)
                            ?? form.Required("text"),
                        OccurredAt(form),
                        form.Text("clientId")
                    ),
                    ct
                );
                foreach (var image in images)
                {
                    await timeline.AttachAsync(id, entry.Id, image, form.Text("alt"), ct);
                }

                return new($"{PageLinks.Incident(id)}#e-{entry.Id}");
            },
            refusal => page.ShowAsync(id, TimelineView.Plain, refusal, ct)
        );

    /// <summary>
    /// The chosen time; else the exact time between two entries, or when an entry that could not be
    /// sent was written; else null, meaning now.
    /// </summary>
    private static DateTime? OccurredAt(FormReader form) =>
        form.Text("occurredAt") is { } chosen && chosen != form.Text("wasAt")
            ? form.Time("occurredAt")
            : TimelineView.ReadInstant(form.Text("exactAt"));

    private Task<IResult> CorrectAsync(string id, Guid entry, CancellationToken ct) =>
        forms.SubmitAsync(
            "correct",
            async form =>
            {
                await SaveAsync(id, entry, form, ct);
                return new($"{PageLinks.Incident(id)}#e-{entry}", "corrected");
            },
            refusal =>
                page.ShowAsync(
                    id,
                    TimelineView.Plain with
                    {
                        Editing = entry,
                    },
                    ConcurrentEdit.ShownAgain(refusal, zone),
                    ct,
                    _clash
                )
        );

    /// <summary>
    /// Saves a correction. If somebody else saved one in the meantime, it is refused only if both
    /// changed the same field.
    /// </summary>
    private async Task SaveAsync(string id, Guid entry, FormReader form, CancellationToken ct)
    {
        var version = form.Number("version");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await timeline.CorrectAsync(id, entry, Correction(form, version), ct);
                return;
            }
            catch (ApiException stale) when (stale.Problem.Status == 412 && attempt < Attempts)
            {
                var theirs = await timeline.GetAsync(id, entry, ct);
                version = theirs.Version;
                if (ConcurrentEdit.ClashOf(form, FieldsOf(theirs)) is { Count: > 0 } clash)
                {
                    _clash = clash;
                    throw new ApiException(ApiProblem.Clash);
                }
            }
        }
    }

    /// <summary>An entry's fields as the page's form shows them.</summary>
    private Dictionary<string, string?> FieldsOf(Entry entry) =>
        new(StringComparer.Ordinal)
        {
            ["text"] = entry.Text,
            ["kind"] = Words.Wire(entry.Kind),
            ["occurredAt"] = zone.Input(entry.OccurredAt),
        };

    /// <summary>
    /// Sends only what changed. An empty text is sent too, so that the error appears at its field.
    /// </summary>
    private static CorrectEntryRequest Correction(FormReader form, int? version)
    {
        return new(
            IsMine("text") ? form.Raw("text") : null,
            IsMine("occurredAt") ? form.Time("occurredAt") : null,
            IsMine("kind") ? form.Choice<TimelineEntryKind>("kind") : null,
            Reason: form.Text("reason"),
            Version: version
        );

        bool IsMine(string name) => ConcurrentEdit.IsMine(form, name);
    }

    private Task<IResult> FlagAsync(string id, Guid entry, CancellationToken ct) =>
        forms.SubmitAsync(
            "pin",
            async form =>
            {
                await timeline.CorrectAsync(
                    id,
                    entry,
                    form.Has("isMarked")
                        ? new(IsMarked: form.Flag("isMarked"))
                        : new(IsPinned: form.Flag("isPinned")),
                    ct
                );
                // Marked during the review meeting: go back to it.
                return new(
                    form.Id("review") is { } review
                        ? $"/reviews/{review}?step=meet#e-{entry}"
                        : $"{PageLinks.Incident(id)}#e-{entry}"
                );
            },
            refusal => page.ShowAsync(id, TimelineView.Plain, refusal, ct)
        );

    private async Task<IResult> ChatAsync(string id, CancellationToken ct) =>
        Page.Show<ChatPage, ChatModel>(new(await intake.GetAsync(id, ct), null, null));

    private Task<IResult> ReadChatAsync(string id, CancellationToken ct) =>
        forms.ShowAsync(
            "chat",
            async form =>
            {
                var text = form.Required("text");
                var chat = await timeline.ReadChatAsync(
                    id,
                    new(text, zone.Name, form.Date("date")),
                    ct
                );
                var shown = chat.Items.Take(MostMessages).ToList();
                var leftOut = chat.LeftOut + chat.Items.Count - shown.Count;
                return Page.Show<ChatPage, ChatModel>(
                    new(await intake.GetAsync(id, ct), new(shown, leftOut), text)
                );
            },
            async refusal =>
                Page.Show<ChatPage, ChatModel>(
                    new(await intake.GetAsync(id, ct), null, null),
                    refusal
                )
        );

    private Task<IResult> AddChatAsync(string id, CancellationToken ct) =>
        forms.SubmitAsync(
            "chat-add",
            async form =>
            {
                var items = Rows(form)
                    .Select(n => new RecordEntryRequest(
                        form.Choice<TimelineEntryKind>($"kind-{n}")
                            ?? TimelineEntryKind.Communication,
                        form.Required($"text-{n}"),
                        form.Time($"occurredAt-{n}"),
                        form.Text($"clientId-{n}"),
                        form.Text($"saidBy-{n}")
                    ))
                    .ToList();
                if (items.Count == 0)
                {
                    throw new ApiException(
                        ApiProblem.Field("lines", "must include at least one message")
                    );
                }

                await timeline.AddManyAsync(id, new(items), ct);
                return new(PageLinks.Incident(id), "chat");
            },
            async refusal =>
                Page.Show<ChatPage, ChatModel>(
                    new(await intake.GetAsync(id, ct), Typed(new(refusal.Typed, zone)), null),
                    refusal
                )
        );

    private static IEnumerable<int> Rows(FormReader form) =>
        Enumerable.Range(0, MostMessages).Where(n => form.Flag($"take-{n}"));

    /// <summary>The preview as it was submitted, to be shown again.</summary>
    private static Chat Typed(FormReader form) =>
        new(
            [
                .. Enumerable
                    .Range(0, MostMessages)
                    .TakeWhile(n => form.Has($"text-{n}"))
                    .Select(n => new ChatLine(
                        form.Text($"saidBy-{n}"),
                        null,
                        TimelineEntryKind.Communication,
                        form.Raw($"text-{n}")
                    )),
            ],
            0
        );
}
