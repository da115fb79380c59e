using System.Text.Json;
using Pir.Contracts.Incidents;

namespace Pir.Web.Incidents;

/// <summary>What pages ask of incidents and alerts beyond what the API says.</summary>
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
        /// Whatever the tool said about it, by name: labels first. What title and description say
        /// already is left out.
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
