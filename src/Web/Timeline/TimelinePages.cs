using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Timeline;

namespace Pir.Web.Timeline;

/// <summary>Edits a timeline: capture, correct, pin, mark.</summary>
internal sealed class TimelinePages(
    TimelineClient timeline,
    ITimelinePage page,
    Forms forms,
    Zone zone
)
{
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
                        form.Text("clientId"),
                        IsInterpretation: form.Flag("isInterpretation"),
                        KnownAt: form.PastTime("knownAt") ?? KnownNow(form)
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

    /// <summary>What was known only later, and is written down now, is known now.</summary>
    private DateTime? KnownNow(FormReader form) =>
        form.Choice<TimelineEntryKind>("kind") == TimelineEntryKind.KnownOnlyLater
            ? zone.Now
            : null;

    /// <summary>
    /// The chosen time; else the exact time between two entries, or when an entry that could not be
    /// sent was written; else null, meaning now.
    /// </summary>
    private static DateTime? OccurredAt(FormReader form) =>
        form.Text("occurredAt") is { } chosen && chosen != form.Text("wasAt")
            ? form.PastTime("occurredAt")
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
            ["knownAt"] = zone.Input(entry.KnownAt),
            ["repair"] = entry.Repair?.Result is { } result ? Words.Wire(result) : "",
            ["minutes"] = $"{entry.Repair?.Minutes}",
            ["milestone"] = Words.Wire(entry.Milestone ?? TimelineMilestone.None),
            ["isInterpretation"] = entry.IsInterpretation ? "true" : "false",
        };

    /// <summary>
    /// Sends only what changed. An empty text is sent too, so that the error appears at its field.
    /// </summary>
    private static CorrectEntryRequest Correction(FormReader form, int? version)
    {
        return new(
            IsMine("text") ? form.Raw("text") : null,
            IsMine("occurredAt") ? form.PastTime("occurredAt") : null,
            IsMine("kind") ? form.Choice<TimelineEntryKind>("kind") : null,
            Reason: form.Text("reason"),
            Version: version,
            IsInterpretation: IsMine("isInterpretation") ? form.Flag("isInterpretation") : null,
            KnownAt: IsMine("knownAt") ? form.PastTime("knownAt") : null,
            Repair: IsMine("repair") || IsMine("minutes") ? Repair(form) : null,
            Milestone: IsMine("milestone") ? form.Choice<TimelineMilestone>("milestone") : null
        );

        bool IsMine(string name) => ConcurrentEdit.IsMine(form, name);
    }

    /// <summary>Null if the entry is no repair step.</summary>
    private static RepairStep? Repair(FormReader form)
    {
        if (form.Choice<RepairResult>("repair") is { } result)
        {
            return new(result, form.Number("minutes"), form.Flag("isUndone"));
        }

        return form.Number("minutes") is null
            ? null
            : throw new ApiException(
                ApiProblem.Field("repair", "is required with the minutes it took")
            );
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
}
