using System.Net;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Timeline;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.Timelines.Tests.Features;

public sealed class TimelineApiOnSqlite(OnSqlite fixture)
    : TimelineApiTests(fixture),
        IClassFixture<OnSqlite>;

public sealed class TimelineApiOnPostgreSql(OnPostgreSql fixture)
    : TimelineApiTests(fixture),
        IClassFixture<OnPostgreSql>;

public abstract class TimelineApiTests(TimelineFixture fixture)
{
    private readonly TimelineDriver _team = new(fixture.Host);

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    [Fact]
    public async Task A_line_is_added_with_its_time_and_author()
    {
        var incident = await _team.IncidentOpensAsync();

        var entry = await _team.WritesAsync(
            incident,
            "  Restarted the payment workers.  ",
            Some.Noon.AddMinutes(7),
            "action"
        );

        (entry.Text, entry.Kind, entry.OccurredAt).ShouldBe(
            ("Restarted the payment workers.", "action", Some.Noon.AddMinutes(7))
        );
        (entry.Author, entry.IsAutomatic, entry.IsPinned, entry.Version).ShouldBe(
            ("Riley Responder", false, false, 1)
        );
        entry.RecordedAt.ShouldBe(Now, TimeSpan.FromMinutes(1));
        (await _team.ReadAsync(incident)).Items[^1].ShouldBe(entry);
    }

