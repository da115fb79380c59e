namespace Pir.Timelines.Domain;

/// <summary>
/// What an entry may say. Each check answers with the rule that is broken, or null.
/// </summary>
public static class EntryRules
{
    public const int MaxReason = 500;
    public const int MaxClientId = 100;

    /// <summary>Clocks differ a little.</summary>
    public static readonly TimeSpan FutureTolerance = TimeSpan.FromMinutes(5);

    // Not a fact about incidents: it catches a time that was never filled in, or typed into the
    // wrong century.
    private static readonly DateTime Earliest = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static string? CheckText(string? text) =>
        string.IsNullOrWhiteSpace(text) ? "is required: say what happened."
        : text.Trim().Length > TimelineEntry.MaxText
            ? $"must be at most {TimelineEntry.MaxText} characters long."
        : null;

    public static string? CheckOccurredAt(DateTime occurredAt, DateTime now) =>
        occurredAt > now + FutureTolerance
            ? "must not be in the future: a timeline tells what happened."
        : occurredAt < Earliest ? $"must not be before {Earliest.InWords()}."
        : null;

    public static string? CheckClientId(string? clientId) =>
        clientId is null ? null
        : clientId.Length is 0 or > MaxClientId
            ? $"must be between 1 and {MaxClientId} characters long."
        : null;
}
