using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pir.Contracts.Events;
using Pir.Contracts.Timeline;

namespace Pir.Web.Timeline;

/// <summary>What is imported and how it is read, as typed.</summary>
public sealed record ImportForm(
    string? Text = null,
    string? Zone = null,
    string? Date = null,
    string? Format = null,
    string? From = null,
    string? To = null
)
{
    /// <summary>A preview has six fields in each row, and a form may have a thousand.</summary>
    internal const int MostRows = 120;

    internal static ImportForm Typed(FormReader form) =>
        new(
            form.Raw("text"),
            form.Text("zone"),
            form.Text("date"),
            form.Text("format"),
            form.Text("from"),
            form.Text("to")
        );

    /// <summary>What the form asks to read.</summary>
    internal static async Task<PreviewImportRequest> RequestAsync(
        FormReader form,
        Zone zone,
        CancellationToken ct
    )
    {
        var file = form.Files("file") is [var chosen, ..] ? await BytesAsync(chosen, ct) : null;
        return new(
            file is null ? form.Required("text") : null,
            file,
            form.Choice<ImportFormat>("format"),
            form.Text("zone") ?? zone.Name,
            form.Date("date"),
            form.Time("from"),
            form.Time("to")
        );
    }

    /// <summary>The chosen rows.</summary>
    internal static List<RecordEntryRequest> Chosen(FormReader form, Zone zone)
    {
        var items = Enumerable
            .Range(0, MostRows)
            .Where(n => form.Flag($"take-{n}"))
            .Select(n => Row(form, n, zone))
            .ToList();
        return items.Count > 0
            ? items
            : throw new ApiException(ApiProblem.Field("items", "must include at least one entry"));
    }

    /// <summary>The preview as it was submitted, to be shown again.</summary>
    internal static ImportPreviewResponse Preview(FormReader form) =>
        new(
            form.Choice<ImportFormat>("format") ?? ImportFormat.Chat,
            [
                .. Enumerable
                    .Range(0, MostRows)
                    .TakeWhile(n => form.Has($"item-{n}"))
                    .Select(n => Read(form, n)),
            ],
            0,
            [],
            []
        );

    internal static string Write(ImportCandidate item) =>
        JsonSerializer.Serialize(item, EventJson.Options);

    private static RecordEntryRequest Row(FormReader form, int n, Zone zone)
    {
        var item = Read(form, n);
        // The field shows minutes; seconds stay unless the time was changed.
        var isSame = form.Text($"occurredAt-{n}") == Null(zone.Input(item.OccurredAt));
        var at =
            isSame && form.Text($"occurredAt-{n}-turn") is null
                ? item.OccurredAt
                : form.PastTime($"occurredAt-{n}");
        return new(
            form.Choice<TimelineEntryKind>($"kind-{n}") ?? item.Kind,
            form.Required($"text-{n}"),
            at ?? throw new ApiException(ApiProblem.Field($"occurredAt-{n}", "is required")),
            SaidBy: form.Text($"saidBy-{n}"),
            Source: item.Source,
            ExternalId: item.ExternalId,
            Link: item.Link
        );
    }

    private static ImportCandidate Read(FormReader form, int n)
    {
        try
        {
            return JsonSerializer.Deserialize<ImportCandidate>(
                    form.Raw($"item-{n}"),
                    EventJson.Options
                ) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new ApiException(
                ApiProblem.Field("items", "cannot be read; show the entries again")
            );
        }
    }

    private static string? Null(string text) => text.Length == 0 ? null : text;

    private static async Task<byte[]> BytesAsync(IFormFile file, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, ct);
        return bytes.ToArray();
    }
}
