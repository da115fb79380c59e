using System.Net;
using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.ActionTracking.Tests.Features;

public sealed class ActionsApiOnSqlite(OnSqlite fixture)
    : ActionsApiTests(fixture),
        IClassFixture<OnSqlite>;

public sealed class ActionsApiOnPostgreSql(OnPostgreSql fixture)
    : ActionsApiTests(fixture),
        IClassFixture<OnPostgreSql>;

public abstract class ActionsApiTests(ActionsFixture fixture)
{
    private readonly ActionsDriver _team = new(fixture.Host);

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    [Fact]
    public async Task An_action_is_proposed_for_an_incident_and_takes_over_its_facts()
    {
        var incident = await _team.IncidentOpensAsync();

        var action = await _team.ProposesAsync(
            new
            {
                title = " Alert on certificate age ",
                type = "detective",
                description = "30 days ahead",
                incident = $"INC-{incident.Number}",
            }
        );

        (action.Title, action.Type, action.Description, action.Status).ShouldBe(
            (
                "Alert on certificate age",
                ActionType.Detective,
                "30 days ahead",
                ActionStatus.Proposed
            )
        );
        action.Reference.ShouldBe($"ACT-{action.Number}");
        (action.IncidentId, action.IncidentReference).ShouldBe(
            (incident.Id, $"INC-{incident.Number}")
        );
        (action.Service, action.Team, action.Severity).ShouldBe(
            (incident.Service, incident.Team, Severity.Sev2)
        );
        action.Version.ShouldBe(1);
        (await _team.ReadAsync(action.Id)).ShouldBe(action);
        (await _team.ReadAsync(action.Reference!.ToLowerInvariant())).ShouldBe(action);
        (await _team.ReadAsync(action.Number)).ShouldBe(action);
    }

    [Fact]
    public async Task An_action_may_have_a_team_and_service_of_its_own()
    {
        var incident = await _team.IncidentOpensAsync();

        var action = await _team.ProposesAsync(
            new
            {
                title = "x",
                type = "process",
                incident = incident.Id,
                team = "platform",
                service = "dns",
            }
        );

        (action.Team, action.Service).ShouldBe(("platform", "dns"));
    }

    [Fact]
    public async Task Numbers_are_given_once_however_many_come_together()
    {
        var actions = await Task.WhenAll(
            Enumerable.Range(0, 25).Select(i => _team.ProposesAsync($"action {i}"))
        );

        actions.Select(a => a.Number).Distinct().Count().ShouldBe(25);
        actions.ShouldAllBe(a => a.Number > 0);
    }

    [Theory]
    [InlineData("""{"type":"process"}""", "title")]
    [InlineData("""{"title":" ","type":"process"}""", "title")]
    [InlineData("""{"title":"x"}""", "type")]
    [InlineData("""{"title":"x","type":"wish"}""", "type")]
    [InlineData("""{"title":"x","type":"process","incident":"INC-999999"}""", "incident")]
    [InlineData("""{"title":"x","type":"process","incident":"nonsense"}""", "incident")]
    [InlineData("""{"title":"x","type":"process","review":"nonsense"}""", "review")]
    [InlineData(
        """{"title":"x","type":"process","review":"0195f5a0-0000-7000-8000-000000000000"}""",
        "review"
    )]
    public async Task A_proposal_that_is_not_right_is_refused_by_field(string body, string field)
    {
        var answer = await _team.TriesToProposeAsync(body);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest, answer.Text);
        answer.Code.ShouldBe("validation");
        answer.ErrorOf(field).ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Texts_that_are_too_long_are_refused_by_field()
    {
        var answer = await _team.TriesToProposeAsync(
            new
            {
                title = new string('x', 301),
                type = "process",
                description = new string('x', 4_001),
                team = new string('x', 201),
            }
        );

        answer.ErrorOf("title").ShouldBe("must be at most 300 characters long");
        answer.ErrorOf("description").ShouldBe("must be at most 4000 characters long");
        answer.ErrorOf("team").ShouldBe("must be at most 200 characters long");
    }

