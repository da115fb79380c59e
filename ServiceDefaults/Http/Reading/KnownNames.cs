namespace Pir.ServiceDefaults.Http.Reading;

/// <summary>Says about an unknown name which known one may be meant.</summary>
internal static class KnownNames
{
    private const int MostTypos = 2;

    /// <summary>The rule that an unknown name breaks, with the closest known name.</summary>
    public static string RuleOf(string name, IReadOnlyList<string> known)
    {
        if (known.Count == 0)
        {
            return "is unknown";
        }

        var closest = known.MinBy(k => Distance(k, name))!;
        return IsMeant(closest, name)
            ? $"is unknown; did you mean {closest}?"
            : $"is unknown; known are {string.Join(", ", known)}";
    }

    // Two typos make another word of a short one: "kind" is not a misspelt "id".
    private static bool IsMeant(string known, string name) =>
        Distance(known, name) <= (known.Length < 4 ? 1 : MostTypos);

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
}
