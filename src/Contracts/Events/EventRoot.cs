using System.Text.Json;

namespace Pir.Contracts.Events;

/// <summary>
/// What an event's subject belongs to and is deleted with: for a timeline entry, evidence, a
/// review or an action, its incident; for an incident, itself.
/// </summary>
public static class EventRoot
{
    private static readonly string[] Parts =
    [
        "review",
        "action",
        "entry",
        "evidence",
        "activity",
        "source",
    ];

    /// <summary>The root's id; null if the subject belongs to nothing.</summary>
    /// <param name="data">The event's data.</param>
    public static Guid? Of(JsonElement data) =>
        Find(data) is var (part, name)
        && part.TryGetProperty(name, out var id)
        && id.ValueKind == JsonValueKind.String
        && id.TryGetGuid(out var root)
            ? root
            : null;

    /// <summary>
    /// The part of the data that contains the root's id, and the property's name; null for none.
    /// </summary>
    public static (JsonElement Part, string IdName)? Find(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (Object(data, "incident") is { } incident)
        {
            return (incident, "id");
        }

        foreach (var name in Parts)
        {
            if (Object(data, name) is { } part)
            {
                return (part, "incidentId");
            }
        }

        return null;
    }

    private static JsonElement? Object(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var element) && element.ValueKind == JsonValueKind.Object
            ? element
            : null;
}
