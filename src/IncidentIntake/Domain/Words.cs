using System.Globalization;
using System.Text.Json;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;

namespace Pir.IncidentIntake.Domain;

/// <summary>Values as the API writes them, for history lines and field changes.</summary>
internal static class Words
{
    public static string Of(IncidentStatus status) =>
        status switch
        {
            IncidentStatus.Open => "open",
            IncidentStatus.Acknowledged => "acknowledged",
            IncidentStatus.Mitigated => "mitigated",
            IncidentStatus.Resolved => "resolved",
            _ => "closed",
        };

    public static string Of(DetectionSource source) =>
        source switch
        {
            DetectionSource.Monitoring => "monitoring",
            DetectionSource.Alerting => "alerting",
            DetectionSource.CustomerReport => "customerReport",
            _ => "teamMessage",
        };

    public static string Of(IncidentRole role) =>
        JsonNamingPolicy.CamelCase.ConvertName(role.ToString());

    public static string? Of(DateTime? time) =>
        time?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>The text with its line breaks, tabs and runs of spaces as single spaces.</summary>
    public static string OneLine(string text) =>
        string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Why an incident is not resolved yet.</summary>
    /// <param name="titles">Of some of its firing alerts.</param>
    public static string StillFiring(int count, IReadOnlyList<string> titles)
    {
        var named = titles.Distinct(StringComparer.Ordinal).Select(t => $"\"{t.Isolated()}\"");
        var what =
            count == 1
                ? "1 alert is"
                : count.ToString(CultureInfo.InvariantCulture) + " alerts are";
        return $"{what} still firing: {string.Join(", ", named)}. To resolve the incident all the "
            + "same, send evenIfFiring: true.";
    }

    /// <summary>Why an incident does not become what was wanted.</summary>
    public static string NotFrom(IncidentStatus status, string wanted) =>
        $"A{(status is IncidentStatus.Open or IncidentStatus.Acknowledged ? "n" : "")} "
        + $"{Of(status)} incident cannot be {wanted}.";

    /// <summary>All that has to happen before an incident is closed.</summary>
    public static string MissingToClose(IncidentStatus status, bool hasOpenReview)
    {
        const string OpenReview = "The incident's review is still open. Publish or waive it first.";
        var resolve = $"{NotFrom(status, "closed")} Resolve it first.";
        return status == IncidentStatus.Resolved ? OpenReview
            : hasOpenReview ? $"{resolve} {OpenReview}"
            : resolve;
    }

    public static string? Of(DrillScenario? scenario) =>
        scenario is null ? null : JsonSerializer.Serialize(scenario, EventJson.Options);

    public static string? Of(Impact? impact) =>
        impact is null ? null : JsonSerializer.Serialize(impact, EventJson.Options);
}
