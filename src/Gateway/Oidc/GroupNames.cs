using System.Text.Json;

namespace Pir.Gateway.Oidc;

/// <summary>
/// Reads a groups claim. Providers send it as a list of names, as one text, as a list of objects,
/// or as an object whose members are named by the groups.
/// </summary>
internal static class GroupNames
{
    // What identifies a group that is an object. Not its description, because anybody may edit
    // that.
    private static readonly string[] Identifying =
    [
        "id",
        "name",
        "displayName",
        "display_name",
        "display",
        "value",
        "path",
        "cn",
    ];

    private static readonly char[] Separators = [',', ';'];

    public static IReadOnlyList<string> Read(JsonElement claim) =>
        [
            .. (claim.ValueKind == JsonValueKind.String ? OfText(claim.GetString()!) : Of(claim))
                .Select(n => n.Trim())
                .Where(n => n.Length > 0)
                .Distinct(StringComparer.Ordinal),
        ];

    private static IEnumerable<string> Of(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray().SelectMany(OfItem),
            JsonValueKind.Object when HasName(value) => OfItem(value),
            JsonValueKind.Object => OfMembers(value),
            JsonValueKind.Number => [value.GetRawText()],
            _ => [],
        };

    // One text for all groups. Texts in a list are not split: "Sales, EMEA" is one name there. A
    // distinguished name is one name with commas, so the whole text counts too.
    private static IEnumerable<string> OfText(string text) =>
        Parse(text) is { } json
            ? Of(json)
            : text.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Prepend(text);

    private static IEnumerable<string> OfItem(JsonElement item) =>
        item.ValueKind switch
        {
            JsonValueKind.String => [item.GetString()!],
            JsonValueKind.Number => [item.GetRawText()],
            JsonValueKind.Object => Identifying
                .Select(name => item.TryGetProperty(name, out var value) ? value : default)
                .Where(value => value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                .Select(value => value.ToString()),
            _ => [],
        };

    private static IEnumerable<string> OfMembers(JsonElement value) =>
        value
            .EnumerateObject()
            .Where(m => m.Value.ValueKind is not (JsonValueKind.False or JsonValueKind.Null))
            .Select(m => m.Name);

    private static bool HasName(JsonElement value) => OfItem(value).Any();

    /// <summary>Some providers send the list as text that holds JSON.</summary>
    private static JsonElement? Parse(string text)
    {
        if (text.TrimStart() is not ['[' or '{', ..])
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
