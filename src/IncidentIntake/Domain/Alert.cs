using System.Security.Cryptography;
using System.Text;
using Pir.Contracts.Incidents;

namespace Pir.Intake.Domain;

/// <summary>One firing of an alert inside one incident.</summary>
public sealed class Alert
{
    public const int FingerprintLength = 100;

    public Guid Id { get; init; }
    public Guid IncidentId { get; init; }

    /// <summary><see cref="KeyOf"/>; <see cref="Data.AlertKey"/> tells the latest firing by it. Null only for earlier firings stored by version 1.</summary>
    public Guid? Key { get; init; }
    public string Fingerprint { get; init; } = "";
    public AlertStatus Status { get; set; }
    public string Title { get; init; } = "";
    public string? Description { get; init; }

    /// <summary>The tool's own word.</summary>
    public string? Severity { get; init; }
    public string? Service { get; init; }
    public DateTime StartsAt { get; init; }
    public DateTime? EndsAt { get; set; }
    public string? Url { get; init; }
    public string? RunbookUrl { get; init; }

    /// <summary>JSON object as sent; null where there were none or too much of them.</summary>
    public string? Labels { get; init; }

    /// <summary>How often it was reported firing. Written behind the answers: a crash may lose the last seconds of this count, never an alert.</summary>
    public int Occurrences { get; set; }
    public DateTime LastSeenAt { get; set; }

    /// <summary>Identity of a fingerprint within its source: 128 bits of SHA-256, so that the one random index stays small.</summary>
    public static Guid KeyOf(Guid source, string fingerprint)
    {
        Span<byte> input = stackalloc byte[16 + (4 * FingerprintLength)];
        source.TryWriteBytes(input);
        var length = 16 + Encoding.UTF8.GetBytes(fingerprint, input[16..]);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(input[..length], hash);
        return new(hash[..16]);
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
