using System.Text.Json;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;

namespace Pir.Notifications.Domain;

/// <summary>The properties by which events can be filtered, besides their type.</summary>
/// <param name="IncidentNumber">Null if the fact does not contain it.</param>
/// <param name="IsSilent">Whether the incident's events are not sent to subscribers.</param>
public sealed record EventFacets(
    Guid? IncidentId,
    int? IncidentNumber,
    string? Service,
    Severity? Severity,
    string? Team,
    bool IsSilent = false
)
{
    public static EventFacets None { get; } = new(null, null, null, null, null);

    /// <summary>
    /// Reads the facets of a fact about an incident, a review, an action, a timeline entry or a
    /// source.
    /// </summary>
    public static EventFacets Read(JsonElement data) =>
        EventRoot.Find(data) is var (element, id)
            ? new(
                Guid.TryParse(Text(element, id), out var guid) ? guid : null,
                Number(element, id == "id" ? "number" : "incidentNumber"),
                Text(element, "service"),
                SeverityWords.Parse(Text(element, "severity")),
                Text(element, "team"),
                element.TryGetProperty("isSilent", out var silent)
                    && silent.ValueKind == JsonValueKind.True
            )
            : None;

    private static int? Number(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var element)
        && element.ValueKind == JsonValueKind.Number
        && element.TryGetInt32(out var value)
            ? value
            : null;

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var element) && element.ValueKind == JsonValueKind.String
            ? element.GetString()
            : null;
}
