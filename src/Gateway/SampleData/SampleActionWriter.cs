using System.Text.Json;
using Pir.Contracts.Events;

namespace Pir.Gateway.SampleData;

/// <summary>Applies the outcomes of the actions of one review.</summary>
internal sealed class SampleActionWriter(SampleServices services, SampleStory story)
{
    /// <summary>Time until the due date.</summary>
    private const int UsualDays = 21;

    /// <param name="ids">In the order of the incident's outcomes.</param>
    public async Task WriteAsync(IReadOnlyList<Guid> ids, CancellationToken token)
    {
        foreach (var (id, outcome) in ids.Zip(story.Incident.Actions))
        {
            if (outcome != "proposed" && !await IsSettledAsync(id, token))
            {
                await WriteAsync(id, outcome, token);
            }
        }
    }

    private async Task WriteAsync(Guid id, string outcome, CancellationToken token)
    {
        var taken = story.HoursAfter((story.Incident.Held ?? 12) + 2);
        if (outcome == "declined")
        {
            var why = new
            {
                reason = "The service will be replaced next quarter, so this is no longer worth "
                    + "the effort.",
            };
            await DoAsync(id, "decline", why, story.NotAfterNow(taken.AddDays(4)), token);
            return;
        }

        var dueAt = DueAt(outcome, taken);
        var assignee = new { name = story.Who(outcome == "open" ? "expert" : "ops") };
        await DoAsync(id, "assign", new { assignee, dueAt }, taken, token);
        if (outcome == "done")
        {
            var done = story.NotAfterNow(taken.AddDays(3 + (story.Incident.Resolved ?? 0) % 15));
            var note = new { note = "Rolled out and monitored for a week without problems." };
            await DoAsync(id, "complete", note, done, token);
        }
    }

    /// <summary>
    /// Open actions are due in the coming days; overdue ones were due before now.
    /// </summary>
    private DateTime DueAt(string outcome, DateTime taken)
    {
        var latest = story.NotAfterNow(DateTime.MaxValue);
        return outcome switch
        {
            "open" => latest.AddDays(3 + (story.Incident.Acknowledged % 25)),
            "overdue" => Earlier(taken.AddDays(UsualDays), latest.AddDays(-1)),
            _ => taken.AddDays(UsualDays),
        };
    }

    private async Task<bool> IsSettledAsync(Guid id, CancellationToken token) =>
        await services.GetAsync(EventCatalog.ActionTracking, "/api/actions/" + id, token)
            is { } action
        && action.GetProperty("status").GetString() != "proposed"
        && action.GetProperty("status").GetString() != "accepted";

    private Task<JsonElement> DoAsync(
        Guid id,
        string verb,
        object body,
        DateTime at,
        CancellationToken token
    ) =>
        services.DoAsync(
            EventCatalog.ActionTracking,
            HttpMethod.Post,
            $"/api/actions/{id}/{verb}",
            body,
            story.Who("commander"),
            at,
            token
        );

    private static DateTime Earlier(DateTime a, DateTime b) => a < b ? a : b;
}
