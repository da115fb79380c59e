using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Pir.ServiceDefaults.Http.Reading;

/// <summary>
/// Refuses unknown members of a request's body. Without this, a misspelt name would be silently
/// ignored.
/// </summary>
internal static partial class UnknownMember
{
    private const int MillisecondsAtMost = 200;

    /// <summary>The rule with the closest known name; null for any other fault.</summary>
    /// <param name="name">Name of the member, without its path.</param>
    /// <param name="types">Types among which to look for the one that the serializer names.</param>
    public static string? RuleOf(JsonException json, string name, IEnumerable<Type> types)
    {
        if (Unmapped().Match(json.Message) is not { Success: true } unmapped)
        {
            return null;
        }

        var wanted = unmapped.Groups["type"].Value;
        return KnownNames.RuleOf(
            name,
            MembersOf(types.FirstOrDefault(t => t.ToString() == wanted))
        );
    }

    private static string[] MembersOf(Type? type) =>
        [
            .. (type?.GetProperties(BindingFlags.Public | BindingFlags.Instance) ?? [])
                .Where(p => p.GetCustomAttribute<JsonIgnoreAttribute>() is null)
                .Select(p =>
                    p.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
                    ?? JsonNamingPolicy.CamelCase.ConvertName(p.Name)
                ),
        ];

    [GeneratedRegex(
        "could not be mapped to any .NET member contained in type '(?<type>[^']+)'",
        RegexOptions.None,
        MillisecondsAtMost
    )]
    private static partial Regex Unmapped();
}
