using System.Text;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Webhooks;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Webhooks;

public sealed class WebhookParserTests
{
    private static readonly Guid Source = new("01900000-0000-7000-8000-000000000001");

    /// <summary>Captured from Alertmanager 0.25.</summary>
    internal const string Firing = """
        {"receiver":"hook","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"TargetDown","instance":"127.0.0.1:9919","job":"absent","service":"checkout","severity":"critical"},"annotations":{"description":"up is 0","runbook_url":"https://example.test/runbook","summary":"Checkout target 127.0.0.1:9919 is down"},"startsAt":"2026-11-21T00:09:58.568Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://vm:9912/graph?g0.expr=up","fingerprint":"481c073fae8c8628"}],"groupLabels":{"alertname":"TargetDown"},"commonLabels":{"alertname":"TargetDown","job":"absent"},"commonAnnotations":{"summary":"Checkout target 127.0.0.1:9919 is down"},"externalURL":"http://vm:9913","version":"4","groupKey":"{}:{alertname=\"TargetDown\"}","truncatedAlerts":0}
        """;

    [Fact]
    public void Reads_what_alertmanager_sends()
    {
        var body = Alertmanager(Firing);

        body.Error.ShouldBeNull();
        body.Title.ShouldBe("Checkout target 127.0.0.1:9919 is down");
        var alert = body.Alerts.ShouldHaveSingleItem();
        alert.ShouldSatisfyAllConditions(
            a => a.Fingerprint.ShouldBe("481c073fae8c8628"),
            a => a.Signal.ShouldBe(AlertSignal.Firing),
            a => a.Title.ShouldBe("Checkout target 127.0.0.1:9919 is down"),
            a => a.Description.ShouldBe("up is 0"),
            a => a.SeverityWord.ShouldBe("critical"),
            a => a.Context.Service.ShouldBe("checkout"),
            a => a.StartsAt.ShouldBe(new DateTime(2026, 11, 21, 0, 9, 58, 568, DateTimeKind.Utc)),
            a => a.EndsAt.ShouldBeNull(),
            a => a.Url.ShouldBe("http://vm:9912/graph?g0.expr=up"),
            a => a.RunbookUrl.ShouldBe("https://example.test/runbook"),
            a => a.Labels.ShouldNotBeNull().ShouldStartWith("{\"alertname\":\"TargetDown\"")
        );
    }

    [Fact]
    public void Reads_what_grafana_sends()
    {
        var body = Alertmanager(
            """
            {"receiver":"","status":"firing","alerts":[{"status":"firing","labels":{"grafana_folder":"x"},"annotations":{},"startsAt":"2022-02-04T15:11:03.123456789+01:00","endsAt":"0001-01-01T00:00:00Z","generatorURL":"?orgId=1","fingerprint":"57c6d9296de2ad39","silenceURL":"https://play.grafana.org/alerting/silence/new","dashboardURL":"","panelURL":"","values":{"B":22,"C":[1,{}]},"valueString":"[ var='B' ]","imageURL":null}],"version":"1","orgId":1,"title":"[FIRING:1]","state":"alerting","message":"x"}
            """
        );

        body.Error.ShouldBeNull();
        var alert = body.Alerts.ShouldHaveSingleItem();
        alert.Title.ShouldBe("Alert 57c6d9296de2ad39");
        alert.Url.ShouldBeNull(); // Relative: no place to link to.
        alert.StartsAt.ShouldBe(
            new DateTime(2022, 2, 4, 14, 11, 3, DateTimeKind.Utc).AddTicks(1_234_560)
        );
    }

