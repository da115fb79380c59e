using System.Globalization;
using System.Text;
using Pir.Contracts.Events;
using Pir.Contracts.Texts;
using Pir.Contracts.Timeline;

namespace Pir.Timelines.Domain;

/// <summary>
/// A piece of evidence: a file such as a screenshot, an excerpt of text or a link. It never
/// changes; what corrects it is added as new evidence.
/// </summary>
public sealed class Attachment
{
    public const int MaxFileName = 200;
    public const int MaxAlt = 500;

    public const int MaxRedactions = 2_000;

    /// <summary>Most pieces of evidence of one entry.</summary>
    public const int MaxPerEntry = 20;

    /// <summary>Most pieces of evidence of one incident.</summary>
    public const int MaxPerIncident = 500;

    public Guid Id { get; set; }
    public Guid IncidentId { get; set; }

    /// <summary>
    /// The entry that it was added with; <see cref="Guid.Empty"/> if it was added to the incident.
    /// <see cref="EvidenceUse"/> has further entries.
    /// </summary>
    public Guid EntryId { get; set; }

    /// <summary>File name without a folder, for saving it; or the name of a text or link.</summary>
    public string FileName { get; set; } = "";

    /// <summary>
    /// Detected from its content, not taken from its sender (<see cref="FileType"/>).
    /// </summary>
    public string ContentType { get; set; } = "";

    /// <summary>Text alternative for people who cannot see it; null if not given.</summary>
    public string? Alt { get; set; }

    /// <summary>Size in bytes.</summary>
    public int Size { get; set; }

    /// <summary>SHA-256 of the content, in lower-case hexadecimal digits.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>When it was captured, according to its sender.</summary>
    public DateTime CapturedAt { get; set; }
    public DateTime UploadedAt { get; set; }
    public string UploaderKind { get; set; } = "";
    public string UploaderId { get; set; } = "";
    public string UploaderName { get; set; } = "";

    /// <summary>Whether it is an excerpt of text and not a file.</summary>
    public bool IsExcerpt { get; set; }

    /// <summary>The address, if it is a link; it has no content then.</summary>
    public string? Link { get; set; }

    /// <summary>
    /// The secrets that were taken out of it: a line for each kind, with the count before it.
    /// </summary>
    public string? Redactions { get; set; }

    /// <summary>The evidence that it corrects.</summary>
    public Guid? ReplacesId { get; set; }

    public EvidenceKind Kind =>
        Link is not null ? EvidenceKind.Link
        : IsExcerpt ? EvidenceKind.Text
        : EvidenceKind.File;

    public IReadOnlyList<RedactedSecrets> ReadRedactions() =>
        [.. (Redactions ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read)];

    public Actor Uploader => new(UploaderKind, UploaderId, UploaderName);

    /// <summary>
    /// Its id depends on its content, so evidence that is sent twice at once is added once.
    /// </summary>
    public static Guid IdOf(Guid incidentId, EvidenceKind kind, string sha256) =>
        TimelineEntry.IdOf($"{incidentId:N}\nevidence\n{kind}\n{sha256}");

    /// <summary>Whole lines only, so that they can be read again.</summary>
    public static string? Write(IReadOnlyList<RedactedSecrets> redacted)
    {
        var text = new StringBuilder();
        foreach (var line in redacted.Select(r => $"{r.Count} {r.Kind}"))
        {
            if (text.Length + line.Length >= MaxRedactions)
            {
                break;
            }

            text.Append(text.Length == 0 ? "" : "\n").Append(line);
        }

        return text.Length == 0 ? null : text.ToString();
    }

    public EvidenceState ToState(IReadOnlyList<Guid> entries, bool isSilent) =>
        new(
            Id,
            IncidentId,
            Kind,
            FileName,
            ContentType,
            Size,
            Sha256,
            CapturedAt,
            entries,
            isSilent
        );

    private static RedactedSecrets Read(string line)
    {
        var space = line.IndexOf(' ');
        return new(line[(space + 1)..], int.Parse(line[..space], CultureInfo.InvariantCulture));
    }
}

/// <summary>A further entry that a piece of evidence belongs to.</summary>
public sealed class EvidenceUse
{
    public Guid AttachmentId { get; set; }
    public Guid EntryId { get; set; }
    public Guid IncidentId { get; set; }
}

/// <summary>
/// The bytes of evidence, in a separate table, so that lists of evidence do not read them.
/// </summary>
public sealed class AttachmentContent
{
    /// <summary>Id of the attachment.</summary>
    public Guid Id { get; set; }
    public byte[] Bytes { get; set; } = [];
}
