using System.Text.Json;
using Pir.Contracts.Timeline;

namespace Pir.Timelines.Imports;

/// <summary>
/// Deployment events as GitHub (<c>deployment_status</c>) and GitLab (deployment hook) send them,
/// and change events of PagerDuty.
/// </summary>
internal static class DeploymentImport
{
    internal static bool Fits(JsonElement part) =>
        part.At("deployment_status") is not null
        || part.Text("object_kind") == "deployment"
        || part.Text("payload", "summary") is not null;

    internal static void Read(IEnumerable<JsonPart> parts, ImportReading reading)
    {
        foreach (var (part, line) in parts)
        {
            var found =
                part.At("deployment_status") is not null ? OfGitHub(part)
                : part.Text("object_kind") == "deployment" ? OfGitLab(part)
                : part.Text("payload", "summary") is not null ? OfPagerDuty(part)
                : null;
            if (found is null)
            {
                reading.Refuse(line, part.GetRawText(), "is not a deployment event that is known");
            }
            else
            {
                reading.Add(found with { Line = line, IsSuggested = true });
            }
        }
    }

    private static Found OfGitHub(JsonElement part)
    {
        var state = part.Text("deployment_status", "state");
        var what =
            $"{part.Text("repository", "full_name")} {Short(part.Text("deployment", "sha"))}";
        return new(
            $"{part.Text("deployment", "id")}/{part.Text("deployment_status", "id")}",
            part.Time("deployment_status", "created_at")
                ?? part.Time("deployment_status", "updated_at"),
            TimelineEntryKind.Change,
            $"Deployment of {what} to {part.Text("deployment", "environment")}: {state}"
        )
        {
            SaidBy = part.Text("deployment_status", "creator", "login"),
            Link =
                part.Text("deployment_status", "log_url")
                ?? part.Text("deployment_status", "target_url"),
        };
    }

    private static Found OfGitLab(JsonElement part) =>
        new(
            $"{part.Text("deployment_id")}/{part.Text("status")}",
            JsonReading.ReadTime(
                part.Text("status_changed_at")?.Replace(" UTC", "Z", StringComparison.Ordinal)
            ),
            TimelineEntryKind.Change,
            $"Deployment of {part.Text("project", "path_with_namespace")} "
                + $"{part.Text("short_sha")} to {part.Text("environment")}: {part.Text("status")}"
        )
        {
            SaidBy = part.Text("user", "name"),
            Link = part.Text("deployable_url") ?? part.Text("commit_url"),
        };

    private static Found OfPagerDuty(JsonElement part) =>
        new(
            part.Text("id"),
            part.Time("payload", "timestamp"),
            TimelineEntryKind.Change,
            part.Text("payload", "summary")!
        )
        {
            SaidBy = part.Text("payload", "source"),
            Link = part.Each("links").FirstOrDefault().Text("href"),
        };

    private static string? Short(string? sha) => sha is { Length: > 8 } ? sha[..8] : sha;
}
