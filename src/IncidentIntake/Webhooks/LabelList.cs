using System.Text.Json;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// Labels that are not an object: <c>["host:a"]</c>, <c>[{"name":"host","value":"a"}]</c> or
/// <c>"host:a,env:prod"</c>. Keeps only labels that stay the same while the alert fires, in a fixed
/// order.
/// </summary>
internal static class LabelList
{
    private static readonly char[] NameEnds = [':', '='];

    /// <param name="reader">Positioned at the start of an array.</param>
    public static List<string> Of(Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        using var array = JsonDocument.Parse(body[start..(int)reader.BytesConsumed].ToArray());
        return Lasting(array.RootElement.EnumerateArray().Select(TextOf));
    }

    public static List<string> Of(string text) =>
        Lasting(text.Split([',', ';'], StringSplitOptions.TrimEntries));

    /// <summary>Name and value of a label; the value is empty if it has none.</summary>
    public static (string Name, string Value) Split(string label) =>
        label.Split(NameEnds, 2, StringSplitOptions.TrimEntries) is [var name, var value]
            ? (name, value)
            : (label, "");

    private static List<string> Lasting(IEnumerable<string> labels) =>
        [
            .. labels
                .Where(label => label.Length > 0 && !IsVolatile(label))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    private static bool IsVolatile(string label)
    {
        var parts = label.Split(NameEnds, 2, StringSplitOptions.TrimEntries);
        return label == JsonRepair.CutMark
            || (parts.Length == 2 && IdentityNames.IsVolatile(parts[0], parts[1]));
    }

    private static string TextOf(JsonElement label) =>
        label.ValueKind switch
        {
            JsonValueKind.String => label.GetString()!,
            JsonValueKind.Object => Member(label, "name", "key", "label", "tag")
                + ":"
                + Member(label, "value"),
            _ => label.GetRawText(),
        };

    private static string? Member(JsonElement label, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (label.TryGetProperty(name, out var value))
            {
                return value.ToString();
            }
        }

        return null;
    }
}