    [Fact]
    public void Makes_a_fingerprint_of_sorted_labels_where_there_is_none()
    {
        var one = Alertmanager("""{"alerts":[{"status":"firing","labels":{"a":"1","b":"2"}}]}""")
            .Alerts[0]
            .Fingerprint;
        var two = Alertmanager("""{"alerts":[{"status":"firing","labels":{ "b":"2" , "a":"1"}}]}""")
            .Alerts[0]
            .Fingerprint;
        var other = Alertmanager("""{"alerts":[{"status":"firing","labels":{"a":"1","b":"3"}}]}""")
            .Alerts[0]
            .Fingerprint;

        two.ShouldBe(one);
        other.ShouldNotBe(one);
        Alertmanager("""{"alerts":[{}]}""").Alerts.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("\"2019-02-15T23:53:45.093+0000\"", "2019-02-15T23:53:45.0930000Z")]
    [InlineData("\"2022-01-21 14:06:38\"", "2022-01-21T14:06:38.0000000Z")]
    [InlineData("\"2013-12-03 17:15:43 UTC\"", "2013-12-03T17:15:43.0000000Z")]
    [InlineData("\"Sat Oct 26 23:20:39 UTC 2024\"", "2024-10-26T23:20:39.0000000Z")]
    [InlineData("\"2026-11-21T00:09:58.568123456Z\"", "2026-11-21T00:09:58.5681230Z")]
    [InlineData("1700000000", "2023-11-14T22:13:20.0000000Z")]
    [InlineData("1700000000000", "2023-11-14T22:13:20.0000000Z")]
    [InlineData("\"1700000000\"", "2023-11-14T22:13:20.0000000Z")]
    [InlineData("\"0001-01-01T00:00:00Z\"", null)]
    [InlineData("\"9999-12-31T23:59:59.9999999-01:00\"", null)]
    [InlineData("0", null)]
    [InlineData("1e400", null)]
    [InlineData("-5", null)]
    [InlineData("\"2026-11-28 06:11:37.123 +0000 UTC m=+0.1\"", "2026-11-28T06:11:37.1230000Z")]
    [InlineData("\"2026-11-28 06:11:37.123456789 +0100 CET\"", "2026-11-28T05:11:37.1234560Z")]
    [InlineData("\"2026-11-28\"", "2026-11-28T00:00:00.0000000Z")]
    [InlineData("\"2026-11-28T06:11:37\"", "2026-11-28T06:11:37.0000000Z")]
    [InlineData("\"2026-11-28T06:11:37+01:00[Europe/Berlin]\"", "2026-11-28T05:11:37.0000000Z")]
    [InlineData("\"Sat, 28 Nov 2026 06:11:37 +0100\"", "2026-11-28T05:11:37.0000000Z")]
    [InlineData("\"28 Nov 26 06:11 EST\"", "2026-11-28T11:11:00.0000000Z")]
    [InlineData("\"Nov 28, 2026 6:11 PM\"", "2026-11-28T18:11:00.0000000Z")]
    [InlineData("\"Sat Nov 28 06:11:37 2026\"", "2026-11-28T06:11:37.0000000Z")]
    [InlineData("\"0001-01-01 00:00:00 +0000 UTC\"", null)]
    [InlineData("\"0000-00-00 00:00:00\"", null)]
    [InlineData("\"2026-13-45 06:11:37\"", null)]
    [InlineData("1700000000123456", "2023-11-14T22:13:20.1234560Z")]
    [InlineData("1700000000123456789", "2023-11-14T22:13:20.1234560Z")]
    [InlineData("1700000000.25", "2023-11-14T22:13:20.2500000Z")]
    [InlineData("\"yesterday\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData("{\"a\":[]}", null)]
    public void Reads_times_as_tools_write_them(string json, string? expected)
    {
        var body = Alertmanager("{\"alerts\":[{\"fingerprint\":\"f\",\"startsAt\":" + json + "}]}");

        body.Error.ShouldBeNull();
        (body.Alerts[0].StartsAt?.ToString("O")).ShouldBe(expected);
    }

    [Fact]
    public void A_time_without_a_zone_is_read_on_a_server_with_another_zone() =>
        TimeZoneInfo.Local.BaseUtcOffset.ShouldNotBe(TimeSpan.Zero);

    [Theory]
    [InlineData("", "empty-body")]
    [InlineData("\uFEFF", "empty-body")]
    [InlineData("   ", "empty-body")]
    [InlineData("{", "cut-off")]
    [InlineData("hello", "not-json")]
    [InlineData("{\"alerts\":[]} x", "not-json")]
    [InlineData("[]", "not-alertmanager")]
    [InlineData("7", "not-json")]
    [InlineData("{}", "not-alertmanager")]
    [InlineData("{\"alerts\":{}}", "not-alertmanager")]
    [InlineData("{\"alerts\":[7]}", "not-alertmanager")]
    public void Says_what_is_wrong(string text, string code)
    {
        var error = Alertmanager(text).Error.ShouldNotBeNull();

        error.Code.ShouldBe(code);
        error.Detail.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Keeps_the_good_alerts_of_a_body_with_a_bad_one()
    {
        var body = Alertmanager("""{"alerts":[{"fingerprint":"a"},7,{"fingerprint":"c"}]}""");

        body.Alerts.Select(a => a.Fingerprint).ShouldBe(["a", "c"]);
        body.Error!.Detail.ShouldBe("The 2nd entry is not an alert.");
    }

    [Fact]
    public void Survives_hostile_values()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 1_000));
        Alertmanager("{\"x\":" + deep).Error!.Code.ShouldBe("cut-off");
        var long1 = new string('x', 5_000);
        var body = Alertmanager(
            $$"""{"alerts":[{"fingerprint":"{{long1}}","labels":{"alertname":"{{long1}}","severity":7,"service":["a"]},"annotations":{"summary":"a\u0000b{{long1}}","description":true,"runbook_url":"javascript:alert(1)"},"generatorURL":"data:text/html,x"}]}"""
        );

