using System.Security.Cryptography;
using System.Text;
using Pir.Contracts.Incidents;

namespace Pir.IncidentIntake.Domain;

/// <summary>One firing of an alert inside one incident.</summary>
public sealed class Alert
{
    public const int FingerprintLength = 100;

    public Guid Id { get; init; }
    public Guid IncidentId { get; init; }

    /// <summary>
    /// The incident that it belonged to before that one was merged; null if its incident is the
    /// first.
    /// </summary>
    public Guid? MergedFromId { get; init; }

    /// <summary>
    /// <see cref="KeyOf"/>; <see cref="Data.AlertKey"/> finds the latest firing by it. Null only
    /// for earlier firings stored by version 1.
    /// </summary>
    public Guid? Key { get; init; }
    public string Fingerprint { get; init; } = "";

    /// <summary>The routing rule that chose its incident; null for none.</summary>
    public Guid? RuleId { get; init; }
    public AlertStatus Status { get; set; }
    public string Title { get; set; } = "";
    public string? Description { get; set; }

    /// <summary>The tool's own word.</summary>
    public string? Severity { get; set; }
    public string? Service { get; set; }
    public DateTime StartsAt { get; init; }
    public DateTime? EndsAt { get; set; }
    public string? Url { get; set; }
    public string? RunbookUrl { get; set; }

    /// <summary>JSON object; null for none.</summary>
    public string? Labels { get; set; }

    /// <summary>JSON object: the alert's other fields; null for none.</summary>
    public string? Annotations { get; set; }

    /// <summary>
    /// How many times it was reported firing. Written after the response: a crash may lose the last
    /// seconds of this count, but never an alert.
    /// </summary>
    public int Occurrences { get; set; }
    public DateTime LastSeenAt { get; set; }

    /// <summary>
    /// Identity of a fingerprint within its source: 128 bits of SHA-256, so that the one random
    /// index stays small.
    /// </summary>
    public static Guid KeyOf(Guid source, string fingerprint)
    {
        Span<byte> input = stackalloc byte[16 + (4 * FingerprintLength)];
        source.TryWriteBytes(input);
        var length = 16 + Encoding.UTF8.GetBytes(fingerprint, input[16..]);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(input[..length], hash);
        return new(hash[..16]);
    }

    /// <summary>Copies the values of a more severe report of the same firing.</summary>
    internal void Rewrite(IncomingAlert copy)
    {
        Title = copy.Title;
        Description = copy.Description ?? Description;
        Severity = copy.SeverityWord;
        Service = copy.Context.Service ?? Service;
        Url = copy.Url ?? Url;
        RunbookUrl = copy.RunbookUrl ?? RunbookUrl;
        Labels = copy.Labels ?? Labels;
        Annotations = copy.Annotations ?? Annotations;
    }

    public AlertState ToState() =>
        new(
            Id,
            Fingerprint,
            Status,
            Title,
            Description,
            Severity,
            Service,
            StartsAt,
            EndsAt,
            Url,
            RunbookUrl
        );
}
