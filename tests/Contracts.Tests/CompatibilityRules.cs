using System.Text.Json.Nodes;

namespace Pir.Contracts.Tests;

/// <summary>Changes that break consumers of an earlier version.</summary>
internal static class CompatibilityRules
{
    /// <summary>Removed fields and fields with another type. Additions do not count.</summary>
    public static IEnumerable<string> Breaks(JsonNode? before, JsonNode? after, string path = "$")
    {
        if (before is null)
        {
            return [];
        }

        if (after is null)
        {
            return [path + " is gone"];
        }

        if (before.GetValueKind() != after.GetValueKind())
        {
            return [$"{path} was a {before.GetValueKind()}, is a {after.GetValueKind()}"];
        }

        return before switch
        {
            JsonObject fields => fields.SelectMany(f =>
                Breaks(f.Value, after[f.Key], $"{path}.{f.Key}")
            ),
            JsonArray { Count: > 0 } items => Breaks(
                items[0],
                after.AsArray().FirstOrDefault(),
                path + "[0]"
            ),
            _ => [],
        };
    }
}
