using System.Text.Json;
using Pir.Contracts.Incidents;

namespace Pir.Web.Incidents;

/// <summary>What pages derive from the API's incidents and alerts.</summary>
internal static class IncidentViews
{
    extension(Incident incident)
    {
        public Person? Commander =>
            incident.Roles.LastOrDefault(r => r.Role == IncidentRole.IncidentCommander)?.Person;
    }

    extension(AlertResponse alert)
    {
        /// <summary>
        /// Labels and annotations by name, labels first. Leaves out annotations that repeat the
        /// title or description.
        /// </summary>
        public IReadOnlyList<(string Name, string Value)> Facts =>
            [
                .. Members(alert.Labels).OrderBy(m => m.Name, StringComparer.Ordinal),
                .. Members(alert.Annotations)
                    .Where(m => m.Value != alert.Title && m.Value != alert.Description),
            ];
    }

    private static IEnumerable<(string Name, string Value)> Members(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Object } members
            ? members.EnumerateObject().Select(m => (m.Name, TextOf(m.Value)))
            : [];

    private static string TextOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
