using System.Text.Json.Nodes;

namespace Pir.Contracts.Tests;

/// <summary>What a consumer built against an earlier version would stumble over.</summary>
internal static class CompatibilityRules
{
    /// <summary>Fields that are gone or hold another kind of value; an addition is none.</summary>
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
