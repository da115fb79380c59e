using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

/// <summary>
/// Bodies as tools and people really produce them, over HTTP: no alert is lost, and none is wrong.
/// </summary>
public abstract class ForgivingWebhookTests(IntakeHost fixture)
{
    private static readonly DateTime Now = TimeProvider.System.GetUtcNow().UtcDateTime;
    private readonly IntakeClient _api = IntakeClient.For(fixture.Host);

    [Fact]
    public async Task A_tools_own_words_open_and_resolve()
    {
        var tool = await GenericAsync();
        await tool.DeliverAsync(
            """{"host":"static-1","state":"alerting","title":"monit","message":"No """
                + """report for 164 s","alert_uid":"1f98"}"""
        );
        var open = await OnlyIncidentAsync(tool);
        (open.Text("status"), open.Text("title")).ShouldBe(("open", "monit"));

        await tool.DeliverAsync(
            """{"host":"static-1","state":"ok","title":"monit","message":"Report """
                + """received","alert_uid":"1f98"}"""
        );

        (await OnlyIncidentAsync(tool)).Text("status").ShouldBe("resolved");
        var alert = (await _api.GetAsync($"/api/incidents/{open.Text("id")}/alerts"))
            .Items()
            .ShouldHaveSingleItem();
        alert["annotations"]!["host"]!.GetValue<string>().ShouldBe("static-1");
        alert.Text("description").ShouldBe("No report for 164 s");
    }

    [Fact]
    public async Task A_resolve_needs_only_the_key()
    {
        var tool = await GenericAsync();
        await tool.DeliverAsync(
            """{"title":"Queue is full","key":"k09","status":"firing","severity":"error"}"""
        );
        (await OnlyIncidentAsync(tool)).Text("severity").ShouldBe("sev2");

        var answer = await tool.DeliverAsync("""{"status":"resolved","key":"k09"}""");

        Outcomes(answer).ShouldBe(["resolved"]);
        (await OnlyIncidentAsync(tool)).Text("status").ShouldBe("resolved");
    }

    [Fact]
    public async Task The_worst_copy_of_an_alert_wins_and_leaves_a_line()
    {
        var tool = await GenericAsync();
        await tool.DeliverAsync("""{"title":"RxUtil high","key":"k14","severity":"warning"}""");

        var answer = await tool.DeliverAsync(
            """{"title":"RxUtil high","key":"k14","severity":"critical"}"""
        );
        await tool.DeliverAsync("""{"title":"RxUtil high","key":"k14","severity":"warning"}""");

        Outcomes(answer).ShouldBe(["raised"]);
        var incident = await OnlyIncidentAsync(tool);
        incident.Text("severity").ShouldBe("sev1");
        var changed = await EventAsync<IncidentChanged>(incident);
        changed.Changes.ShouldBe([new FieldChange("severity", "sev3", "sev1")]);
        changed.Reason.ShouldBe("The alert “RxUtil high” is now reported as critical.");
        (await _api.GetAsync($"/api/incidents/{incident.Text("id")}/history"))
            .Items()
            .ShouldContain(h => h.Text("field") == "severity");
    }

    [Fact]
    public async Task A_severity_that_a_person_chose_stays()
    {
        var tool = await GenericAsync();
        await tool.DeliverAsync("""{"title":"RxUtil high","key":"k","severity":"warning"}""");
        var path = "/api/incidents/" + (await OnlyIncidentAsync(tool)).Text("id");
        await _api.PostAsync(path + "/severity", new { severity = "sev4" });
        await _api.PatchAsync(path, new { title = "Nothing much" });

        await tool.DeliverAsync("""{"title":"RxUtil at 100 %","key":"k","severity":"critical"}""");

        var incident = await OnlyIncidentAsync(tool);
        (incident.Text("severity"), incident.Text("title")).ShouldBe(("sev4", "Nothing much"));
        (await EventAsync<AlertsAttached>(incident)).Notices.ShouldBe([
            "The alert “RxUtil at 100 %” is now reported as critical.",
        ]);
    }

