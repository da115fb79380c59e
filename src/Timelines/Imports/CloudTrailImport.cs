using System.Text.Json;
using Pir.Contracts.Timeline;

namespace Pir.Timelines.Imports;

/// <summary>
/// AWS CloudTrail: a delivered log file, <c>lookup-events</c>, or an event on each line. Events
/// that only read are left out. Parameters are not read, because they may hold secrets.
/// </summary>
internal static class CloudTrailImport
{
    internal static bool Fits(JsonElement part) => EventsOf(part).Any();

    internal static void Read(IEnumerable<JsonPart> parts, ImportReading reading)
    {
        foreach (var (part, line) in parts)
        {
            var events = EventsOf(part).ToList();
            if (events.Count == 0)
            {
                reading.Refuse(line, part.GetRawText(), "is not an event of CloudTrail");
            }

            foreach (var item in events)
            {
                ReadEvent(item, line, reading);
            }
        }
    }

    private static IEnumerable<JsonElement> EventsOf(JsonElement part) =>
        part.Text("eventName") is not null ? [part]
        : part.Text("CloudTrailEvent") is { } wrapped ? Unwrapped(wrapped)
        : part.At("Records") is not null
            ? part.Each("Records").Where(r => r.Text("eventName") is not null)
        : part.Each("Events").SelectMany(EventsOf);

    private static IEnumerable<JsonElement> Unwrapped(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return [document.RootElement.Clone()];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static void ReadEvent(JsonElement item, int line, ImportReading reading)
    {
        if (item.Time("eventTime") is not { } at || item.Text("eventName") is not { } name)
        {
            reading.Refuse(line, item.GetRawText(), "has no readable eventTime");
            return;
        }

        if (item.Flag("readOnly") || (item.At("readOnly") is null && IsReading(name)))
        {
            reading.LeaveOut("events that only read");
            return;
        }

        var service = item.Text("eventSource")?.Split('.')[0];
        var region = item.Text("awsRegion") is { } r ? $" in {r}" : "";
        var error = item.Text("errorCode") is { } code ? $", which failed: {code}" : "";
        reading.Add(
            new(
                item.Text("eventID"),
                at,
                TimelineEntryKind.Change,
                $"AWS {service}: {name}{region}{error}"
            )
            {
                SaidBy = WhoOf(item),
                Line = line,
                IsSuggested = true,
                IsBot = item.Text("userIdentity", "type") == "AWSService",
            }
        );
    }

    private static bool IsReading(string name) =>
        name.StartsWith("Describe", StringComparison.Ordinal)
        || name.StartsWith("Get", StringComparison.Ordinal)
        || name.StartsWith("List", StringComparison.Ordinal);

    private static string? WhoOf(JsonElement item) =>
        item.Text("userIdentity", "userName")
        ?? item.Text("userIdentity", "arn")?.Split('/')[^1]
        ?? item.Text("userIdentity", "invokedBy")
        ?? item.Text("userIdentity", "principalId");
}