    [Fact]
    public async Task It_is_accepted_completed_and_its_history_tells_by_whom()
    {
        var action = await _team.ProposesAsync();
        var due = Now.AddDays(7);

        var accepted = await _team.DoesAsync(
            action,
            "assign",
            new { assignee = new { id = "user-bob", name = "Bob" }, dueAt = due }
        );
        var completed = await _team.DoesAsync(action, "complete", new { note = "rule is live" });
        var again = await _team.DoesAsync(action, "complete");

        (accepted.Status, accepted.Assignee, accepted.Version).ShouldBe(
            (ActionStatus.Accepted, Some.Bob, 2)
        );
        accepted.DueAt!.Value.ShouldBe(due, TimeSpan.FromMilliseconds(1));
        (completed.Status, completed.CompletionNote, completed.Version).ShouldBe(
            (ActionStatus.Completed, "rule is live", 3)
        );
        again.ShouldBe(completed);
        var history = (await _team.GetAsync($"/{action.Id}/history")).Json.GetProperty("items");
        history
            .EnumerateArray()
            .Select(i => i.GetProperty("what").GetString())
            .ShouldBe(["completed", "accepted", "proposed"]);
        history[0].GetProperty("note").GetString().ShouldBe("rule is live");
        history[0].GetProperty("actor").GetProperty("name").GetString().ShouldBe("Riley Responder");
    }

    [Fact]
    public async Task An_assignment_needs_somebody_and_a_date_that_is_to_come()
    {
        var action = await _team.ProposesAsync();

        var empty = await _team.TriesAsync(action, "assign", new { });
        empty.ErrorOf("assignee").ShouldBe("is required: say who will do it");
        empty.ErrorOf("dueAt").ShouldBe("is required: say by when it will be done");
        (
            await _team.TriesAsync(
                action,
                "assign",
                new { assignee = "Bob", dueAt = Now.AddMinutes(-1) }
            )
        )
            .ErrorOf("dueAt")
            .ShouldBe("must not be in the past");
        (await _team.TriesAsync(action, "assign", """{"assignee":7,"dueAt":"2999-01-01"}"""))
            .ErrorOf("assignee")!
            .ShouldStartWith("must be a name");
        (await _team.ReadAsync(action.Id)).Status.ShouldBe(ActionStatus.Proposed);
    }

    [Fact]
    public async Task What_does_not_fit_where_it_stands_is_refused()
    {
        var action = await _team.ProposesAsync();

        var answer = await _team.TriesAsync(action, "complete");

        answer.Status.ShouldBe(HttpStatusCode.Conflict);
        answer.Code.ShouldBe("invalid-transition");
        answer.Detail.ShouldBe(
            $"ACT-{action.Number} is proposed; assign it with a due date first."
        );
    }

    [Fact]
    public async Task It_is_declined_with_a_reason_and_reopened_with_one()
    {
        var action = await _team.ProposesAsync();

        (await _team.TriesAsync(action, "decline", new { }))
            .ErrorOf("reason")
            .ShouldBe("is required: others will ask why");
        var declined = await _team.DoesAsync(action, "decline", new { reason = "too dear" });
        (await _team.TriesAsync(action, "reopen", new { reason = " " }))
            .ErrorOf("reason")
            .ShouldNotBeNull();
        var reopened = await _team.DoesAsync(action, "reopen", new { reason = "cheaper now" });

        (declined.Status, declined.DeclineReason).ShouldBe((ActionStatus.Declined, "too dear"));
        (reopened.Status, reopened.DeclineReason).ShouldBe((ActionStatus.Proposed, null));
    }

    [Fact]
    public async Task An_edit_changes_what_is_named_and_says_what_changed()
    {
        var action = await _team.ProposesAsync(
            new
            {
                title = "x",
                type = "process",
                team = "core",
            }
        );

        var edited = (
            await _team.EditsAsync(
                action,
                new
                {
                    title = "y",
                    type = "corrective",
                    team = "",
                }
            )
        ).Action;

        (edited.Title, edited.Type, edited.Team, edited.Version).ShouldBe(
            ("y", ActionType.Corrective, null, 2)
        );
        (await _team.EditsAsync(action, new { title = "" })).ErrorOf("title").ShouldNotBeNull();
        var changes = (await _team.GetAsync($"/{action.Id}/history"))
            .Json.GetProperty("items")[0]
            .GetProperty("changes");
        changes
            .EnumerateArray()
            .Select(c => c.GetProperty("field").GetString())
            .ShouldBe(["title", "type", "team"]);
    }

