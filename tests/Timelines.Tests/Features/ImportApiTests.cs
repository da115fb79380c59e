using System.Net;
using System.Text.Json;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Timeline;
using Pir.ServiceDefaults.Auth;
using Shouldly;
using Xunit;

namespace Pir.Timelines.Tests.Features;

public sealed class ImportApiOnSqlite(OnSqlite fixture)
    : ImportApiTests(fixture),
        IClassFixture<OnSqlite>;

public sealed class ImportApiOnPostgreSql(OnPostgreSql fixture)
    : ImportApiTests(fixture),
        IClassFixture<OnPostgreSql>;

/// <summary>C5, C6, C7: imports with provenance, added once.</summary>
public abstract class ImportApiTests(TimelineFixture fixture)
{
    private const string Chat = "Ada  10:42\nIt is slow.\nBen  10:44\nRolling back.";
    private readonly TimelineDriver _team = new(fixture.Host);

    [Fact]
    public async Task A_chat_is_previewed_and_added_once_whoever_adds_it()
    {
        var incident = await _team.IncidentOpensAsync();

        var preview = await PreviewAsync(
            incident,
            new(Chat, Zone: "Europe/Berlin", Date: new DateOnly(2026, 3, 2))
        );

        preview.Format.ShouldBe(ImportFormat.Chat);
        preview
            .Items.Select(i => (i.SaidBy, i.OccurredAt, i.Kind, i.IsSuggested, i.IsKnown))
            .ShouldBe([
                (
                    "Ada",
                    Some.Noon.AddHours(-3).AddMinutes(42),
                    TimelineEntryKind.Communication,
                    false,
                    false
                ),
                (
                    "Ben",
                    Some.Noon.AddHours(-3).AddMinutes(44),
                    TimelineEntryKind.Change,
                    true,
                    false
                ),
            ]);
        (await _team.ReadAsync(incident)).Items.Count.ShouldBe(1);

        (await ImportAsync(incident, preview)).Added.ShouldBe(2);
        var others = new TimelineDriver(
            fixture.Host,
            fixture.Host.ClientOf("user-2", "Bo", [], Scope.Admin)
        );
        var again = await ImportAsync(incident, preview, others);
        again.Added.ShouldBe(0);
        again.Items[1].SaidBy.ShouldBe("Ben");
        again.Items[1].Source.ShouldBe("chat");
        (
            await PreviewAsync(incident, new(Chat, Zone: "Europe/Berlin", Date: new(2026, 3, 2)))
        ).Items.ShouldAllBe(i => i.IsKnown);
        (await _team.ReadAsync(incident)).Items.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Equal_messages_of_one_minute_are_all_kept_and_a_longer_paste_adds_the_rest()
    {
        var incident = await _team.IncidentOpensAsync();
        const string first = "Ada  12:42\nyes\nAda  12:42\nyes";

        var short_ = await PreviewAsync(incident, new(first));
        (await ImportAsync(incident, short_)).Added.ShouldBe(2);
        var longer = await PreviewAsync(incident, new(first + "\nBen  12:44\nno"));

        longer.Items.Select(i => i.IsKnown).ShouldBe([true, true, false]);
        (await ImportAsync(incident, longer)).Added.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_tool_wrote_keeps_its_name_there_and_its_link()
    {
        var incident = await _team.IncidentOpensAsync();
        var preview = await PreviewAsync(
            incident,
            new(
                """{"deployment_status":{"id":2,"state":"success","created_at":"2026-03-02T11:58:00.123456Z","log_url":"https://ci.example.org/1"},"deployment":{"id":1,"environment":"production"}}"""
            )
        );

        var entry = (await ImportAsync(incident, preview)).Items.ShouldHaveSingleItem();

        (entry.Source, entry.ExternalId, entry.Link).ShouldBe(
            ("deployments", "1/2", "https://ci.example.org/1")
        );
        entry.OccurredAt.ShouldBe(Some.Noon.AddMinutes(-2).AddMicroseconds(123_456));
    }

    [Fact]
    public async Task Secrets_are_redacted_however_they_arrive()
    {
        var incident = await _team.IncidentOpensAsync();
        const string secret = "psql postgres://app:hunter2@db1";

        var preview = await PreviewAsync(incident, new($"Ada  12:42\n{secret}"));
        preview.Items[0].Text.ShouldBe("psql postgres://app:[redacted]@db1");
        var entry = await _team.WritesAsync(incident, secret, Some.Noon);
        entry.Text.ShouldBe("psql postgres://app:[redacted]@db1");
        await _team.CorrectAsync(
            incident,
            entry.Id,
            new CorrectEntryRequest(Text: "token=abcd1234", Reason: "more")
        );
        (await _team.ReadAsync(incident)).Texts.ShouldContain("token=[redacted]");
    }

    [Fact]
    public async Task What_lies_far_from_the_incident_is_counted_until_it_is_asked_for()
    {
        var incident = await _team.IncidentOpensAsync();
        const string log = """
            {"username":"Ada","ts":"1772400000.000100","text":"days before"}
            {"username":"Ada","ts":"1772452800.000100","text":"at noon"}
            """;

        var near = await PreviewAsync(incident, new(log, To: Some.Noon.AddDays(1)));
        near.Items.Select(i => i.Text).ShouldBe(["days before", "at noon"]);
        var narrow = await PreviewAsync(incident, new(log, From: Some.Noon.AddMinutes(-1)));
        narrow.Items.Select(i => i.Text).ShouldBe(["at noon"]);
        narrow.LeftOut.ShouldBe([new("outside the chosen time", 1)]);
    }

    [Theory]
    [InlineData("""{}""", "text")]
    [InlineData("""{"text":"x","zone":"Mars/Olympus"}""", "zone")]
    [InlineData("""{"text":"x","file":"eA=="}""", "file")]
    [InlineData("""{"text":"x","from":"2026-03-02T12:00:00Z","to":"2026-03-01T12:00:00Z"}""", "to")]
    [InlineData("""{"text":"x","format":"poem"}""", "format")]
    public async Task A_preview_that_cannot_be_made_names_its_field(string body, string field)
    {
        var incident = await _team.IncidentOpensAsync();
        var answer = await _team.PostAsync(incident, "imports/preview", body);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest, answer.Text);
        answer.ErrorOf(field).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("""{"externalId":"a","occurredAt":"2026-03-02T12:00:00Z"}""", "source")]
    [InlineData("""{"source":"chat","occurredAt":"2026-03-02T12:00:00Z"}""", "externalId")]
    [InlineData("""{"source":"chat","externalId":"a"}""", "occurredAt")]
    [InlineData(
        """{"source":"chat","externalId":"a","occurredAt":"2026-03-02T12:00:00Z","link":"javascript:alert(1)"}""",
        "link"
    )]
    public async Task An_import_without_provenance_is_refused(string item, string field)
    {
        var incident = await _team.IncidentOpensAsync();
        var body = $$"""{"items":[{"kind":"action","text":"x",{{item[1..]}}]}""";
        var answer = await _team.PostAsync(incident, "imports", body);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest, answer.Text);
        answer.ErrorOf($"items[0].{field}").ShouldNotBeNull();
    }

