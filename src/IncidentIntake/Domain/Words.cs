using System.Globalization;
using System.Text.Json;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;

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

    public static string? Of(Impact? impact) =>
        impact is null ? null : JsonSerializer.Serialize(impact, EventJson.Options);
}