    [Fact]
    public async Task A_line_without_a_time_happened_now()
    {
        var incident = await _team.IncidentOpensAsync();

        var entry = await _team.WritesAsync(incident, "Error rate is falling.");

        entry.OccurredAt.ShouldBe(entry.RecordedAt);
        entry.OccurredAt.ShouldBe(Now, TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("""{"text":"x"}""", "kind")]
    [InlineData("""{"kind":"rumour","text":"x"}""", "kind")]
    [InlineData("""{"kind":"action"}""", "text")]
    [InlineData("""{"kind":"action","text":"   "}""", "text")]
    [InlineData("""{"kind":"action","text":"x","occurredAt":"yesterday"}""", "occurredAt")]
    [InlineData(
        """{"kind":"action","text":"x","occurredAt":"2999-01-01T00:00:00Z"}""",
        "occurredAt"
    )]
    [InlineData(
        """{"kind":"action","text":"x","occurredAt":"0001-01-01T00:00:00Z"}""",
        "occurredAt"
    )]
    [InlineData("""{"kind":"action",""", "body")]
    public async Task A_line_that_is_not_right_is_refused_by_field(string body, string field)
    {
        var incident = await _team.IncidentOpensAsync();

        var answer = await _team.RecordAsync(incident, body);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest, answer.Text);
        answer.Code.ShouldBe("validation");
        answer.ErrorOf(field).ShouldNotBeNullOrEmpty();
        (await _team.ReadAsync(incident)).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_text_may_be_four_thousand_characters_and_no_more()
    {
        var incident = await _team.IncidentOpensAsync();

        (await _team.WritesAsync(incident, new string('ä', 4_000))).Text.Length.ShouldBe(4_000);
        (await _team.RecordAsync(incident, new { kind = "action", text = new string('x', 4_001) }))
            .ErrorOf("text")
            .ShouldBe("must be at most 4000 characters long");
    }

    [Fact]
    public async Task Clocks_may_differ_by_five_minutes()
    {
        var incident = await _team.IncidentOpensAsync();

        await _team.WritesAsync(incident, "A fast clock.", Now.AddMinutes(4));
        (
            await _team.RecordAsync(
                incident,
                new
                {
                    kind = "action",
                    text = "x",
                    occurredAt = Now.AddMinutes(6),
                }
            )
        ).ErrorOf("occurredAt").ShouldBe("must not be in the future");
    }

    [Fact]
    public async Task The_timeline_is_in_order_of_occurrence_and_stable_for_equal_times()
    {
        var incident = await _team.IncidentOpensAsync();
        await _team.WritesAsync(incident, "last", Some.Noon.AddMinutes(30));
        await _team.WritesAsync(incident, "same time, written first", Some.Noon.AddMinutes(10));
        await _team.WritesAsync(incident, "same time, written second", Some.Noon.AddMinutes(10));
        await _team.WritesAsync(incident, "before it all", Some.Noon.AddMinutes(-10));

        (await _team.ReadAsync(incident)).Texts.ShouldBe([
            "before it all",
            "Incident opened as SEV2 for checkout: Checkout fails. Reported by the team.",
            "same time, written first",
            "same time, written second",
            "last",
        ]);
    }

    [Fact]
    public async Task Pages_meet_without_gap_or_overlap_also_among_equal_times()
    {
        var incident = await _team.IncidentOpensAsync();
        for (var i = 0; i < 11; i++)
        {
            await _team.WritesAsync(incident, $"line {i}", Some.Noon.AddMinutes(i / 4));
        }

        var whole = await _team.ReadAsync(incident, "?limit=200");
        var paged = new List<Entry>();
        string? next = null;
        do
        {
            var page = await _team.ReadAsync(
                incident,
                "?limit=2" + (next is null ? "" : "&after=" + next)
            );
            page.Items.Count.ShouldBeInRange(1, 2);
            paged.AddRange(page.Items);
            next = page.Next;
        } while (next is not null);

        whole.Items.Count.ShouldBe(12);
        whole.Next.ShouldBeNull();
        paged.ShouldBe(whole.Items);
    }

    [Fact]
    public async Task Only_some_kinds_are_read_when_asked()
    {
        var incident = await _team.IncidentOpensAsync();
        await _team.WritesAsync(incident, "Rolled back.", Some.Noon.AddMinutes(1), "action");
        await _team.WritesAsync(incident, "We roll back.", Some.Noon.AddMinutes(2), "decision");
        await _team.WritesAsync(incident, "Told customers.", kind: "communication");

        (await _team.ReadAsync(incident, "?kind=action,decision")).Texts.ShouldBe([
            "Rolled back.",
            "We roll back.",
        ]);
    }

    [Theory]
    [InlineData("?kind=rumour", "kind")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=201", "limit")]
    [InlineData("?after=abc", "after")]
    public async Task A_question_that_is_not_right_is_refused_by_field(string query, string field)
    {
        var incident = await _team.IncidentOpensAsync();

        var answer = await _team.GetAsync(incident.Id.ToString(), query);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.ErrorOf(field).ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task The_incident_is_named_by_id_reference_or_number()
    {
        var incident = await _team.IncidentOpensAsync();

        foreach (
            var name in (string[])
                [
                    $"{incident.Id}",
                    $"INC-{incident.Number}",
                    $"inc-{incident.Number}",
                    $"{incident.Number}",
                ]
        )
        {
            (await _team.ReadAsync(name)).Items.Count.ShouldBe(1);
        }
    }

    [Theory]
    [InlineData("INC-999999")]
    [InlineData("0195f5a0-0000-7000-8000-000000000000")]
    [InlineData("nonsense")]
    public async Task An_incident_that_does_not_turn_up_is_not_found(string name)
    {
        var answer = await _team.GetAsync(name);

        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task An_incident_on_its_way_is_waited_for()
    {
        var incident = Some.Incident();

        var reading = _team.ReadAsync(incident);
        reading.IsCompleted.ShouldBeFalse();
        await _team.HearsAsync(
            new IncidentOpened(incident, [], null),
            incident.Id,
            1,
            incident.DetectedAt
        );

        (await reading).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_correction_shows_and_the_earlier_text_stays_in_the_history()
    {
        var incident = await _team.IncidentOpensAsync();
        var entry = await _team.WritesAsync(incident, "Restarted db-1.", Some.Noon.AddMinutes(5));

        var corrected = Entry.From(
            (
                await _team.CorrectAsync(
                    incident,
                    entry.Id,
                    new
                    {
                        text = "Restarted db-2.",
                        occurredAt = Some.Noon.AddMinutes(3),
                        kind = "action",
                        reason = "wrong host",
                    }
                )
            ).Json
        );

        (corrected.Text, corrected.Kind, corrected.OccurredAt, corrected.Version).ShouldBe(
            ("Restarted db-2.", "action", Some.Noon.AddMinutes(3), 2)
        );
        corrected.RecordedAt.ShouldBe(entry.RecordedAt);
        (await _team.ReadAsync(incident)).Items[^1].ShouldBe(corrected);
        var before = (await _team.HistoryAsync(incident, entry.Id))
            .Json.GetProperty("items")
            .EnumerateArray()
            .ShouldHaveSingleItem();
        before.GetProperty("text").GetString().ShouldBe("Restarted db-1.");
        before.GetProperty("version").GetInt32().ShouldBe(1);
        before.GetProperty("reason").GetString().ShouldBe("wrong host");
        before
            .GetProperty("correctedBy")
            .GetProperty("name")
            .GetString()
            .ShouldBe("Riley Responder");
    }

    [Fact]
    public async Task C2_a_correction_says_why_and_a_pin_need_not()
    {
        var incident = await _team.IncidentOpensAsync();
        var entry = await _team.WritesAsync(incident, "Restarted db-1.");

        var refused = await _team.CorrectAsync(
            incident,
            entry.Id,
            new { text = "Restarted db-2.", reason = " " }
        );
        var pinned = await _team.CorrectAsync(
            incident,
            entry.Id,
            new { text = entry.Text, isPinned = true }
        );

        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        refused.ErrorOf("reason").ShouldBe("is required: say why the entry is corrected");
        pinned.Status.ShouldBe(HttpStatusCode.OK, pinned.Text);
        (await _team.ReadAsync(incident)).Items[^1].Text.ShouldBe("Restarted db-1.");
    }

    [Fact]
    public async Task C1_entries_of_one_moment_keep_the_order_in_which_they_were_recorded()
    {
        var incident = await _team.IncidentOpensAsync();
        var texts = Enumerable.Range(1, 12).Select(n => $"line {n:00}").ToList();
        await _team.WritesAsync(incident, texts[0], Some.Noon.AddMinutes(5));
        // Their ids are hashes, so an order by ids would not be theirs.
        await _team.PostAsync(
            incident,
            "imports",
            new
            {
                items = texts
                    .Skip(1)
                    .Select(text => new
                    {
                        kind = "observation",
                        text,
                        occurredAt = Some.Noon.AddMinutes(5),
                        source = "chat",
                        externalId = text,
                    }),
            }
        );

        var whole = (await _team.ReadAsync(incident)).Texts.Skip(1).ToList();
        var paged = new List<string>();
        string? next = null;
        do
        {
            var page = await _team.ReadAsync(
                incident,
                $"?limit=5{(next is null ? "" : $"&after={next}")}"
            );
            paged.AddRange(page.Texts);
            next = page.Next;
        } while (next is not null);

        whole.ShouldBe(texts);
        paged.Skip(1).ShouldBe(texts);
    }

    [Fact]
    public async Task History_is_read_in_pages_the_latest_first()
    {
        var incident = await _team.IncidentOpensAsync();
        var entry = await _team.WritesAsync(incident, "version 1");
        for (var version = 2; version <= 4; version++)
        {
            await _team.CorrectAsync(
                incident,
                entry.Id,
                new { text = $"version {version}", reason = "test" }
            );
        }

        var first = (await _team.HistoryAsync(incident, entry.Id, "?limit=2")).Json;
        var rest = (
            await _team.HistoryAsync(
                incident,
                entry.Id,
                "?limit=2&after=" + first.GetProperty("next").GetString()
            )
        ).Json;

        first
            .GetProperty("items")
            .EnumerateArray()
            .Concat(rest.GetProperty("items").EnumerateArray())
            .Select(i => i.GetProperty("text").GetString())
            .ShouldBe(["version 3", "version 2", "version 1"]);
        rest.TryGetProperty("next", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_correction_of_what_somebody_else_changed_meanwhile_is_refused()
    {
        var incident = await _team.IncidentOpensAsync();
        var entry = await _team.WritesAsync(incident, "first");
        await _team.CorrectAsync(
            incident,
            entry.Id,
            new
            {
                text = "second",
                version = 1,
                reason = "test",
            }
        );

        var byBody = await _team.CorrectAsync(
            incident,
            entry.Id,
            new { text = "third", version = 1 }
        );
        var byHeader = await _team.CorrectAsync(
            incident,
            entry.Id,
            new { text = "third" },
            "\"1\""
        );
        var fresh = await _team.CorrectAsync(
            incident,
            entry.Id,
            new { text = "third", reason = "test" },
            "\"2\""
        );

        byBody.Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        byBody.Code.ShouldBe("stale");
        byBody.Json.GetProperty("current").GetProperty("text").GetString().ShouldBe("second");
        byHeader.Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        fresh.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Corrections_at_the_same_time_are_all_kept()
    {
        var incident = await _team.IncidentOpensAsync();
        var entry = await _team.WritesAsync(incident, "start");

        var answers = await Task.WhenAll(
            Enumerable
                .Range(1, 3)
                .Select(i =>
                    _team.CorrectAsync(
                        incident,
                        entry.Id,
                        new { text = $"text {i}", reason = "test" }
                    )
                )
        );

        answers.ShouldAllBe(a => a.Status == HttpStatusCode.OK);
        (await _team.HistoryAsync(incident, entry.Id))
            .Json.GetProperty("items")
            .GetArrayLength()
            .ShouldBe(3);
        (await _team.ReadAsync(incident)).Items[^1].Version.ShouldBe(4);
    }

    [Fact]
    public async Task An_automatic_line_keeps_its_words_but_may_be_moved_and_pinned()
    {
        var incident = await _team.IncidentOpensAsync();
        var opened = (await _team.ReadAsync(incident)).Items.ShouldHaveSingleItem();

        (await _team.CorrectAsync(incident, opened.Id, new { text = "All is well." }))
            .ErrorOf("text")
            .ShouldBe(
                "of an automatic entry cannot be changed; add an entry with the correction instead"
            );
        (await _team.CorrectAsync(incident, opened.Id, new { kind = "decision" }))
            .ErrorOf("kind")
            .ShouldNotBeNull();
        await _team.CorrectAsync(
            incident,
            opened.Id,
            new
            {
                isPinned = true,
                occurredAt = Some.Noon.AddMinutes(-4),
                reason = "the clock",
            }
        );

        var moved = (await _team.ReadAsync(incident)).Items.ShouldHaveSingleItem();
        (moved.IsPinned, moved.OccurredAt, moved.Text).ShouldBe(
            (true, Some.Noon.AddMinutes(-4), opened.Text)
        );
    }

    [Fact]
    public async Task A_pin_leaves_no_history()
    {
        var incident = await _team.IncidentOpensAsync();
        var entry = await _team.WritesAsync(incident, "This matters.");

        var pinned = Entry.From(
            (await _team.CorrectAsync(incident, entry.Id, new { isPinned = true })).Json
        );

        (pinned.IsPinned, pinned.Version).ShouldBe((true, 2));
        (await _team.HistoryAsync(incident, entry.Id))
            .Json.GetProperty("items")
            .GetArrayLength()
            .ShouldBe(0);
    }

    [Fact]
    public async Task An_entry_of_another_timeline_is_not_found()
    {
        var (one, other) = (await _team.IncidentOpensAsync(), await _team.IncidentOpensAsync());
        var entry = await _team.WritesAsync(one, "mine");

        (await _team.CorrectAsync(other, entry.Id, new { text = "yours" })).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
        (await _team.HistoryAsync(other, entry.Id)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_people_write_is_told_and_what_events_write_is_not()
    {
        var incident = await _team.IncidentOpensAsync();
        var entry = await _team.WritesAsync(incident, "Restarted.");
        await _team.CorrectAsync(
            incident,
            entry.Id,
            new { text = "Restarted db-2.", reason = "host" }
        );
        await _team.CorrectAsync(incident, entry.Id, new { text = "Restarted db-2." });

        await Eventually.Until(
            () => EventsOf(entry).Count >= 2,
            description: "both events are out"
        );
        var (recorded, corrected) = (EventsOf(entry)[0], EventsOf(entry)[1]);
        recorded.Version.ShouldBe(1);
        Fact<TimelineEntryRecorded>(recorded).Entry.Text.ShouldBe("Restarted.");
        recorded.Actor.Name.ShouldBe("Riley Responder");
        corrected.Version.ShouldBe(2);
        var fact = Fact<TimelineEntryCorrected>(corrected);
        (fact.Entry.Text, fact.Entry.Version, fact.Reason).ShouldBe(("Restarted db-2.", 2, "host"));
        EventsOf(entry).Count.ShouldBe(2);
        TimelineEvents(incident).Select(e => e.Subject).Distinct().ShouldBe([entry.Id.ToString()]);
    }

    [Fact]
    public async Task What_the_timeline_lacks_is_said()
    {
        var incident = await _team.IncidentOpensAsync(i =>
            i with
            {
                ImpactStartedAt = Some.Noon.AddMinutes(-5),
                ResolvedAt = Some.Noon.AddHours(1),
            }
        );

        (await _team.ReadAsync(incident)).Warnings.ShouldBe(["starts-too-late", "ends-too-early"]);
        await _team.WritesAsync(
            incident,
            "A deployment began.",
            Some.Noon.AddMinutes(-6),
            "change"
        );
        await _team.WritesAsync(incident, "Rolled back.", Some.Noon.AddHours(1), "action");
        (await _team.ReadAsync(incident, "?kind=alert")).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Its_API_is_documented()
    {
        using var client = fixture.Host.Client();

        var document = await client.GetStringAsync("/openapi/timeline.json");

        document.ShouldContain("\"/api/incidents/{incident}/timeline\"");
    }

    [Fact]
    public async Task Strangers_and_readers_may_not_write()
    {
        var incident = await _team.IncidentOpensAsync();
        var stranger = new TimelineDriver(fixture.Host, fixture.Host.AnonymousClient());
        var reader = new TimelineDriver(fixture.Host, fixture.Host.Client(Scope.TimelineRead));
        var writer = new TimelineDriver(fixture.Host, fixture.Host.Client(Scope.TimelineWrite));
        var body = new { kind = "action", text = "x" };

        (await stranger.GetAsync($"{incident.Id}")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await reader.GetAsync($"{incident.Id}")).Status.ShouldBe(HttpStatusCode.OK);
        (await reader.RecordAsync(incident, body)).Code.ShouldBe("forbidden");
        (await writer.RecordAsync(incident, body)).Status.ShouldBe(HttpStatusCode.Created);
    }

    private List<EventEnvelope> EventsOf(Entry entry) =>
        [.. fixture.Host.Published.Where(e => e.Subject == entry.Id.ToString())];

    private List<EventEnvelope> TimelineEvents(IncidentState incident) =>
        [
            .. fixture.Host.Published.Where(e =>
                e.Source == EventCatalog.TimelineService
                && e.Data.GetProperty("entry").GetProperty("incidentId").GetGuid() == incident.Id
            ),
        ];

    private static T Fact<T>(EventEnvelope envelope)
        where T : IEvent => (T)EventCatalog.Read(EventCatalog.Of(typeof(T)), envelope.Data);
}
