using System.Text.Json;
using Pir.Contracts.Incidents;
using Pir.Contracts.Samples;

namespace Pir.Notifications.Domain;

/// <summary>The properties by which events can be filtered, besides their type.</summary>
/// <param name="IncidentNumber">Null if the fact does not contain it.</param>
public sealed record EventFacets(
    Guid? IncidentId,
    int? IncidentNumber,
    string? Service,
    Severity? Severity,
    string? Team
)
{
    /// <summary>
    /// Whether the event is about sample data: shown on our own pages, never sent to subscribers.
    /// </summary>
    public bool IsSample => SampleId.Is(IncidentId);

    public static EventFacets None { get; } = new(null, null, null, null, null);

    /// <summary>
    /// Reads the facets of a fact about an incident, a review, an action, a timeline entry or a
    /// source.
    /// </summary>
    public static EventFacets Read(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object)
        {
            return None;
        }

        if (Object(data, "incident") is { } incident)
        {
            return Read(incident, "id", "number");
        }

        var about =
            Object(data, "review")
            ?? Object(data, "action")
            ?? Object(data, "entry")
            ?? Object(data, "source");
        return about is { } element ? Read(element, "incidentId", "incidentNumber") : None;
    }

    private static EventFacets Read(JsonElement element, string id, string number) =>
        new(
            Guid.TryParse(Text(element, id), out var guid) ? guid : null,
            Number(element, number),
            Text(element, "service"),
            SeverityWords.Parse(Text(element, "severity")),
            Text(element, "team")
        );

    private static JsonElement? Object(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var element) && element.ValueKind == JsonValueKind.Object
            ? element
            : null;

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