    [Fact]
    public async Task A_change_of_what_somebody_else_changed_meanwhile_is_refused()
    {
        var action = await _team.ProposesAsync();
        await _team.AssignsAsync(action);

        var byHeader = await _team.EditsAsync(action, new { title = "y" }, "\"1\"");
        var byBody = await _team.TriesAsync(action, "complete", new { version = 1 });
        var unreadable = await _team.EditsAsync(action, new { title = "y" }, "\"one\"");
        var fresh = await _team.EditsAsync(action, new { title = "y" }, "\"2\"");

        byHeader.Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        byHeader.Code.ShouldBe("stale");
        byHeader.Json.GetProperty("current").GetProperty("status").GetString().ShouldBe("accepted");
        byBody.Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        unreadable.ErrorOf("If-Match").ShouldNotBeNull();
        fresh.Status.ShouldBe(HttpStatusCode.OK, fresh.Text);
    }

    [Fact]
    public async Task Changes_at_the_same_time_are_all_kept()
    {
        var action = await _team.ProposesAsync();

        var answers = await Task.WhenAll(
            _team.EditsAsync(action, new { title = "new title" }),
            _team.EditsAsync(action, new { description = "new description" }),
            _team.EditsAsync(action, new { team = "new team" })
        );

        answers.ShouldAllBe(a => a.Status == HttpStatusCode.OK);
        var after = await _team.ReadAsync(action.Id);
        (after.Title, after.Description, after.Team, after.Version).ShouldBe(
            ("new title", "new description", "new team", 4)
        );
    }

    [Fact]
    public async Task An_action_there_is_not_is_not_found()
    {
        foreach (var key in (string[])["ACT-999999", "nonsense", $"{Guid.CreateVersion7()}"])
        {
            var answer = await _team.GetAsync("/" + key);
            answer.Status.ShouldBe(HttpStatusCode.NotFound);
            answer.Code.ShouldBe("not-found");
        }
    }

    [Fact]
    public async Task The_list_narrows_by_status_people_incident_and_due_date()
    {
        var incident = await _team.IncidentOpensAsync();
        var of = $"?incident=INC-{incident.Number}";
        var (a, b, c, d) = (
            await Propose("a"),
            await Propose("b"),
            await Propose("c"),
            await Propose("d")
        );
        await _team.AssignsAsync(b, "Bob");
        await _team.AssignsAsync(c, "Riley Responder");
        await _team.DoesAsync(c, "complete");
        await _team.DoesAsync(d, "decline", new { reason = "no" });
        await _team.DoesAsync(
            a,
            "assign",
            new { assignee = new { id = "user-1", name = "Riley" }, dueAt = Now.AddDays(1) }
        );

        (await _team.TitlesAsync(of)).ShouldBe(["d", "c", "b", "a"]);
        (await _team.TitlesAsync($"?incident={incident.Id}&status=open")).ShouldBe(["b", "a"]);
        (await _team.TitlesAsync(of + "&status=completed,declined")).ShouldBe(["d", "c"]);
        (await _team.TitlesAsync(of + "&status=all")).Count.ShouldBe(4);
        (await _team.TitlesAsync(of + "&assignee=bob")).ShouldBe(["b"]);
        (await _team.TitlesAsync(of + "&assignee=me")).ShouldBe(["a"]);
        (await _team.TitlesAsync(of + "&overdue=true")).ShouldBeEmpty();
        (await _team.TitlesAsync(of + "&overdue=false")).Count.ShouldBe(4);
        (await _team.TitlesAsync($"?team={incident.Team!.ToUpperInvariant()}")).Count.ShouldBe(4);
        (await _team.TitlesAsync($"?service={incident.Service}&limit=200")).Count.ShouldBe(4);
        (await _team.TitlesAsync($"?team={incident.Team}&service=other")).ShouldBeEmpty();
        (await _team.TitlesAsync(of + "&q=B")).ShouldBe(["b"]);
        (await _team.TitlesAsync(of + "&q=" + b.Reference!.ToLowerInvariant())).ShouldBe(["b"]);
        (await _team.TitlesAsync($"?q=INC-{incident.Number}")).Count.ShouldBe(4);
        (await _team.TitlesAsync(of + "&q=no+such+thing")).ShouldBeEmpty();

        Task<ActionJson> Propose(string title) =>
            _team.ProposesAsync(
                new
                {
                    title,
                    type = "process",
                    incident = incident.Id,
                }
            );
    }