    [Fact]
    public async Task What_was_known_only_later_stands_at_its_true_time()
    {
        var incident = await _team.IncidentOpensAsync();
        var body = new RecordEntryRequest(
            TimelineEntryKind.KnownOnlyLater,
            "The certificate had expired.",
            Some.Noon.AddMinutes(-30),
            IsInterpretation: true,
            KnownAt: Some.Noon.AddMinutes(50)
        );

        var answer = await _team.RecordAsync(incident, body);

        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        var first = (await _team.GetAsync(incident.Id.ToString())).Json.GetProperty("items")[0];
        first.GetProperty("kind").GetString().ShouldBe("knownOnlyLater");
        first.GetProperty("knownAt").GetString().ShouldBe("2026-03-02T12:50:00Z");
        first.GetProperty("isInterpretation").GetBoolean().ShouldBeTrue();
        foreach (
            var wrong in new[]
            {
                body with
                {
                    KnownAt = null,
                },
                body with
                {
                    KnownAt = Some.Noon.AddMinutes(-31),
                },
                body with
                {
                    Kind = TimelineEntryKind.Observation,
                },
            }
        )
        {
            var refused = await _team.RecordAsync(incident, wrong);
            refused.Status.ShouldBe(HttpStatusCode.BadRequest, refused.Text);
            refused.ErrorOf("knownAt").ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task A_fact_becomes_an_interpretation_and_the_history_tells()
    {
        var incident = await _team.IncidentOpensAsync();
        var entry = await _team.WritesAsync(incident, "The deploy broke it.", Some.Noon);

        await _team.CorrectAsync(
            incident,
            entry.Id,
            new CorrectEntryRequest(IsInterpretation: true, Reason: "nobody has proved it")
        );

        var before = (await _team.HistoryAsync(incident, entry.Id)).Json.GetProperty("items")[0];
        before.GetProperty("isInterpretation").GetBoolean().ShouldBeFalse();
        before.GetProperty("reason").GetString().ShouldBe("nobody has proved it");
    }

    private async Task<ImportPreviewResponse> PreviewAsync(
        IncidentState incident,
        PreviewImportRequest request
    )
    {
        var answer = await _team.PostAsync(incident, "imports/preview", request);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer.Json.Deserialize<ImportPreviewResponse>(EventJson.Options)!;
    }

    private async Task<ImportEntriesResponse> ImportAsync(
        IncidentState incident,
        ImportPreviewResponse preview,
        TimelineDriver? by = null
    )
    {
        var items = preview.Items.Select(i => new RecordEntryRequest(
            i.Kind,
            i.Text,
            i.OccurredAt,
            SaidBy: i.SaidBy,
            Source: i.Source,
            ExternalId: i.ExternalId,
            Link: i.Link
        ));
        var answer = await (by ?? _team).PostAsync(
            incident,
            "imports",
            new ImportEntriesRequest([.. items])
        );
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer.Json.Deserialize<ImportEntriesResponse>(EventJson.Options)!;
    }
}