        var alert = body.Alerts.ShouldHaveSingleItem();
        alert.Fingerprint.Length.ShouldBeLessThanOrEqualTo(Alert.FingerprintLength);
        alert.Title.Length.ShouldBe(TextLengths.Title);
        alert.Title.ShouldStartWith("abx");
        alert.SeverityWord.ShouldBe("7");
        alert.Context.Service.ShouldBeNull();
        (alert.Url, alert.RunbookUrl).ShouldBe((null, null));
        Alertmanager("{\"alerts\":[" + string.Join(',', Enumerable.Repeat("{}", 6_000)) + "]}")
            .ShouldSatisfyAllConditions(
                b => b.Alerts.Count.ShouldBe(WebhookParser.MaxAlerts),
                b => b.Error!.Code.ShouldBe("too-many-alerts")
            );
    }

    [Theory]
    [InlineData("""{"title":"Disk full"}""", 1)]
    [InlineData("""[{"title":"Disk full"},{"title":"CPU","status":"RESOLVED"}]""", 2)]
    [InlineData("""{"alerts":[{"title":"Disk full","extra":{"a":[1]}}]}""", 1)]
    [InlineData("[]", 0)]
    public void Reads_the_generic_form(string text, int count)
    {
        var body = Generic(text);

        body.Error.ShouldBeNull();
        body.Alerts.Count.ShouldBe(count);
    }

    [Fact]
    public void Reads_all_fields_of_the_generic_form()
    {
        var alert = Generic(
            """{"title":"Disk full","status":"resolved","key":17,"severity":"P1","description":"d","service":"db","team":"core","startsAt":"2026-01-01T00:00:00Z","endsAt":1767225700,"url":"https://x.test/1","runbookUrl":"https://x.test/r","labels":{"host":"a"}}"""
        )
            .Alerts.ShouldHaveSingleItem();

        alert.ShouldSatisfyAllConditions(
            a => a.Fingerprint.ShouldBe("17"),
            a => a.Signal.ShouldBe(AlertSignal.Resolved),
            a => a.SeverityWord.ShouldBe("P1"),
            a => a.Context.Service.ShouldBe("db"),
            a => a.Context.Team.ShouldBe("core"),
            a => a.EndsAt.ShouldBe(new DateTime(2026, 1, 1, 0, 1, 40, DateTimeKind.Utc)),
            a => a.RunbookUrl.ShouldBe("https://x.test/r"),
            a => a.Labels.ShouldBe("{\"host\":\"a\"}")
        );
    }

    [Theory]
    [InlineData("{}", "missing-field", "The body has no title.")]
    [InlineData(
        """[{"title":"a"},{"title":" "}]""",
        "missing-field",
        "The 2nd entry has no title."
    )]
    [InlineData("""{"alerts":3}""", "not-generic", "alerts: must be an array.")]
    public void Names_the_field_of_the_generic_form(string text, string code, string detail) =>
        Generic(text).Error.ShouldBe(new BodyError(code, detail));

    [Fact]
    public void Without_a_key_title_service_and_labels_are_the_identity()
    {
        string Of(string json) => Generic(json).Alerts[0].Fingerprint;

        Of("""{"title":"a","labels":{"x":"1","y":"2"}}""")
            .ShouldBe(Of("""{"labels":{"y":"2","x":"1"},"title":"a","severity":"p1"}"""));
        Of("""{"title":"a"}""").ShouldNotBe(Of("""{"title":"a","service":"b"}"""));
    }

    [Fact]
    public void Never_throws_whatever_comes()
    {
        var random = new Random(20260302);
        var seed = Encoding.UTF8.GetBytes(Firing);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = round % 3 == 0 ? new byte[random.Next(200)] : seed.ToArray();
            if (round % 3 == 0)
            {
                random.NextBytes(bytes);
            }

            for (var i = random.Next(12); i > 0 && bytes.Length > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var cut = bytes.AsSpan(
                0,
                random.Next(4) == 0 ? random.Next(bytes.Length + 1) : bytes.Length
            );
            foreach (var kind in Enum.GetValues<SourceKind>())
            {
                var body = WebhookParser.Parse(kind, Source, cut);
                (
                    body.Error is not null
                    || body.Alerts.All(a => a.Title.Length > 0 && a.Key != Guid.Empty)
                ).ShouldBeTrue();
            }
        }
    }

    private static IncomingBody Alertmanager(string text) =>
        WebhookParser.Parse(SourceKind.Alertmanager, Source, Encoding.UTF8.GetBytes(text));

    private static IncomingBody Generic(string text) =>
        WebhookParser.Parse(SourceKind.Generic, Source, Encoding.UTF8.GetBytes(text));
}
