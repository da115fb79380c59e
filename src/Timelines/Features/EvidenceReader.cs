using System.Text;
using Pir.Contracts.Api;
using Pir.Contracts.Texts;
using Pir.Contracts.Timeline;
using Pir.Timelines.Domain;
using Pir.Timelines.Evidence;

namespace Pir.Timelines.Features;

/// <summary>
/// Makes evidence of what was sent: finds out what a file is, and takes secrets out of texts.
/// </summary>
internal sealed class EvidenceReader(Redactor redactor)
{
    /// <summary>Length of a name that is taken from a text.</summary>
    private const int NameFromText = 80;

    public NewEvidence Read(FileUpload file)
    {
        var type = FileType.Of(file.Bytes);
        var text =
            type == FileType.Text && FileType.Decode(file.Bytes) is { } decoded
                ? redactor.Redact(decoded)
                : null;
        // Of a text without secrets, every byte stays.
        var bytes = text is { Found.Count: > 0 } ? Encoding.UTF8.GetBytes(text.Text) : file.Bytes;
        return new(
            EvidenceKind.File,
            bytes,
            type.MediaType,
            type.NameOf(redactor.Redact(file.FileName ?? "").Text),
            Cleaned(file.Alt, Attachment.MaxAlt),
            file.CapturedAt,
            file.Entries,
            file.Replaces,
            null,
            text?.Found ?? []
        );
    }

    /// <summary>A text or a link that passed <see cref="AddEvidence"/>'s checks.</summary>
    public NewEvidence Read(AddEvidenceRequest request)
    {
        var link = request.Link.TrimmedOrNull();
        var content = redactor.Redact(link ?? request.Text!.ReplaceLineEndings("\n").Trim());
        return new(
            link is null ? EvidenceKind.Text : EvidenceKind.Link,
            Encoding.UTF8.GetBytes(content.Text),
            link is null ? FileType.Text.MediaType : "text/uri-list",
            Cleaned(request.Name, Attachment.MaxFileName) ?? FirstLine(content.Text),
            Cleaned(request.Alt, Attachment.MaxAlt),
            request.CapturedAt,
            request.Entries ?? [],
            request.Replaces,
            link is null ? null : content.Text.Truncated(TimelineEntry.MaxLink),
            content.Found
        );
    }

    // What stands for a secret may be longer than the secret was.
    private string? Cleaned(string? text, int most) =>
        text.TrimmedOrNull() is { } given ? redactor.Redact(given).Text.Truncated(most) : null;

    private static string FirstLine(string text)
    {
        var line = text.Split('\n', 2)[0].Trim();
        return line.Length <= NameFromText ? line : line.Truncated(NameFromText - 1) + "…";
    }
}