    [Fact]
    public async Task Service_and_team_of_the_source_are_for_alerts_that_name_none()
    {
        var tool = await _api.ConnectAsync(
            new
            {
                kind = "generic",
                grouping = "alert",
                service = "fallback",
                team = "platform",
            }
        );

        await tool.DeliverAsync(
            """[{"title":"a","service":"checkout","team":"shop"},{"title":"b"}]"""
        );

        var incidents = await IncidentsAsync(tool);
        incidents
            .Select(i => (i.Text("title"), i.Text("service"), i.Text("team")))
            .ShouldBe([("a", "checkout", "shop"), ("b", "fallback", "platform")]);
    }

    [Fact]
    public async Task The_answer_says_what_became_of_each_alert()
    {
        var tool = await _api.ConnectAsync(new { kind = "generic", grouping = "alert" });
        await tool.DeliverAsync("""{"title":"old","key":"old"}""");

        var answer = await tool.DeliverAsync(
            """[{"title":"a","key":"a"},{"title":"old","key":"old"},"""
                + """{"status":"ok","key":"x"},{"title":"b","key":"b\"<"}]"""
        );

        Outcomes(answer).ShouldBe(["opened", "repeated", "ignored", "opened"]);
        answer["alerts"]!.AsArray().Select(a => a!.Text("key")).ShouldBe(["a", "old", "x", "b\"<"]);
        var incidents = await IncidentsAsync(tool);
        answer["alerts"]!
            .AsArray()
            .Select(a => a!["incident"]?.GetValue<string>())
            .ShouldBe([
                incidents[1].Text("reference"),
                incidents[0].Text("reference"),
                null,
                incidents[2].Text("reference"),
            ]);
    }

