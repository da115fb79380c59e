namespace Pir.Contracts.Incidents;

/// <summary>The words people and monitoring tools use for a severity.</summary>
public static class SeverityWords
{
    /// <summary>The severity a word stands for, or null where it is none we know; case and surrounding space do not matter.</summary>
    public static Severity? Parse(string? word) =>
        word?.Trim().ToLowerInvariant() switch
        {
            "sev1"
            or "sev-1"
            or "1"
            or "p1"
            or "s1"
            or "critical"
            or "disaster"
            or "emergency"
            or "fatal"
            or "page" => Severity.Sev1,
            "sev2" or "sev-2" or "2" or "p2" or "s2" or "error" or "high" or "major" =>
                Severity.Sev2,
            "sev3"
            or "sev-3"
            or "3"
            or "p3"
            or "s3"
            or "warning"
            or "warn"
            or "medium"
            or "average" => Severity.Sev3,
            "sev4" or "sev-4" or "4" or "p4" or "s4" or "minor" or "low" => Severity.Sev4,
            "sev5"
            or "sev-5"
            or "5"
            or "p5"
            or "s5"
            or "info"
            or "informational"
            or "none"
            or "debug" => Severity.Sev5,
            _ => null,
        };

    /// <summary><c>sev1</c> … <c>sev5</c>.</summary>
    public static string ToWord(this Severity severity) =>
        severity switch
        {
            Severity.Sev1 => "sev1",
            Severity.Sev2 => "sev2",
            Severity.Sev3 => "sev3",
            Severity.Sev4 => "sev4",
            _ => "sev5",
        };
}
