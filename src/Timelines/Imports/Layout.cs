namespace Pir.Timelines.Imports;

/// <summary>
/// How a chat lays out names above times: behind a blank line or not, with AM and PM or not,
/// indented or not. It tells a name above a time from the last words before a bare time.
/// </summary>
internal sealed record Layout(bool HasBlanks, bool HasHalves, bool HasIndents)
{
    internal static Layout Of(ChatLines lines)
    {
        var headings = new List<(bool AfterBlank, bool IsFirst, bool HasHalf, bool IsIndented)>();
        for (var n = 0; n < lines.Count; n++)
        {
            if (lines.TimeBelow(n, out var last) is not { } below)
            {
                continue;
            }

            var isBlank = lines.IsBlank(n - 1);
            if (ChatName.IsName(lines[n].Trim()))
            {
                headings.Add(
                    (isBlank, headings.Count == 0, below.Time!.HasHalf, IsIndented(lines[last]))
                );
            }
        }

        var surest = headings.Where(h => h.AfterBlank || h.IsFirst).ToList();
        return new(
            headings.Exists(h => h.AfterBlank && !h.IsFirst),
            surest.Exists(h => h.HasHalf),
            surest.Exists(h => h.IsIndented)
        );
    }

    /// <summary>Whether the line above a time is the name of who speaks from then on.</summary>
    internal bool IsName(
        string above,
        string timeLine,
        ChatHeading time,
        bool isAfterBlank,
        IReadOnlySet<string> speakers
    )
    {
        // Slack writes times without AM and PM where the same person continues.
        if (HasHalves && !time.Time!.HasHalf && time.Time.Day is null)
        {
            return false;
        }

        var looksRight =
            HasMarks(timeLine, time)
            || (HasIndents ? IsIndented(timeLine) : HasHalves && time.Time!.HasHalf);
        var isKnown = speakers.Contains(ChatName.Trim(above).Name);
        var isSure = isKnown || ChatName.IsFullName(above);
        return (isAfterBlank && (looksRight || isSure || (!HasIndents && ChatName.IsName(above))))
            || (looksRight && isSure)
            || (!HasBlanks && ChatName.IsName(above) && (looksRight || IsCapital(above)));
    }

    private static bool HasMarks(string timeLine, ChatHeading time) =>
        time.Time!.Day is null && !char.IsAsciiDigit(timeLine.TrimStart()[0]);

    private static bool IsCapital(string name) => char.IsUpper(name[0]) || name[0] == '@';

    private static bool IsIndented(string line) => line.Length > 0 && line[0] is ' ' or '\t';
}
