using Pir.Contracts.Timeline;

namespace Pir.Timelines.Domain;

/// <summary>
/// Rules for entries. Each check returns the broken rule, or null.
/// </summary>
public static class EntryRules
{
    public const int MaxReason = 500;
    public const int MaxClientId = 100;

    /// <summary>A timeline can only be trusted if it says why it was changed.</summary>
    public const string ReasonRule = "is required: say why the entry is corrected";

    public static string? CheckText(string? text) =>
        string.IsNullOrWhiteSpace(text) ? "is required"
        : text.Trim().Length > TimelineEntry.MaxText
            ? $"must be at most {TimelineEntry.MaxText} characters long"
        : null;

    /// <summary>Longest repair step: a week.</summary>
    public const int MaxMinutes = 7 * 24 * 60;

    public static string? CheckRepair(RepairStep? repair) =>
        repair is null ? null
        : repair.Result is null ? "must have a result: helped, noEffect or madeWorse"
        : repair.Minutes is < 0 or > MaxMinutes ? $"must have minutes between 0 and {MaxMinutes}"
        : null;

    public static string? CheckClientId(string? clientId) =>
        clientId is null ? null
        : clientId.Length is 0 or > MaxClientId
            ? $"must be between 1 and {MaxClientId} characters long"
        : null;

    /// <summary>What is known only later needs the time when, and nothing else has one.</summary>
    public static string? CheckKnown(
        (TimelineEntryKind Kind, DateTime OccurredAt, DateTime? KnownAt) entry
    ) =>
        (entry.Kind == TimelineEntryKind.KnownOnlyLater, entry.KnownAt) switch
        {
            (true, null) => "is required for the kind knownOnlyLater",
            (false, not null) => "is only for the kind knownOnlyLater",
            (true, { } at) when at <= entry.OccurredAt => "must be after occurredAt",
            _ => null,
        };

    public static string? CheckSource(string? source, string? externalId) =>
        source is null
            ? externalId is null
                ? null
                : "is required with externalId"
            : source.Trim().Length is 0 or > TimelineEntry.MaxSource
                ? $"must be between 1 and {TimelineEntry.MaxSource} characters long"
                : null;

    public static string? CheckExternalId(string? externalId, string? source) =>
        externalId is null
            ? source is null
                ? null
                : "is required with source"
            : externalId.Length is 0 or > TimelineEntry.MaxExternalId
                ? $"must be between 1 and {TimelineEntry.MaxExternalId} characters long"
                : null;

    public static string? CheckLink(string? link) =>
        link is null ? null
        : link.Length > TimelineEntry.MaxLink
            ? $"must be at most {TimelineEntry.MaxLink} characters long"
        : IsLink(link) ? null
        : "must be an http or https address";

    /// <summary>Only addresses that are safe to show as a link.</summary>
    public static bool IsLink(string text) =>
        Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https";
}
