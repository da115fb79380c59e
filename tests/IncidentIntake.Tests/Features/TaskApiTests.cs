using System.Net;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

/// <summary>Tasks of an incident: added, assigned and ticked (A10).</summary>
public abstract class TaskApiTests(IntakeHost host)
{
    private IntakeClient Api => IntakeClient.For(host.Host);

    [Fact]
    public async Task A_task_is_added_assigned_and_ticked_A10()
    {
        var incident = await OpenAsync();
        var path = $"/api/incidents/{incident}/tasks";
        var added = await Api.PostAsync(path, new { text = " Check the queue " }, Created);
        var one = $"{path}/{added.Text("id")}";

        var assigned = await Api.PatchAsync(one, new { team = "Network" });
        await Api.PatchAsync(one, new { team = "network" }); // Again changes nothing.
        var done = await Api.PatchAsync(one, new { isDone = true });
        await Api.PatchAsync(one, new { isDone = true });
        var open = await Api.PatchAsync(one, new { isDone = false });

        added.Text("text").ShouldBe("Check the queue");
        assigned.Text("team").ShouldBe("Network");
        done["doneBy"]!.Text("name").ShouldBe("Riley Responder");
        open["doneAt"].ShouldBeNull();
        (await Api.GetAsync(path)).Items().ShouldHaveSingleItem();
        await Eventually.Until(() => Told(incident).Count == 4);
        Told(incident).ShouldBe(["", "assigned", "done", "reopened"]);
    }

    [Fact]
    public async Task What_is_wrong_with_a_task_is_named_A10()
    {
        var incident = await OpenAsync();
        var path = $"/api/incidents/{incident}/tasks";

        var wrong = await Api.PostAsync(
            path,
            new { team = "Network", person = new { name = "Ada" } },
            HttpStatusCode.BadRequest
        );
        await Api.PostAsync($"/api/incidents/{incident}/resolve");
        await Api.PostAsync($"/api/incidents/{incident}/close");
        var closed = await Api.PostAsync(path, new { text = "Late" }, HttpStatusCode.Conflict);

        wrong["errors"]!["text"]![0]!.GetValue<string>().ShouldBe("is required");
        wrong["errors"]!["team"]![0]!
            .GetValue<string>()
            .ShouldBe("must not be given together with a person");
        closed.Text("detail").ShouldBe("The incident is closed. Reopen it to add a task.");
        await Api.PatchAsync(
            $"{path}/{Guid.CreateVersion7()}",
            new { isDone = true },
            HttpStatusCode.NotFound
        );
    }

    private const HttpStatusCode Created = HttpStatusCode.Created;

    private async Task<string> OpenAsync() =>
        (
            await Api.PostAsync(
                "/api/incidents",
                new { title = "Down", severity = "sev5" },
                Created
            )
        ).Text("reference");

    /// <summary>The changes told about the tasks of an incident; empty for an addition.</summary>
    private List<string> Told(string incident) =>
        [
            .. host
                .Host.Published.Where(e =>
                    e.Type.StartsWith("pir.incident.task-", StringComparison.Ordinal)
                )
                .Where(e =>
                    "INC-" + e.Data.GetProperty("incident").GetProperty("number") == incident
                )
                .OrderBy(e => e.RecordedAt)
                .Select(e =>
                    e.Data.TryGetProperty("change", out var change) ? change.GetString()! : ""
                ),
        ];

    [Collection(OnSqlite.Name)]
    public sealed class Sqlite(SqliteHost host) : TaskApiTests(host);

    [Collection(OnPostgreSql.Name)]
    public sealed class PostgreSql(PostgreSqlHost host) : TaskApiTests(host);
}