    [Fact]
    public async Task Pages_meet_without_gap_or_overlap()
    {
        var incident = await _team.IncidentOpensAsync();
        for (var i = 0; i < 7; i++)
        {
            await _team.ProposesAsync(
                new
                {
                    title = $"{i}",
                    type = "process",
                    incident = incident.Id,
                }
            );
        }

        var titles = new List<string?>();
        string? next = null;
        do
        {
            var page = await _team.ListAsync(
                $"?incident={incident.Number}&limit=3" + (next is null ? "" : "&after=" + next)
            );
            titles.AddRange(page.Items.Select(i => i.Title));
            next = page.Next;
        } while (next is not null);

        titles.ShouldBe(["6", "5", "4", "3", "2", "1", "0"]);
    }

    [Theory]
    [InlineData("?status=done", "status")]
    [InlineData("?incident=nonsense", "incident")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?after=abc", "after")]
    public async Task A_question_that_is_not_right_is_refused_by_field(string query, string field)
    {
        var answer = await _team.GetAsync(query);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.ErrorOf(field).ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Every_step_is_told_with_the_version_it_led_to()
    {
        var action = await _team.ProposesAsync();
        await _team.AssignsAsync(action);
        await _team.EditsAsync(action, new { title = "y" });
        await _team.DoesAsync(action, "complete", new { note = "done" });
        await _team.DoesAsync(action, "reopen", new { reason = "not quite" });
        await _team.DoesAsync(action, "decline", new { reason = "after all not" });

        await Eventually.Until(() => EventsOf(action).Count >= 6, description: "all are out");
        var events = EventsOf(action);
        events
            .Select(e => (e.Type, e.Version))
            .ShouldBe([
                ("pir.action.proposed.v1", 1),
                ("pir.action.accepted.v1", 2),
                ("pir.action.changed.v1", 3),
                ("pir.action.completed.v1", 4),
                ("pir.action.changed.v1", 5),
                ("pir.action.declined.v1", 6),
            ]);
        events.ShouldAllBe(e => e.Actor.Name == "Riley Responder");
        var reopened = (ActionChanged)
            EventCatalog.Read(EventCatalog.Of(typeof(ActionChanged)), events[4].Data);
        reopened.Reason.ShouldBe("not quite");
        reopened.Action.Status.ShouldBe(ActionStatus.Accepted);
    }

    [Fact]
    public async Task Its_API_is_documented()
    {
        using var client = fixture.Host.Client();

        var document = await client.GetStringAsync("/openapi/action-tracking.json");

        document.ShouldContain("\"/api/actions/{action}/assign\"");
    }

    [Fact]
    public async Task Strangers_and_readers_may_not_write()
    {
        var stranger = new ActionsDriver(fixture.Host, fixture.Host.AnonymousClient());
        var reader = new ActionsDriver(fixture.Host, fixture.Host.Client(Scope.ActionsRead));
        var writer = new ActionsDriver(fixture.Host, fixture.Host.Client(Scope.ActionsWrite));
        var body = new { title = "x", type = "process" };

        (await stranger.GetAsync("")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await reader.GetAsync("")).Status.ShouldBe(HttpStatusCode.OK);
        (await reader.TriesToProposeAsync(body)).Code.ShouldBe("forbidden");
        (await writer.TriesToProposeAsync(body)).Status.ShouldBe(HttpStatusCode.Created);
    }

    private List<EventEnvelope> EventsOf(ActionJson action) =>
        [.. fixture.Host.Published.Where(e => e.Subject == action.Id.ToString())];
}
