using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pir.Contracts.Timeline;

namespace Pir.Timelines.Imports;

/// <summary><c>kubectl get events</c>, as JSON or as a table with ages.</summary>
internal static partial class KubernetesImport
{
    internal static bool Fits(JsonElement part) =>
        part.At("involvedObject") is not null
        || part.At("regarding") is not null
        || part.Each("items").FirstOrDefault().At("involvedObject") is not null
        || part.Text("kind") is "EventList";

    internal static bool FitsTable(string text) => Header().IsMatch(text);

    internal static void Read(IEnumerable<JsonPart> parts, ImportReading reading)
    {
        foreach (var (part, line) in parts)
        {
            if (part.At("items") is null)
            {
                ReadEvent(part, line, reading);
                continue;
            }

            foreach (var item in part.Each("items"))
            {
                ReadEvent(item, line, reading);
            }
        }
    }

    private static void ReadEvent(JsonElement item, int line, ImportReading reading)
    {
        var at =
            item.Time("series", "lastObservedTime")
            ?? item.Time("lastTimestamp")
            ?? item.Time("deprecatedLastTimestamp")
            ?? item.Time("eventTime")
            ?? item.Time("firstTimestamp")
            ?? item.Time("metadata", "creationTimestamp");
        if (at is null || (item.Text("message") ?? item.Text("note")) is not { } message)
        {
            reading.Refuse(line, item.GetRawText(), "has no time or no message");
            return;
        }

        var about = item.At("involvedObject") ?? item.At("regarding");
        var count = item.Text("series", "count") ?? item.Text("count");
        Add(
            new(
                item.Text("metadata", "uid") is { } uid ? $"{uid}/{count}" : null,
                at,
                item.Text("type"),
                item.Text("reason"),
                $"{about?.Text("kind")?.ToLowerInvariant()}/{about?.Text("name")}",
                message,
                int.TryParse(count, CultureInfo.InvariantCulture, out var times) ? times : 1
            ),
            line,
            reading
        );
    }

    /// <summary>A table shows ages, from which the time is computed.</summary>
    internal static void ReadTable(string text, ImportPlace place, ImportReading reading)
    {
        var lines = text.Split('\n');
        for (var n = 0; n < lines.Length; n++)
        {
            var line = lines[n].TrimEnd();
            if (line.Trim().Length == 0 || Header().IsMatch(line))
            {
                continue;
            }

            if (Row().Match(line) is not { Success: true } row || AgeOf(row) is not { } age)
            {
                reading.Refuse(n + 1, line, "is not a row of kubectl get events");
                continue;
            }

            Add(
                new(
                    null,
                    place.Now - age,
                    row.Groups["type"].Value,
                    row.Groups["reason"].Value,
                    row.Groups["object"].Value,
                    row.Groups["message"].Value,
                    1
                ),
                n + 1,
                reading,
                "was computed from an age as of now"
            );
        }
    }

    private static void Add(Event found, int line, ImportReading reading, string? doubt = null)
    {
        var times =
            found.Count > 1
                ? string.Create(CultureInfo.InvariantCulture, $" ({found.Count} times)")
                : "";
        reading.Add(
            new(
                found.Id,
                found.At,
                TimelineEntryKind.Observation,
                $"Kubernetes: {found.Reason} {found.About}: {found.Message}{times}"
            )
            {
                Line = line,
                IsSuggested = found.Type == "Warning",
                Doubt = doubt,
            }
        );
    }

    private static TimeSpan? AgeOf(Match row)
    {
        var age = TimeSpan.Zero;
        foreach (Match part in AgePart().Matches(row.Groups["age"].Value))
        {
            var number = double.Parse(part.Groups["number"].Value, CultureInfo.InvariantCulture);
            age += part.Groups["unit"].Value switch
            {
                "y" => TimeSpan.FromDays(365 * number),
                "d" => TimeSpan.FromDays(number),
                "h" => TimeSpan.FromHours(number),
                "m" => TimeSpan.FromMinutes(number),
                _ => TimeSpan.FromSeconds(number),
            };
        }

        return age < TimeSpan.FromDays(3650) ? age : null;
    }

    private sealed record Event(
        string? Id,
        DateTime? At,
        string? Type,
        string? Reason,
        string About,
        string Message,
        int Count
    );

    [GeneratedRegex(
        @"^(?:NAMESPACE\s+)?LAST SEEN\s+TYPE\s+REASON\s+OBJECT\s+",
        RegexOptions.Multiline | RegexOptions.NonBacktracking
    )]
    private static partial Regex Header();

    [GeneratedRegex(
        @"^(?:[a-z0-9.-]+\s+)??(?<age>(?:\d{1,5}[ydhms]){1,3})(?:\s+\(x\d+ over \S+\))?\s+"
            + @"(?<type>Normal|Warning)\s+(?<reason>\S+)\s+(?<object>\S+)\s+(?<message>.+)$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Row();

    [GeneratedRegex(@"(?<number>\d{1,5})(?<unit>[ydhms])", RegexOptions.NonBacktracking)]
    private static partial Regex AgePart();
}
