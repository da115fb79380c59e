using System.Globalization;
using System.Net;
using System.Text.Json;
using Pir.Contracts.Incidents;
using Shouldly;
using Xunit;

namespace Pir.Timelines.Tests.Features;

public sealed class MomentOnSqlite(OnSqlite fixture)
    : MomentTests(fixture),
        IClassFixture<OnSqlite>;

public sealed class MomentOnPostgreSql(OnPostgreSql fixture)
    : MomentTests(fixture),
        IClassFixture<OnPostgreSql>;

/// <summary>C6: what was known at a time, and what was true but not known yet.</summary>
public abstract class MomentTests(TimelineFixture fixture)
{
    private readonly TimelineDriver _team = new(fixture.Host);

    [Fact]
    public async Task C6_a_moment_shows_what_was_recorded_written_later_and_not_yet_known()
    {
        var incident = await _team.IncidentOpensAsync();
        var entry = await _team.WritesAsync(incident, "Errors rise.", Some.Noon.AddMinutes(5));
        await _team.RecordAsync(
            incident,
            new
            {
                kind = "knownOnlyLater",
                text = "The certificate had expired.",
                occurredAt = Some.Noon.AddMinutes(6),
                knownAt = Some.Noon.AddHours(2),
            }
        );
        await _team.WritesAsync(incident, "After it.", Some.Noon.AddMinutes(20));

        var then = await ThenAsync(incident, Some.Noon.AddMinutes(10));
        var later = await ThenAsync(incident, Some.Noon.AddHours(3));
        var now = await ThenAsync(incident, entry.RecordedAt.AddSeconds(30));

        Shown(then)[1..]
            .ShouldBe([
                ("Errors rise.", "writtenLater"),
                ("The certificate had expired.", "notYetKnown"),
            ]);
        Shown(later).ShouldContain(("The certificate had expired.", "writtenLater"));
        Shown(now).ShouldContain(("Errors rise.", "recorded"));
        then.Json.GetProperty("from").GetDateTime().ShouldBe(Some.Noon);
    }

    [Fact]
    public async Task C6_a_moment_shows_an_entry_without_the_corrections_that_came_later()
    {
        var incident = await _team.IncidentOpensAsync();
        var entry = await _team.WritesAsync(incident, "Restarted db-1.", Some.Noon.AddMinutes(5));
        var before = entry.RecordedAt.AddTicks(10);
        await _team.CorrectAsync(
            incident,
            entry.Id,
            new { text = "Restarted db-2.", reason = "wrong host" }
        );

        Shown(await ThenAsync(incident, before)).ShouldContain(("Restarted db-1.", "recorded"));
        Shown(await ThenAsync(incident, before.AddSeconds(30)))
            .ShouldContain(("Restarted db-2.", "recorded"));
    }

    [Theory]
    [InlineData("1999-12-31T00:00:00Z", "must not be before 2000-01-01 00:00 UTC")]
    [InlineData("2100-01-01T00:00:00Z", "must be before 2100-01-01 00:00 UTC")]
    [InlineData("2099-01-01T00:00:00Z", "must not be in the future")]
    public async Task C6_a_moment_is_within_the_floor_and_the_ceiling(string at, string rule)
    {
        var incident = await _team.IncidentOpensAsync();

        var answer = await _team.GetAsync($"{incident.Id}", $"/then?at={at}");

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.ErrorOf("at").ShouldBe(rule);
    }

    [Fact]
    public async Task C1_the_summary_has_phases_from_marked_entries()
    {
        var incident = await _team.IncidentOpensAsync();
        await _team.RecordAsync(
            incident,
            new
            {
                kind = "observation",
                text = "The first error.",
                occurredAt = Some.Noon.AddMinutes(-10),
                milestone = "firstSymptom",
            }
        );
        var found = await _team.WritesAsync(incident, "Found it.", Some.Noon.AddMinutes(20));
        var marked = await _team.CorrectAsync(incident, found.Id, new { milestone = "diagnosed" });

        marked.Json.GetProperty("milestone").GetString().ShouldBe("diagnosed");
        var summary = (await _team.GetAsync($"{incident.Id}", "/summary")).Json;
        Phases(summary).ShouldBe(["detection 10", "diagnosis 20"], "the rest is not known yet");
        await _team.CorrectAsync(incident, found.Id, new { milestone = "none" });
        summary = (await _team.GetAsync($"{incident.Id}", "/summary")).Json;
        Phases(summary).ShouldBe(["detection 10"]);
        summary
            .GetProperty("checks")
            .EnumerateArray()
            .Single(c => c.GetProperty("code").GetString() == "diagnosed")
            .GetProperty("isDone")
            .GetBoolean()
            .ShouldBeFalse();
    }

    private static List<string> Phases(JsonElement summary) =>
        [
            .. summary
                .GetProperty("phases")
                .EnumerateArray()
                .Where(p => p.TryGetProperty("until", out _))
                .Select(p => $"{p.GetProperty("phase").GetString()} {p.GetProperty("minutes")}"),
        ];

    private Task<Answer> ThenAsync(IncidentState incident, DateTime at) =>
        _team.GetAsync(
            $"{incident.Id}",
            "/then?at=" + at.ToString("yyyy-MM-ddTHH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)
        );

    private static List<(string, string)> Shown(Answer answer) =>
        [
            .. answer
                .Json.GetProperty("items")
                .EnumerateArray()
                .Select(i =>
                    (
                        i.GetProperty("entry").GetProperty("text").GetString()!,
                        i.GetProperty("knowledge").GetString()!
                    )
                ),
        ];
}
