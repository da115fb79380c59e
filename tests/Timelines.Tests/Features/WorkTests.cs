using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pir.Contracts.Incidents;
using Pir.Contracts.Timeline;
using Pir.Timelines.Domain;
using Shouldly;
using Xunit;

namespace Pir.Timelines.Tests.Features;

public sealed class WorkOnSqlite(OnSqlite fixture) : WorkTests(fixture), IClassFixture<OnSqlite>;

public sealed class WorkOnPostgreSql(OnPostgreSql fixture)
    : WorkTests(fixture),
        IClassFixture<OnPostgreSql>;

/// <summary>C9: activities with their waits. C10: repair steps with their results.</summary>
public abstract class WorkTests(TimelineFixture fixture)
{
    private readonly TimelineDriver _team = new(fixture.Host);

    [Fact]
    public async Task C9_an_activity_waits_until_it_is_started_and_is_worked_on_until_it_ends()
    {
        var incident = await _team.IncidentOpensAsync();
        object body = new
        {
            title = "Raise the limit, password=hunter2",
            owner = new { name = "Grace" },
            requestedAt = Some.Noon,
            clientId = "a1",
        };
        var added = await _team.PostAsync(incident, "activities", body);
        var again = await _team.PostAsync(incident, "activities", body);
        await _team.PostAsync(
            incident,
            "activities",
            new
            {
                title = "Tell support",
                requestedAt = Some.Noon,
                startedAt = Some.Noon.AddMinutes(5),
                finishedAt = Some.Noon.AddMinutes(6),
            }
        );

        var started = await ChangeAsync(
            incident,
            added.Json,
            new { startedAt = Some.Noon.AddMinutes(25) }
        );
        var finished = await ChangeAsync(
            incident,
            added.Json,
            new { finishedAt = Some.Noon.AddMinutes(40) }
        );

        added.Status.ShouldBe(HttpStatusCode.Created, added.Text);
        again.Status.ShouldBe(HttpStatusCode.OK);
        added
            .Json.GetProperty("title")
            .GetString()
            .ShouldBe("Raise the limit, password=[redacted]");
        started.Status.ShouldBe(HttpStatusCode.OK, started.Text);
        finished.Json.GetProperty("waitingMinutes").GetInt32().ShouldBe(25);
        finished.Json.GetProperty("workingMinutes").GetInt32().ShouldBe(15);
        finished.Json.GetProperty("version").GetInt32().ShouldBe(3);
        var listed = await ListAsync(incident);
        listed.Count.ShouldBe(2);
        listed
            .Single(a => a.GetProperty("isLongestWait").GetBoolean())
            .GetProperty("owner")
            .GetProperty("name")
            .GetString()
            .ShouldBe("Grace");
    }

    [Fact]
    public async Task C9_times_of_an_activity_that_contradict_each_other_are_refused()
    {
        var incident = await _team.IncidentOpensAsync();
        var added = await _team.PostAsync(
            incident,
            "activities",
            new { title = "Restart", requestedAt = Some.Noon }
        );

        (await ChangeAsync(incident, added.Json, new { finishedAt = Some.Noon }))
            .ErrorOf("startedAt")
            .ShouldBe("is required with finishedAt");
        (await ChangeAsync(incident, added.Json, new { startedAt = Some.Noon.AddMinutes(-1) }))
            .ErrorOf("startedAt")
            .ShouldBe("must not be before requestedAt");
        (await ChangeAsync(incident, added.Json, new { startedAt = "1999-01-01T00:00:00Z" }))
            .ErrorOf("startedAt")!
            .ShouldStartWith("must not be before 2000");
        (await _team.PostAsync(incident, "activities", new { title = " " }))
            .ErrorOf("title")
            .ShouldBe("is required");
        (await ChangeAsync(incident, added.Json, new { title = "x", version = 9 })).Status.ShouldBe(
            HttpStatusCode.PreconditionFailed
        );
        var stranger = await _team.IncidentOpensAsync();
        (await ChangeAsync(stranger, added.Json, new { title = "x" })).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
    }

    [Fact]
    public async Task C10_a_repair_step_has_a_result_and_minutes_and_a_new_result_says_why()
    {
        var incident = await _team.IncidentOpensAsync();
        var step = await _team.RecordAsync(
            incident,
            new
            {
                kind = "action",
                text = "Scaled the pool.",
                repair = new { result = "noEffect", minutes = 12 },
            }
        );
        var plain = await _team.WritesAsync(incident, "Rolled back.", kind: "action");

        var first = await _team.CorrectAsync(
            incident,
            plain.Id,
            new { repair = new { result = "helped", minutes = 7 } }
        );
        var silent = await _team.CorrectAsync(
            incident,
            Entry.From(step.Json).Id,
            new
            {
                repair = new
                {
                    result = "madeWorse",
                    minutes = 12,
                    isUndone = true,
                },
            }
        );
        var told = await _team.CorrectAsync(
            incident,
            Entry.From(step.Json).Id,
            new
            {
                repair = new
                {
                    result = "madeWorse",
                    minutes = 12,
                    isUndone = true,
                },
                reason = "the queue grew faster",
            }
        );

        step.Status.ShouldBe(HttpStatusCode.Created, step.Text);
        first.Json.GetProperty("corrections").GetInt32().ShouldBe(0);
        silent.ErrorOf("reason").ShouldBe("is required: say why the entry is corrected");
        told.Json.GetProperty("repair").GetProperty("isUndone").GetBoolean().ShouldBeTrue();
        var before = (await _team.HistoryAsync(incident, Entry.From(step.Json).Id)).Json;
        before
            .GetProperty("items")[0]
            .GetProperty("repair")
            .GetProperty("result")
            .GetString()
            .ShouldBe("noEffect");
        using var client = fixture.Host.Client();
        var list = await client.GetFromJsonAsync<JsonElement>(
            $"/api/incidents/{incident.Id}/timeline/repair-steps"
        );
        list.GetProperty("items").GetArrayLength().ShouldBe(2);
        list.GetProperty("minutes").GetProperty("helped").GetInt32().ShouldBe(7);
        list.GetProperty("minutes").GetProperty("madeWorse").GetInt32().ShouldBe(12);
        (
            await _team.RecordAsync(
                incident,
                new
                {
                    kind = "action",
                    text = "x",
                    repair = new { minutes = 1 },
                }
            )
        ).ErrorOf("repair").ShouldBe("must have a result: helped, noEffect or madeWorse");
    }

    [Fact]
    public void C9_what_nobody_has_started_waits_until_now()
    {
        var waiting = new ActivityTimes(Some.Noon, null, null);
        waiting.Waiting(Some.Noon.AddMinutes(9)).TotalMinutes.ShouldBe(9);
        waiting.Working(Some.Noon.AddMinutes(9)).ShouldBeNull();
        Activity.Check(waiting).ShouldBeNull();
    }

    private async Task<Answer> ChangeAsync(
        IncidentState incident,
        JsonElement activity,
        object body
    )
    {
        using var client = fixture.Host.Client();
        using var response = await client.PatchAsJsonAsync(
            $"/api/incidents/{incident.Id}/timeline/activities/"
                + activity.GetProperty("id").GetString(),
            body
        );
        return new(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task<List<JsonElement>> ListAsync(IncidentState incident)
    {
        using var client = fixture.Host.Client();
        var list = await client.GetFromJsonAsync<JsonElement>(
            $"/api/incidents/{incident.Id}/timeline/activities"
        );
        return [.. list.GetProperty("items").EnumerateArray()];
    }
}
