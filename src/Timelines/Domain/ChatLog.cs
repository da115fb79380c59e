namespace Pir.Timelines.Domain;

/// <summary>One message of a chat.</summary>
/// <param name="Name">Who wrote it; null for text before the first name.</param>
/// <param name="At">
/// When, in the time zone of whoever copied it; null if the text shows no time.
/// </param>
public sealed record ChatMessage(string? Name, DateTime? At, string Text);

/// <summary>
/// Reads a chat as people copy it: Slack (<c>Ada  10:42 AM</c> above the text, or name, time and
/// text on separate lines), Teams (<c>[10:42] Ada</c>), and plain logs (<c>10:42 Ada: text</c>,
/// <c>Ada  10:42 text</c>). A line that is not a heading belongs to the message before it, so no
/// word is lost.
/// </summary>
public static class ChatLog
{
    // If times go back further than this, the chat has passed midnight. If less, two clocks differ.
    private static readonly TimeSpan Disorder = TimeSpan.FromHours(2);
    private static readonly TimeSpan FastClock = TimeSpan.FromMinutes(5);

    /// <param name="now">The current time in the time zone of whoever copied it.</param>
    /// <param name="firstDay">
    /// Day of the first message if its text shows none; if null, the latest day on which no message
    /// is in the future.
    /// </param>
    public static IReadOnlyList<ChatMessage> Read(string text, DateTime now, DateOnly? firstDay)
    {
        var drafts = Split(text);
        var today = DateOnly.FromDateTime(now);
        var messages = Date(drafts, firstDay ?? today, now);
        var isAhead =
            firstDay is null && messages.Any(m => m.At > now + FastClock && m.At is not null);
        return isAhead ? Date(drafts, today.AddDays(-1), now) : messages;
    }

    private static List<Draft> Split(string text)
    {
        var drafts = new List<Draft>();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var n = 0; n < lines.Length; n++)
        {
            var line = lines[n].Trim();
            if (ChatHeading.Read(line) is { } heading)
            {
                drafts.Add(new(heading, line));
            }
            else if (IsNameAboveTime(lines, n))
            {
                var below = lines[n + 1].Trim();
                drafts.Add(new(ChatHeading.Read(below)! with { Name = line }, $"{line} {below}"));
                n++;
            }
            else if (drafts.Count > 0)
            {
                drafts[^1].Lines.Add(lines[n].TrimEnd());
            }
            else if (line.Length > 0)
            {
                drafts.Add(new(ChatHeading.None, line));
                drafts[^1].Lines.Add(line);
            }
        }

        // A time alone: the same person continues.
        for (var n = 1; n < drafts.Count; n++)
        {
            if (drafts[n].Heading is { Name: null, Time: not null } heading)
            {
                drafts[n].Heading = heading with { Name = drafts[n - 1].Heading.Name };
            }
        }

        return drafts;
    }

    /// <summary>Slack's web page copies the name and the time on separate lines.</summary>
    private static bool IsNameAboveTime(string[] lines, int n) =>
        n + 1 < lines.Length
        && (n == 0 || string.IsNullOrWhiteSpace(lines[n - 1]))
        && ChatHeading.IsName(lines[n].Trim())
        && ChatHeading.Read(lines[n + 1].Trim()) is { Name: null, Text: "" };

    private static List<ChatMessage> Date(List<Draft> drafts, DateOnly firstDay, DateTime now)
    {
        var messages = new List<ChatMessage>();
        var day = firstDay;
        DateTime? previous = null;
        foreach (var draft in drafts)
        {
            DateTime? at = null;
            if (draft.Heading.Time is { } time)
            {
                day = draft.Heading.DayOf(DateOnly.FromDateTime(now)) ?? day;
                at = day.ToDateTime(time);
                if (
                    draft.Heading.Day is null
                    && at < previous - Disorder
                    && day < DateOnly.MaxValue
                )
                {
                    day = day.AddDays(1);
                    at = day.ToDateTime(time);
                }

                previous = at;
            }

            messages.Add(new(draft.Heading.Name, at, draft.Text));
        }

        return messages;
    }

    private sealed class Draft(ChatHeading heading, string line)
    {
        public ChatHeading Heading { get; set; } = heading;
        public List<string> Lines { get; } = [heading.Text];

        /// <summary>
        /// A heading without text, e.g. for an image that was not copied, becomes the text itself.
        /// </summary>
        public string Text => string.Join('\n', Lines).Trim() is { Length: > 0 } said ? said : line;
    }
}
