namespace Pir.Timelines.Domain;

/// <summary>
/// Rules for entries. Each check returns the broken rule, or null.
/// </summary>
public static class EntryRules
{
    public const int MaxReason = 500;
    public const int MaxClientId = 100;

    /// <summary>Tolerance for clocks that differ a little.</summary>
    public static readonly TimeSpan FutureTolerance = TimeSpan.FromMinutes(5);

    // Catches a time that was never filled in, or typed with the wrong century.
    private static readonly DateTime Earliest = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static string? CheckText(string? text) =>
        string.IsNullOrWhiteSpace(text) ? "is required"
        : text.Trim().Length > TimelineEntry.MaxText
            ? $"must be at most {TimelineEntry.MaxText} characters long"
        : null;

    public static string? CheckOccurredAt(DateTime occurredAt, DateTime now) =>
        occurredAt > now + FutureTolerance ? "must not be in the future"
        : occurredAt < Earliest ? $"must not be before {Earliest.InWords()}"
        : null;

    public static string? CheckClientId(string? clientId) =>
        clientId is null ? null
        : clientId.Length is 0 or > MaxClientId
            ? $"must be between 1 and {MaxClientId} characters long"
        : null;
}
