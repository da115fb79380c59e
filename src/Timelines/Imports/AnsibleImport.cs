using System.Globalization;
using System.Text.Json;
using Pir.Contracts.Timeline;

namespace Pir.Timelines.Imports;

/// <summary>
/// Output of Ansible's json callback (one document) or jsonl callback (an event on each line). One
/// entry for each task that changed or failed somewhere; results are not read, because they may
/// hold secrets.
/// </summary>
internal static class AnsibleImport
{
    internal static bool Fits(JsonElement part) =>
        part.Text("_event") is not null || part.At("plays") is not null;

    internal static void Read(IEnumerable<JsonPart> parts, ImportReading reading)
    {
        foreach (var (part, line) in parts)
        {
            if (part.Text("_event") is { } name)
            {
                ReadEvent(name, part, line, reading);
            }
            else if (part.At("plays") is not null)
            {
                ReadDocument(part, line, reading);
            }
            else
            {
                reading.Refuse(line, part.GetRawText(), "is not an event of Ansible");
            }
        }
    }

    private static void ReadDocument(JsonElement document, int line, ImportReading reading)
    {
        foreach (var play in document.Each("plays"))
        {
            foreach (var task in play.Each("tasks"))
            {
                ReadTask(task, task.Time("task", "duration", "end"), line, reading);
            }
        }
    }

    private static void ReadEvent(string name, JsonElement part, int line, ImportReading reading)
    {
        if (part.Time("_timestamp") is not { } at)
        {
            reading.Refuse(line, part.GetRawText(), "has no readable _timestamp");
            return;
        }

        if (!name.StartsWith("v2_runner_", StringComparison.Ordinal))
        {
            reading.LeaveOut("starts, statistics and the like");
            return;
        }

        ReadTask(part, at, line, reading);
    }

    private static void ReadTask(JsonElement task, DateTime? at, int line, ImportReading reading)
    {
        // Failures that the playbook ignores are none.
        var hosts = task.Members("hosts").ToList();
        var failed = hosts.Where(h => HasFailed(h.Value)).Select(h => h.Name).ToList();
        var changed = hosts.Where(h => h.Value.Flag("changed")).Select(h => h.Name).ToList();
        if (failed.Count == 0 && changed.Count == 0)
        {
            reading.LeaveOut("tasks that changed nothing");
            return;
        }

        var name = task.Text("task", "name") ?? "unnamed task";
        var text =
            failed.Count > 0
                ? $"Ansible: “{name}” failed on {Names(failed)}."
                : $"Ansible: “{name}” changed {Names(changed)}.";
        reading.Add(
            new($"{task.Text("task", "id")}/{at:O}/{text}", at, TimelineEntryKind.Change, text)
            {
                Line = line,
                IsSuggested = true,
            }
        );
    }

    private static bool HasFailed(JsonElement host) =>
        (host.Flag("failed") && !host.Flag("ignored") && !host.Flag("_ansible_ignored"))
        || host.Flag("unreachable");

    private static string Names(List<string> hosts) =>
        hosts.Count <= 3
            ? string.Join(", ", hosts)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{string.Join(", ", hosts.Take(3))} and {hosts.Count - 3} more"
            );
}
