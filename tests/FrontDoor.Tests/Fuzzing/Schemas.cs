using System.Text.Json;

namespace Pir.FrontDoor.Tests.Fuzzing;

/// <summary>Reads the schemas of an OpenAPI document.</summary>
internal static class Schemas
{
    /// <summary>Follows references, and takes the alternative that is not null.</summary>
    public static JsonElement Resolve(JsonElement document, JsonElement schema)
    {
        var found = schema;
        while (true)
        {
            if (found.TryGetProperty("$ref", out var reference))
            {
                var at = document;
                foreach (var step in reference.GetString()!.TrimStart('#', '/').Split('/'))
                {
                    at = at.GetProperty(step);
                }

                found = at;
            }
            else if (
                (
                    found.TryGetProperty("oneOf", out var choices)
                    || found.TryGetProperty("anyOf", out choices)
                )
                && choices.GetArrayLength() > 0
            )
            {
                found = choices
                    .EnumerateArray()
                    .OrderBy(choice => TypeOf(choice) == "null")
                    .First();
            }
            else
            {
                return found;
            }
        }
    }

    /// <summary>The type that is not null; "" if the schema has none.</summary>
    public static string TypeOf(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return schema.TryGetProperty("properties", out _) ? "object" : "";
        }

        if (type.ValueKind == JsonValueKind.String)
        {
            return type.GetString()!;
        }

        // A number may be given as a text too; the number comes last.
        return type.EnumerateArray().Select(t => t.GetString()!).LastOrDefault(t => t != "null")
            ?? "null";
    }
}
