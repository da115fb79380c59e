using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pir.Contracts.Timeline;

namespace Pir.Timelines.Imports;

/// <summary>
/// Lines of a log that begin with a time: ISO 8601, syslog, web servers, or a time of day. Lines
/// without one, such as those of a stack trace, belong to the line before.
/// </summary>
internal static partial class LogImport
{
    /// <summary>Whether most lines begin with a day and a time.</summary>
    internal static bool Fits(string text)
    {
        var lines = text.Split('\n').Where(l => l.Trim().Length > 0).Take(200).ToList();
        return lines.Count(l => Start().IsMatch(l.TrimStart())) * 2 >= lines.Count;
    }

    internal static void Read(string text, ImportPlace place, ImportReading reading)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var drafts = new List<ChatDraft>();
        for (var n = 0; n < lines.Length; n++)
        {
            if (Read(lines[n].TrimEnd(), n + 1) is { } draft)
            {
                drafts.Add(draft);
            }
            else if (drafts.Count > 0)
            {
                drafts[^1].Lines.Add(lines[n].TrimEnd());
            }
            else if (lines[n].Trim().Length > 0)
            {
                reading.Refuse(n + 1, lines[n], "does not begin with a time");
            }
        }

        var times = ChatClock.Read(drafts, new(place.Now, place.Zone, place.Date, place.Since));
        foreach (var (draft, time) in drafts.Zip(times))
        {
            if (draft.Text.Length == 0)
            {
                reading.Refuse(draft.Line, lines[draft.Line - 1], "has no text behind its time");
                continue;
            }

            reading.Add(
                new(null, time.At, TimelineEntryKind.Observation, draft.Text)
                {
                    Line = draft.Line,
                    IsSuggested = Severe().IsMatch(draft.Lines[0]),
                    Doubt = time.Doubt,
                }
            );
        }
    }

    /// <summary>A log that writes an object on each line.</summary>
    internal static bool Fits(JsonElement part) =>
        TimeOf(part) is not null && MessageOf(part) is not null;

    internal static void Read(IEnumerable<JsonPart> parts, ImportReading reading)
    {
        foreach (var (part, line) in parts)
        {
            if (TimeOf(part) is not { } at || MessageOf(part) is not { } message)
            {
                reading.Refuse(line, part.GetRawText(), "has no readable time or no message");
                continue;
            }

            var level = part.Text("level") ?? part.Text("severity") ?? part.Text("@l");
            reading.Add(
                new(
                    null,
                    at,
                    TimelineEntryKind.Observation,
                    level is null ? message : $"{level.ToUpperInvariant()} {message}"
                )
                {
                    Line = line,
                    IsSuggested = Severe().IsMatch(level ?? message),
                }
            );
        }
    }

    private static DateTime? TimeOf(JsonElement part) =>
        part.Time("time")
        ?? part.Time("timestamp")
        ?? part.Time("@timestamp")
        ?? part.Time("Timestamp")
        ?? part.Time("@t")
        ?? part.Time("ts");

    private static string? MessageOf(JsonElement part) =>
        part.Text("message")
        ?? part.Text("msg")
        ?? part.Text("@m")
        ?? part.Text("@mt")
        ?? part.Text("log");

    private static ChatDraft? Read(string line, int number)
    {
        var trimmed = line.TrimStart();
        // The access logs of web servers have their time behind the client's address.
        if (Access().Match(trimmed) is { Success: true } access)
        {
            var at = DateTimeOffset.ParseExact(
                access.Groups["at"].Value,
                "dd/MMM/yyyy:HH:mm:ss zzz",
                CultureInfo.InvariantCulture
            );
            var written = new WrittenTime(
                new(at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                TimeOnly.FromTimeSpan(at.TimeOfDay),
                false,
                false,
                at.Offset
            );
            return Draft(written, access.Groups["rest"].Value, number);
        }

        return
            Start().Match(trimmed) is { Success: true } start && WrittenTime.Of(start) is { } time
            ? Draft(time, start.Groups["rest"].Value, number)
            : null;
    }

    private static ChatDraft Draft(WrittenTime time, string text, int line) =>
        new(new(HeadingForm.Time, null, false, time, text.Trim()), line);

    [GeneratedRegex(
        @"\b(?:error|fatal|critical|panic|exception|fail(?:ed|ure)?|oom|killed|refused"
            + @"|timed? ?out)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Severe();

    [GeneratedRegex(
        @"^(?<who>\S+ \S+ \S+) \[(?<at>\d\d"
            + @"/(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)/\d{4}"
            + @":[0-2]\d:[0-5]\d:[0-5]\d [+-](?:0\d|1[0-4])(?:00|30|45))\] (?<rest>.+)$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Access();

    [GeneratedRegex(
        @"^[\[(]?" + WrittenTime.Pattern + @"[\])]?(?:[\s:|,-]+(?<rest>.*))?$",
        WrittenTime.Options
    )]
    private static partial Regex Start();
}
