using System.Text.Json;
using Pir.Contracts.Timeline;

namespace Pir.Timelines.Imports;

/// <summary>
/// Output of Terraform or OpenTofu with <c>-json</c>: what was changed, and what failed. Values of
/// outputs and attributes are not read, because they may be secret.
/// </summary>
internal static class TerraformImport
{
    internal static bool Fits(JsonElement part) =>
        part.Text("@timestamp") is not null && part.Text("@level") is not null;

    internal static void Read(IEnumerable<JsonPart> parts, ImportReading reading)
    {
        foreach (var (part, line) in parts)
        {
            Read(part, line, reading);
        }
    }

    private static void Read(JsonElement part, int line, ImportReading reading)
    {
        if (part.Time("@timestamp") is not { } at)
        {
            reading.Refuse(line, part.GetRawText(), "has no readable @timestamp");
            return;
        }

        var message = part.Text("@message");
        var address = part.Text("hook", "resource", "addr");
        var (kind, text, isSuggested) = part.Text("type") switch
        {
            "apply_complete" => (TimelineEntryKind.Change, message, true),
            "apply_errored" => (TimelineEntryKind.Change, message, true),
            "change_summary" => (TimelineEntryKind.Change, message, true),
            "diagnostic" => (
                TimelineEntryKind.Observation,
                part.Text("diagnostic", "summary") is { } summary
                    ? $"{Capital(part.Text("diagnostic", "severity"))}: {summary}"
                    : message,
                part.Text("diagnostic", "severity") == "error"
            ),
            "planned_change" or "resource_drift" or "apply_start" => (
                TimelineEntryKind.Observation,
                message,
                false
            ),
            // Outputs keep the values that are marked as sensitive.
            _ => (TimelineEntryKind.Observation, null, false),
        };
        if (text is null)
        {
            reading.LeaveOut("progress, versions and outputs");
            return;
        }

        reading.Add(
            new($"{at:O}/{part.Text("type")}/{address}/{text}", at, kind, $"Terraform: {text}")
            {
                Line = line,
                IsSuggested = isSuggested,
            }
        );
    }

    private static string Capital(string? word) =>
        word is { Length: > 0 } ? char.ToUpperInvariant(word[0]) + word[1..] : "Notice";
}
