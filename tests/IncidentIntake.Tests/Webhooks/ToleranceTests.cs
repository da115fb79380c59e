using System.Text;
using System.Text.Json;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Webhooks;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Webhooks;

/// <summary>
/// Bodies that break the rules, as tools and people produce them: everything that a person could
/// read is read.
/// </summary>
public sealed class ToleranceTests
{
    private static readonly Guid Source = new("01900000-0000-7000-8000-000000000001");

    [Theory]
    [InlineData(
        "{\"title\":\"a\",\"key\":\"k\",\"description\":\"one\n two\tthree\"}",
        "a",
        "one\n two\tthree"
    )]
    [InlineData("""{"title":"a","key":"k","description":"cut \ud83d"}""", "a", "cut \uFFFD")]
    [InlineData("""{"title":"a","key":"k","description":"fine \ud83d\ude00"}""", "a", "fine 😀")]
    [InlineData("""{"title":"a","key":"k","description":"d",}""", "a", "d")]
    [InlineData("""{"title":"a" "key":"k" "description":"d"}""", "a", "d")]
    [InlineData("""{'title':'it''s a','key':'k','description':'it's d'}""", "it''s a", "it's d")]
    [InlineData(
        """{title: "a", key: "k", description: "d", value: NaN, at: -Infinity}""",
        "a",
        "d"
    )]
    [InlineData(
        """{"title":"a","key":"k","description":"the "big" disk"}""",
        "a",
        "the \"big\" disk"
    )]
    [InlineData(
        """{"title":"a","key":"k","description":"C:\dir \d+ \x41"}""",
        "a",
        "C:\\dir \\d+ A"
    )]
    [InlineData(
        "{\"title\":\"a\", /* so */ \"key\":\"k\", // and so\n\"description\":\"d\"}",
        "a",
        "d"
    )]
    [InlineData("""{"title":"a","key":"k","ok":True,"none":None,"description":"d"}""", "a", "d")]
    [InlineData("""{"title":"a","key":"k","description":"d","count":007}""", "a", "d")]
    [InlineData(""" "{\"title\":\"a\",\"key\":\"k\",\"description\":\"d\"}" """, "a", "d")]
    [InlineData(
        "payload=%7B%22title%22%3A%22a%22%2C%22key%22%3A%22k%22%2C%22description%22%3A%22d%22%7D",
        "a",
        "d"
    )]
    [InlineData("title=a&key=k&description=d+e%0Af", "a", "d e\nf")]
    [InlineData(
        "--x\r\nContent-Disposition: form-data; "
            + "name=\"title\"\r\n\r\na\r\n--x\r\nContent-Disposition: form-data; "
            + "name=\"key\"\r\n\r\nk\r\n--x\r\nContent-Disposition: form-data; "
            + "name=\"description\"\r\n\r\nd\r\n--x--\r\n",
        "a",
        "d"
    )]
    public void Reads_what_a_person_would(string text, string title, string description)
    {
        var body = Generic(text);

        body.Error.ShouldBeNull();
        var alert = body.Alerts.ShouldHaveSingleItem();
        (alert.Title, alert.Fingerprint).ShouldBe((title, "k"));
        alert.Description.ShouldBe(description);
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-32", true)]
    [InlineData("utf-8", true)]
    [InlineData("iso-8859-1", false)]
    [InlineData("windows-1252", false)]
    public void Reads_every_common_encoding(string name, bool hasMark)
    {
        var encoding =
            CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        byte[] bytes =
        [
            .. hasMark ? encoding.GetPreamble() : [],
            .. encoding.GetBytes("{\"title\":\"Plattenplatz für Müller\",\"key\":\"k18\"}"),
        ];

        var alert = WebhookParser
            .Parse(SourceKind.Generic, Source, bytes)
            .Alerts.ShouldHaveSingleItem();

        (alert.Title, alert.Fingerprint).ShouldBe(("Plattenplatz für Müller", "k18"));
    }

    [Fact]
    public void A_declared_charset_is_believed_where_the_bytes_do_not_speak_against_it()
    {
        var japanese = CodePagesEncodingProvider.Instance.GetEncoding("shift_jis")!;
        var bytes = japanese.GetBytes("{\"title\":\"ディスク\"}");

        WebhookParser
            .Parse(SourceKind.Generic, Source, bytes, "application/json; charset=shift_jis")
            .Alerts.ShouldHaveSingleItem()
            .Title.ShouldBe("ディスク");
    }

    [Fact]
    public void A_character_that_was_cut_is_substituted_and_said()
    {
        byte[] bytes = [.. "{\"title\":\"für "u8, 0xF0, 0x9F, 0x98, .. "\"}"u8];

        var body = WebhookParser.Parse(SourceKind.Generic, Source, bytes);

        body.Alerts.ShouldHaveSingleItem().Title.ShouldBe("für \uFFFD");
        body.ForDelivery().ShouldHaveSingleItem().ShouldContain("could not be read");
        body.HasNotices.ShouldBeFalse(); // Nothing for the timeline.
    }

    [Fact]
    public void One_unreadable_character_costs_no_other_alert()
    {
        var body = Alertmanager(
            """{"alerts":[{"annotations":{"summary":"1","description":"cut \ud83d"}"""
                + ""","fingerprint":"a"},{"fingerprint":"b"},{"fingerprint":"c"}]}"""
        );

        body.Error.ShouldBeNull();
        body.Alerts.Select(a => a.Fingerprint).ShouldBe(["a", "b", "c"]);
        body.Alerts[0].Description.ShouldBe("cut \uFFFD");
        JsonDocument.Parse(body.Alerts[0].Annotations!).RootElement.GetProperty("description");
    }

    [Theory]
    [InlineData("""{"title":"Disk full","severity":"crit""", "Disk full")]
    [InlineData("""{"title":"Disk full""", "Disk full…")]
    [InlineData("""[{"title":"a","key":"1"},{"title":"b","key":"2"},{"title":"c","se""", "a|b")]
    [InlineData(
        """[{"title":"a","key":"1"},{"title":"b","key":"2"},{"key":"3","title":"c","se""",
        "a|b|c"
    )]
    public void Of_a_body_that_is_cut_off_all_that_is_there_is_read(string text, string titles)
    {
        var body = Generic(text);

        body.Error!.Code.ShouldBe("cut-off");
        body.Alerts.Select(a => a.Title).ShouldBe(titles.Split('|'));
    }

    [Fact]
    public void An_alert_whose_fingerprint_is_cut_off_waits_for_a_whole_copy()
    {
        const string whole = """{"alerts":[{"fingerprint":"a"},{"labels":{"alertname":"b"}""";
        Alertmanager(whole).Alerts.Select(a => a.Fingerprint).ShouldBe(["a"]);
        Alertmanager("""{"alerts":[{"labels":{"alertname":"b"},"anno""")
            .Alerts.ShouldHaveSingleItem()
            .Title.ShouldBe("b");
    }

    [Fact]
    public void Several_documents_are_read_one_after_the_other()
    {
        var lines = "{\"title\":\"a\"}\n{\"title\":\"b\"}\r\n\n[{\"title\":\"c\"}]";

        Generic(lines).Alerts.Select(a => a.Title).ShouldBe(["a", "b", "c"]);
        Generic(lines).Error.ShouldBeNull();
        Alertmanager("""{"alerts":[{"fingerprint":"a"}]}{"alerts":[{"fingerprint":"b"}]}""")
            .Alerts.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"status":"resolved","key":"k"}""", AlertSignal.Resolved, "k")]
    [InlineData("""{"title":"monit","state":"ok","alert_uid":"u"}""", AlertSignal.Resolved, "u")]
    [InlineData("""{"title":"t","key":"k","event_type":"resolve"}""", AlertSignal.Resolved, "k")]
    [InlineData("""{"title":"t","key":"k","status":"CLOSED"}""", AlertSignal.Resolved, "k")]
    [InlineData("""{"title":"t","key":"k","firing":false}""", AlertSignal.Resolved, "k")]
    [InlineData("""{"title":"t","key":"k","up":true}""", AlertSignal.Resolved, "k")]
    [InlineData("""{"title":"t","key":"k","status":0}""", AlertSignal.Resolved, "k")]
    [InlineData("""{"title":"t","key":"k","status":2}""", AlertSignal.Firing, "k")]
    [InlineData("""{"title":"t","key":"k","active":true}""", AlertSignal.Firing, "k")]
    [InlineData(
        """{"title":"t","key":"k","type":"disk","event":"connection closed"}""",
        AlertSignal.Firing,
        "k"
    )]
    [InlineData(
        """{"title":"t","key":"k","status":"firing","acknowledged":true}""",
        AlertSignal.Acknowledged,
        "k"
    )]
    [InlineData("""{"title":"ERROR: t","key":"k"}""", AlertSignal.Firing, "k")]
    [InlineData(
        """{"event_action":"acknowledge","dedup_key":"d"}""",
        AlertSignal.Acknowledged,
        "d"
    )]
    [InlineData(
        """{"event_action":"trigger","dedup_key":"d","payload":"""
            + """{"summary":"s","severity":"critical"}}""",
        AlertSignal.Firing,
        "d"
    )]
    [InlineData(
        """{"heartbeat":{"status":0,"msg":"timeout"},"monitor":{"id":7,"name":"My """
            + """site"},"msg":"x"}""",
        AlertSignal.Firing,
        "7"
    )]
    [InlineData(
        """{"heartbeat":{"status":1},"monitor":{"id":7,"name":"My site"},"msg":"x"}""",
        AlertSignal.Resolved,
        "7"
    )]
    [InlineData(
        """{"incident":{"incident_id":"i","state":"closed","policy_name":"p"},"version":"1.2"}""",
        AlertSignal.Resolved,
        "i"
    )]
    [InlineData(
        """{"action":"Create","alert":{"alias":"a","message":"m","priority":"P1"}}""",
        AlertSignal.Firing,
        "a"
    )]
    [InlineData(
        """{"message_type":"RECOVERY","entity_id":"e","state_message":"m"}""",
        AlertSignal.Resolved,
        "e"
    )]
    [InlineData(
        """{"AlarmName":"n","NewStateValue":"OK","AlarmArn":"arn"}""",
        AlertSignal.Resolved,
        "arn"
    )]
    [InlineData(
        """{"data":{"essentials":"""
            + """{"alertId":"z","monitorCondition":"Fired","alertRule":"r","severity":"Sev0"}}}""",
        AlertSignal.Firing,
        "z"
    )]
    [InlineData(
        """{"check_id":5,"check_name":"c","current_state":"UP"}""",
        AlertSignal.Resolved,
        "5"
    )]
    public void Finds_state_and_key_under_the_names_tools_give_them(
        string text,
        AlertSignal signal,
        string key
    )
    {
        var body = Generic(text);

        body.Error.ShouldBeNull();
        body.HasNotices.ShouldBeFalse();
        var alert = body.Alerts.ShouldHaveSingleItem();
        (alert.Signal, alert.Fingerprint).ShouldBe((signal, key));
    }

    [Theory]
    [InlineData("[FIRING:2] t", AlertSignal.Firing, false)]
    [InlineData("PROBLEM: t", AlertSignal.Firing, false)]
    [InlineData("[RESOLVED] t", AlertSignal.Resolved, false)]
    [InlineData("[✅] t", AlertSignal.Resolved, false)]
    [InlineData("Recovery: replication lag 900 s", AlertSignal.Resolved, true)]
    [InlineData("Stop: payments are stuck", AlertSignal.Resolved, true)]
    [InlineData("Investigating: payments are stuck", AlertSignal.Acknowledged, true)]
    [InlineData("[Assigned] payments are stuck", AlertSignal.Acknowledged, true)]
    [InlineData("Maintenance: db1 down", AlertSignal.Firing, false)]
    [InlineData("[Test] x", AlertSignal.Firing, false)]
    [InlineData("db_up: timeout", AlertSignal.Firing, false)]
    public void A_state_in_front_of_the_title_counts_for_what_it_is_worth(
        string title,
        AlertSignal signal,
        bool isDoubtful
    )
    {
        var body = Generic($$"""{"title":"{{title}}"}""");

        var alert = body.Alerts.ShouldHaveSingleItem();
        (alert.Signal, alert.Doubt is not null, alert.Title).ShouldBe((signal, isDoubtful, title));
        body.HasNotices.ShouldBe(signal != AlertSignal.Firing);
    }

    [Fact]
    public void What_has_a_state_for_a_name_is_not_taken_for_the_state_of_another()
    {
        var one = Generic("""{"title":"db1_down: timeout"}""").Alerts[0];
        var other = Generic("""{"title":"db2_down: timeout"}""").Alerts[0];

        other.Fingerprint.ShouldNotBe(one.Fingerprint);
    }

    [Theory]
    [InlineData("""{"alerts":[{}],"status":"resolved"}""", AlertSignal.Resolved)]
    [InlineData("""{"status":"resolved","alerts":[{}]}""", AlertSignal.Resolved)]
    [InlineData("""{"alerts":[{"status":"firing"}],"status":"resolved"}""", AlertSignal.Firing)]
    [InlineData(
        """{"status":"firing","alerts":[{"endsAt":"2026-03-02T13:00:00Z"}]}""",
        AlertSignal.Firing
    )]
    [InlineData(
        """{"alerts":[{"endsAt":"2026-03-02T11:00:00Z"}],"status":"firing"}""",
        AlertSignal.Firing
    )]
    [InlineData("""{"alerts":[{"endsAt":"2026-03-02T13:00:00Z"}]}""", AlertSignal.Firing)]
    [InlineData("""{"alerts":[{"endsAt":"2026-03-02T11:00:00Z"}]}""", AlertSignal.Resolved)]
    [InlineData("""{"alerts":[{}]}""", AlertSignal.Firing)]
    public void An_alerts_own_state_comes_first_then_its_groups_then_its_end(
        string text,
        AlertSignal signal
    )
    {
        var body = WebhookParser.Parse(
            SourceKind.Alertmanager,
            Source,
            Encoding.UTF8.GetBytes(text),
            now: new DateTime(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc)
        );

        body.Error.ShouldBeNull();
        body.Alerts.ShouldHaveSingleItem().Signal.ShouldBe(signal);
    }

    [Theory]
    [InlineData(5_000, null)]
    [InlineData(5_200, "too-many-alerts")]
    public void Documents_beyond_the_limit_are_not_left_out_in_silence(int count, string? code)
    {
        var lines = string.Concat(Enumerable.Repeat("{\"title\":\"a\"}\n", count));

        var body = Generic(lines);

        body.Alerts.Count.ShouldBe(5_000);
        (body.Error?.Code).ShouldBe(code);
        var empty = Generic(string.Concat(Enumerable.Repeat("[]\n", count)));
        (empty.Error?.Code).ShouldBe(code);
    }

    [Fact]
    public void A_state_nobody_knows_is_firing_and_said()
    {
        var generic = Generic("""{"title":"t","status":"sleeping"}""");
        var alertmanager = Alertmanager("""{"alerts":[{"status":"sleeping"}]}""");

        foreach (var body in (IncomingBody[])[generic, alertmanager])
        {
            body.Error.ShouldBeNull();
            var alert = body.Alerts.ShouldHaveSingleItem();
            alert.Signal.ShouldBe(AlertSignal.Firing);
            alert.Notice!.ShouldContain("“sleeping”");
            body.ForDelivery().ShouldBe([alert.Notice!]);
        }

        Generic("""{"title":"t","status":"foo\n \tbar \u202e"}""")
            .Alerts[0]
            .Notice!.ShouldContain("“\u2068foo bar \u202e\u2069”");
    }

    [Theory]
    [InlineData(
        """{"truncatedAlerts":3,"alerts":[{}]}""",
        "The sender says that it left out 3 alerts."
    )]
    [InlineData(
        """{"truncatedAlerts":1,"alerts":[{}]}""",
        "The sender says that it left out 1 alert."
    )]
    [InlineData("""{"truncatedAlerts":0,"alerts":[{}]}""", null)]
    public void Tells_what_the_sender_left_out(string text, string? expected)
    {
        Alertmanager(text).Omitted.ShouldBe(expected);
        Generic(text).Omitted.ShouldBe(expected);
    }

    [Fact]
    public void Keeps_every_label_and_annotation()
    {
        var body = Alertmanager(
            """{"alerts":[{"labels":{"alertname":"a"},"annotations":"""
                + """{"details":"the whole story","custom":"x"},"valueString":"v=1"}]}"""
        );

        var alert = body.Alerts.ShouldHaveSingleItem();
        alert.Description.ShouldBe("the whole story");
        alert.Annotations.ShouldBe(
            """{"details":"the whole story","custom":"x","valueString":"v=1"}"""
        );
        var generic = Generic(
            """{"title":"t","message":"m","host":"h","labels":{"l":"1"},"details":"""
                + """{"d":[1]},"more":{"x":1}}"""
        ).Alerts[0];
        generic.Description.ShouldBe("m");
        generic.Labels.ShouldBe("""{"l":"1"}""");
        generic.Annotations.ShouldBe("""{"d":[1],"message":"m","host":"h","more":{"x":1}}""");
    }

    [Fact]
    public void Of_too_many_labels_the_longest_values_are_cut()
    {
        var labels = string.Join(
            ',',
            Enumerable
                .Range(0, 40)
                .Select(i => $"\"l{i}\":\"{new string('x', i == 7 ? 90_000 : 20)}\"")
        );

        var kept = Alertmanager("{\"alerts\":[{\"labels\":{" + labels + "}}]}").Alerts[0].Labels!;

        kept.Length.ShouldBeLessThanOrEqualTo(TextLengths.Labels);
        JsonDocument.Parse(kept).RootElement.EnumerateObject().Count().ShouldBe(40);
    }

    [Fact]
    public void An_alertmanager_body_is_understood_by_a_generic_source_as_well()
    {
        var body = WebhookParser.Parse(
            SourceKind.Generic,
            Source,
            Encoding.UTF8.GetBytes(WebhookParserTests.Firing)
        );

        var alert = body.Alerts.ShouldHaveSingleItem();
        (alert.Fingerprint, alert.Title, alert.SeverityWord, alert.Context.Service).ShouldBe(
            ("481c073fae8c8628", "Checkout target 127.0.0.1:9919 is down", "critical", "checkout")
        );
    }

    private static IncomingBody Alertmanager(string text) =>
        WebhookParser.Parse(SourceKind.Alertmanager, Source, Encoding.UTF8.GetBytes(text));

    private static IncomingBody Generic(string text) =>
        WebhookParser.Parse(SourceKind.Generic, Source, Encoding.UTF8.GetBytes(text));
}
