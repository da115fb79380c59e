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
    private const int MostTypos = 2;

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
        var members = MembersOf(types.FirstOrDefault(t => t.ToString() == wanted));
        if (members.Length == 0)
        {
            return "is unknown";
        }

        return members.FirstOrDefault(member => IsMeant(member, name)) is { } meant
            ? $"is unknown; did you mean {meant}?"
            : $"is unknown; known are {string.Join(", ", members)}";
    }

    // Two typos make another word of a short one: "kind" is not a misspelt "id".
    private static bool IsMeant(string member, string name) =>
        Distance(member, name) <= (member.Length < 4 ? 1 : MostTypos);

    private static string[] MembersOf(Type? type) =>
        [
            .. (type?.GetProperties(BindingFlags.Public | BindingFlags.Instance) ?? [])
                .Where(p => p.GetCustomAttribute<JsonIgnoreAttribute>() is null)
                .Select(p =>
                    p.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
                    ?? JsonNamingPolicy.CamelCase.ConvertName(p.Name)
                ),
        ];

    /// <summary>Number of letters to change, add or remove (Levenshtein), ignoring case.</summary>
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > MostTypos)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var isSame = IsSame(left[i - 1], right[j - 1]);
                var changed = diagonal + (isSame ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }

    private static bool IsSame(char a, char b) =>
        char.ToLowerInvariant(a) == char.ToLowerInvariant(b);

    [GeneratedRegex(
        "could not be mapped to any .NET member contained in type '(?<type>[^']+)'",
        RegexOptions.None,
        MillisecondsAtMost
    )]
    private static partial Regex Unmapped();
}