    [Fact]
    public async Task An_acknowledgement_in_the_tool_acknowledges_here()
    {
        var tool = await GenericAsync();
        await tool.DeliverAsync("""{"title":"a","key":"a"}""");

        var answer = await tool.DeliverAsync("""{"key":"a","status":"acknowledged"}""");

        Outcomes(answer).ShouldBe(["acknowledged"]);
        var incident = await OnlyIncidentAsync(tool);
        incident.Text("status").ShouldBe("acknowledged");
        (
            await EventAsync<IncidentAcknowledged>(incident)
        ).Incident.AcknowledgedAt.ShouldNotBeNull();
        Outcomes(await tool.DeliverAsync("""{"key":"b","status":"ACK"}""")).ShouldBe(["ignored"]);
        (await IncidentsAsync(tool)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("Recovery: replication lag 900 s")]
    [InlineData("Stop: payments are stuck")]
    [InlineData("Investigating: payments are stuck")]
    [InlineData("Maintenance: db1 down")]
    [InlineData("[Test] x")]
    public async Task No_alert_is_dropped_for_what_it_is_called(string title)
    {
        var tool = await GenericAsync();
        var body = new JsonObject { ["title"] = title }.ToJsonString();

        Outcomes(await tool.DeliverAsync(body)).ShouldBe(["opened"]);
        Outcomes(await tool.DeliverAsync(body)).ShouldBe(["repeated"]);
        (await OnlyIncidentAsync(tool)).Text("status").ShouldBe("open");
    }

    [Theory]
    [InlineData("PROBLEM: Disk full", "RECOVERY: Disk full")]
    [InlineData("[FIRING:1] Disk full", "[RESOLVED] Disk full")]
    public async Task A_state_in_front_of_the_title_ends_what_is_known_to_fire(
        string firing,
        string resolved
    )
    {
        var tool = await GenericAsync();
        await tool.DeliverAsync(new JsonObject { ["title"] = firing }.ToJsonString());
        var end = new JsonObject { ["title"] = resolved }.ToJsonString();

        Outcomes(await tool.DeliverAsync(end)).ShouldBe(["resolved"]);
        Outcomes(await tool.DeliverAsync(end)).ShouldBe(["ignored"]);
        var incident = await OnlyIncidentAsync(tool);
        incident.Text("status").ShouldBe("resolved");
        incident["notices"]!
            .AsArray()
            .ShouldHaveSingleItem()!
            .ToString()
            .ShouldStartWith("No field gives the state");
    }

    [Fact]
    public async Task A_word_nobody_knows_fires_and_is_flagged()
    {
        var tool = await GenericAsync();
        const string body = """{"title":"a","key":"a","status":"sleeping\ntight"}""";

        var answer = await tool.DeliverAsync(body);

        await tool.DeliverAsync(body);
        var incident = await OnlyIncidentAsync(tool);
        incident.Number("version").ShouldBe(1); // Published once.
        incident["notices"]!
            .AsArray()
            .ShouldHaveSingleItem()!
            .ToString()
            .ShouldContain("“sleeping tight”");
        (await _api.GetAsync("/api/deliveries/" + answer.Text("deliveryId")))["notices"]!
            .AsArray()
            .ShouldHaveSingleItem()!
            .ToString()
            .ShouldContain("sleeping");
        (await EventAsync<IncidentOpened>(incident)).Notices.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_the_sender_left_out_stands_on_the_timeline()
    {
        var tool = await _api.ConnectAsync();
        await tool.PostAsync(
            new JsonObject
            {
                ["alerts"] = new JsonArray(tool.Firing("a", Now)),
                ["truncatedAlerts"] = 3,
            }
        );

        var incident = (await _api.IncidentsOfAsync(tool)).ShouldHaveSingleItem();
        (await EventAsync<IncidentOpened>(incident)).Notices.ShouldBe([
            "The sender says that it left out 3 alerts.",
        ]);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Packed_bodies_are_read_and_kept_unpacked(string encoding)
    {
        var tool = await GenericAsync();
        var body = """{"title":"Disk full","key":"k"}""";

        var answer = await tool.DeliverAsync(Pack(encoding, body), encoding: encoding);

        Outcomes(answer).ShouldBe(["opened"]);
        var kept = await _api.GetAsync("/api/deliveries/" + answer.Text("deliveryId"));
        kept.Text("body").ShouldBe(body);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("utf-8")]
    public async Task A_body_that_something_unpacked_on_the_way_is_read_as_it_came(string encoding)
    {
        var tool = await GenericAsync();
        var body = """{"title":"Disk full","key":"k"}""";

        var answer = await tool.DeliverAsync(Encoding.UTF8.GetBytes(body), encoding: encoding);

        Outcomes(answer).ShouldBe(["opened"]);
        answer["error"].ShouldBeNull();
        var kept = await _api.GetAsync("/api/deliveries/" + answer.Text("deliveryId"));
        kept.Text("body").ShouldBe(body);
        kept["notices"]!
            .AsArray()
            .ShouldHaveSingleItem()!
            .ToString()
            .ShouldContain("compressed, but it is not");
    }

    [Fact]
    public async Task Of_a_damaged_packed_body_the_beginning_is_read_and_the_damage_said()
    {
        var tool = await GenericAsync();
        var body = Pack("gzip", """{"title":"a","key":"k"}""" + new string(' ', 40_000));
        body[^6] ^= 0xFF; // In the checksum.

        var answer = await tool.DeliverAsync(body, encoding: "gzip");

        Outcomes(answer).ShouldBe(["opened"]);
        answer["error"]!.Text("detail").ShouldContain("damaged");
    }

    [Fact]
    public async Task A_small_body_that_unpacks_to_a_huge_one_is_bounded()
    {
        var tool = await GenericAsync();
        var bomb = Pack("gzip", """{"title":"a","x":" """ + new string(' ', 50_000_000));

        var answer = await tool.DeliverAsync(bomb, encoding: "gzip");

        answer["error"]!.Text("code").ShouldBe("too-large");
        (await _api.GetAsync("/api/deliveries/" + answer.Text("deliveryId")))
            .Number("size")
            .ShouldBe(1024 * 1024);
        (await OnlyIncidentAsync(tool)).Text("title").ShouldBe("a");
    }

    [Fact]
    public async Task What_cannot_be_unpacked_is_kept()
    {
        var tool = await GenericAsync();

        var answer = await tool.DeliverAsync("nonsense"u8.ToArray(), encoding: "zstd");

        answer["error"]!.Text("code").ShouldBe("not-unpacked");
        (await _api.GetAsync("/api/deliveries/" + answer.Text("deliveryId")))
            .Text("body")
            .ShouldBe("nonsense");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_storm_beyond_the_limit_opens_an_incident_and_says_what_is_missing(
        bool isChunked
    )
    {
        var tool = await _api.ConnectAsync();
        var alerts = Enumerable.Range(0, 6_000).Select(i => tool.Firing("f" + i, Now)).ToArray();
        var body = new JsonObject { ["alerts"] = new JsonArray(alerts) }.ToJsonString();
        body.Length.ShouldBeGreaterThan(1_500_000);
        using var http = fixture.Host.AnonymousClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, tool.WebhookUrl)
        {
            Content = new StringContent(body),
        };
        request.Headers.TransferEncodingChunked = isChunked;

        var answer = await IntakeClient.ReadAsync(
            await http.SendAsync(request),
            HttpStatusCode.Accepted
        );

        answer["error"]!.Text("code").ShouldBe("too-large");
        var read = answer.Number("accepted");
        read.ShouldBeGreaterThan(2_000);
        var incident = (await _api.IncidentsOfAsync(tool)).ShouldHaveSingleItem();
        incident.Number("alertCount").ShouldBe(read);
        (await EventAsync<IncidentOpened>(incident))
            .Notices.ShouldNotBeNull()
            .ShouldHaveSingleItem()
            .ShouldContain("missing");
        var failed = (await _api.GetAsync($"/api/deliveries?status=failed&source={tool.Id}"))
            .Items()
            .ShouldHaveSingleItem();
        failed.Number("accepted").ShouldBe(read);
        (await BytesKeptAsync(failed)).ShouldBeLessThan(failed.Number("size") / 4);
        var again = await _api.PostAsync($"/api/deliveries/{failed.Text("id")}/replay");
        again.Number("accepted").ShouldBe(read);
        (await _api.IncidentsOfAsync(tool)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_body_without_an_end_is_answered_all_the_same()
    {
        var tool = await GenericAsync();
        using var http = fixture.Host.AnonymousClient();
        var beginning = Encoding.UTF8.GetBytes("""{"title":"Endless","key":"k","x":" """);
        using var request = new HttpRequestMessage(HttpMethod.Post, tool.WebhookUrl)
        {
            Content = new StreamContent(new EndlessBody(beginning)),
        };
        request.Headers.TransferEncodingChunked = true;

        try
        {
            using var response = await http.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        }
        catch (HttpRequestException)
        {
            // The connection was closed while the sender was still sending.
        }

        await Eventually.Until(async () => (await IncidentsAsync(tool)).Count == 1);
    }

    [Fact]
    public async Task Whatever_comes_is_stored_and_nothing_is_lost()
    {
        var generic = await _api.ConnectAsync(new { kind = "generic", grouping = "alert" });
        var alertmanager = await _api.ConnectAsync(new { grouping = "alert" });
        var bodies = AnyBody().Sample(150).ToList();

        foreach (var body in bodies)
        {
            foreach (var tool in (MonitoringTool[])[generic, alertmanager])
            {
                var answer = await tool.DeliverAsync(body);
                var path = "/api/deliveries/" + answer.Text("deliveryId");
                var kept = await _api.GetAsync(path);
                (
                    answer.Number("accepted") + answer.Number("ignored") > 0
                    || answer["error"] is not null
                    || kept.Text("status") == "accepted"
                ).ShouldBeTrue();
                (await ReplayAsync(path)).ShouldBeOneOf(
                    HttpStatusCode.OK,
                    HttpStatusCode.UnprocessableEntity
                );
            }
        }
    }

    private async Task<int> BytesKeptAsync(JsonNode delivery)
    {
        var id = Guid.Parse(delivery.Text("id"));
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IntakeDbContext>();
        return (await db.FailedDeliveries.AsNoTracking().SingleAsync(d => d.Id == id)).Body.Length;
    }

    private async Task<HttpStatusCode> ReplayAsync(string path)
    {
        using var response = await fixture.Host.Client().PostAsync(path + "/replay", null);
        return response.StatusCode;
    }

    /// <summary>
    /// Good bodies with changed, removed, duplicated or inserted bytes, and random bytes.
    /// </summary>
    private static Gen<byte[]> AnyBody()
    {
        byte[][] seeds =
        [
            Encoding.UTF8.GetBytes(Webhooks.WebhookParserTests.Firing),
            """{"title":"Dísk \ud83d\ude00","status":"firing","key":"k","labels":{"a":"b"}}"""u8.ToArray(),
            "payload=%7B%22title%22%3A%22a%22%7D&x=%ff"u8.ToArray(),
            "--b\r\nname=\"a\"\r\n\r\n{}\r\n--b--"u8.ToArray(),
        ];
        var random = Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf();
        var mutated =
            from seed in Gen.Elements(seeds)
            from at in Gen.Choose(0, seed.Length)
            from cut in Gen.Choose(0, 8)
            from put in random
            from ends in Gen.Elements(true, false, false)
            select (byte[])[.. seed[..at], .. put.Take(6), .. ends ? [] : seed.Skip(at + cut)];
        return Gen.OneOf(random, mutated, mutated, mutated);
    }

    private Task<MonitoringTool> GenericAsync() => _api.ConnectAsync(new { kind = "generic" });

    private async Task<IReadOnlyList<JsonNode>> IncidentsAsync(MonitoringTool tool)
    {
        var all = await _api.GetAsync("/api/incidents?limit=200");
        return [.. all.Items().Where(i => i["sourceId"]?.ToString() == tool.Id).Reverse()];
    }

    private async Task<JsonNode> OnlyIncidentAsync(MonitoringTool tool) =>
        (await IncidentsAsync(tool)).ShouldHaveSingleItem();

    private static IEnumerable<string> Outcomes(JsonNode answer) =>
        answer["alerts"]!.AsArray().Select(a => a!.Text("outcome"));

    private async Task<T> EventAsync<T>(JsonNode incident)
        where T : class, IEvent
    {
        var name = EventCatalog.Of(typeof(T)).Name;
        var envelope = await Eventually.Get(() =>
            Task.FromResult(
                fixture.Host.Published.FirstOrDefault(e =>
                    e.Subject == incident.Text("id") && e.Type == name
                )
            )
        );
        return (T)EventCatalog.Read(EventCatalog.Find(name)!, envelope.Data);
    }

    private static byte[] Pack(string encoding, string text)
    {
        using var target = new MemoryStream();
        using (
            Stream stream = encoding switch
            {
                "gzip" => new GZipStream(target, CompressionLevel.Fastest),
                "br" => new BrotliStream(target, CompressionLevel.Fastest),
                _ => new ZLibStream(target, CompressionLevel.Fastest),
            }
        )
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return target.ToArray();
    }

    /// <summary>A beginning, and then the same character forever.</summary>
    private sealed class EndlessBody(byte[] beginning) : Stream
    {
        private int _at;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var part = buffer.AsSpan(offset, count);
            part.Fill((byte)'x');
            var left = beginning.AsSpan(Math.Min(_at, beginning.Length));
            left[..Math.Min(left.Length, count)].CopyTo(part);
            _at = Math.Min(_at + count, beginning.Length);
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) =>
            throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException();
    }
}

[Collection(OnSqlite.Name)]
public sealed class ForgivingWebhookTestsOnSqlite(SqliteHost host) : ForgivingWebhookTests(host);

[Collection(OnPostgreSql.Name)]
public sealed class ForgivingWebhookTestsOnPostgreSql(PostgreSqlHost host)
    : ForgivingWebhookTests(host);
