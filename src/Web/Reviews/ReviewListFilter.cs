using Microsoft.AspNetCore.Http;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;

namespace Pir.Web.Reviews;

/// <summary>The reviews that a chart in Insights links to; null for any.</summary>
/// <param name="Ended">When the incident was resolved.</param>
/// <param name="Severity">As in the address, e.g. <c>sev1</c>.</param>
/// <param name="WithoutDrills">Only reviews of real incidents.</param>
public sealed record ReviewListFilter(
    DayRange? Ended,
    string? Severity,
    string? Service,
    string? Team,
    bool WithoutDrills
)
{
    public static ReviewListFilter None { get; } = new(null, null, null, null, false);

    public bool IsNarrow => this != None;

    /// <summary>The active filters, in words.</summary>
    public string Words =>
        string.Join(
            " · ",
            new[]
            {
                Ended is null ? null : $"Incident resolved: {Ended.Words}",
                SeverityWords.Parse(Severity) is { } severity
                    ? Shared.Text.Words.Of(severity)
                    : null,
                Service,
                Team,
                WithoutDrills ? "without drills" : null,
            }.OfType<string>()
        );

    /// <param name="now">UTC.</param>
    internal static ReviewListFilter Read(
        IQueryCollection query,
        DateTime now,
        UnreadFilters unread
    ) =>
        new(
            unread.Note("ended", query["ended"], DayRange.Parse(query["ended"], now)),
            unread.Severity(query["severity"]),
            Word(query["service"]),
            Word(query["team"]),
            unread.Choice("drill", query["drill"], "no") is not null
        );

    /// <summary>A URL of the list with this filter.</summary>
    internal string On(string address) =>
        ApiClient.Query(
            address,
            ("ended", Ended?.Text),
            ("severity", Severity),
            ("service", Service),
            ("team", Team),
            ("drill", WithoutDrills ? "no" : null)
        );

    /// <summary>A request to the service with this filter.</summary>
    internal string Asked(string path) =>
        ApiClient.Query(
            path,
            ("endedFrom", Ended?.FromText),
            ("endedTo", Ended?.ToText),
            ("severity", Severity),
            ("service", Service),
            ("team", Team),
            ("drill", WithoutDrills ? "false" : null)
        );

    private static string? Word(string? text) => text.TrimmedOrNull();
}
