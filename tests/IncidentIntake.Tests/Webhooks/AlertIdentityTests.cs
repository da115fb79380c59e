using System.Text;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Webhooks;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Webhooks;

/// <summary>Which alert a body is about, if it has no key.</summary>
public sealed class AlertIdentityTests
{
    private static readonly Guid Source = new("01900000-0000-7000-8000-000000000001");
    private static readonly DateTime Now = new(2026, 11, 28, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("""{"name":"Ping","host":"a"}""", """{"name":"Ping","host":"b"}""")]
    [InlineData("""{"host":"a","check":"disk"}""", """{"host":"a","check":"load"}""")]
    [InlineData("""{"title":"t","instance":"a:9100"}""", """{"title":"t","instance":"b:9100"}""")]
    [InlineData(
        """{"title":"t","details":{"node":"a"}}""",
        """{"title":"t","details":{"node":"b"}}"""
    )]
    [InlineData(
        """{"title":"t","alert":{"device":"a"}}""",
        """{"title":"t","alert":{"device":"b"}}"""
    )]
    [InlineData("""{"title":"t","tags":{"pod":"a"}}""", """{"title":"t","tags":{"pod":"b"}}""")]
    [InlineData(
        """{"title":"t","resource":{"name":"a"}}""",
        """{"title":"t","resource":{"name":"b"}}"""
    )]
    [InlineData("""{"title":"t","targets":["a","b"]}""", """{"title":"t","targets":["c"]}""")]
    [InlineData(
        """{"title":"t","monitor":{"url":"https://a.test"}}""",
        """{"title":"t","monitor":{"url":"https://b.test"}}"""
    )]
    [InlineData(
        """{"title":"t","monitorURL":"https://a.test"}""",
        """{"title":"t","monitorURL":"https://b.test"}"""
    )]
    [InlineData("""{"title":"t","tags":["host:a"]}""", """{"title":"t","tags":["host:b"]}""")]
    [InlineData(
        """{"title":"t","tags":"host:a,env:x"}""",
        """{"title":"t","tags":"host:b,env:x"}"""
    )]
    [InlineData(
        """{"title":"t","labels":[{"name":"host","value":"a"}]}""",
        """{"title":"t","labels":[{"name":"host","value":"b"}]}"""
    )]
    [InlineData(
        """{"rule_id":1,"labels":{"host":"a"}}""",
        """{"rule_id":1,"labels":{"host":"b"}}"""
    )]
    [InlineData("""{"rule_id":1,"hostname":"a"}""", """{"rule_id":1,"hostname":"b"}""")]
    [InlineData(
        """{"title":"t","service":"s","component":"a"}""",
        """{"title":"t","service":"s","component":"b"}"""
    )]
    [InlineData(
        """{"host":"a","message":"Disk is full"}""",
        """{"host":"a","message":"CPU is hot"}"""
    )]
    [InlineData(
        """{"HOSTNAME":"a","SERVICEDESC":"Disk","SERVICESTATE":"CRITICAL"}""",
        """{"HOSTNAME":"b","SERVICEDESC":"Disk","SERVICESTATE":"CRITICAL"}"""
    )]
    [InlineData(
        """{"HOSTNAME":"a","SERVICEDESC":"Disk","SERVICESTATE":"CRITICAL"}""",
        """{"HOSTNAME":"a","SERVICEDESC":"Load","SERVICESTATE":"CRITICAL"}"""
    )]
    public void Alerts_of_different_things_are_different_alerts(string one, string other)
    {
        KeyOf(one).ShouldNotBe(KeyOf(other));
        KeyOf(one).ShouldBe(KeyOf(one));
    }

    [Theory]
    [InlineData(
        """{"name":"Ping","host":"a","status":"down","value":3,"severity":"critical","time":1}""",
        """{"host":"a","name":"Ping","status":"up","value":0,"severity":"ok","time":2}"""
    )]
    [InlineData(
        """{"host":"a","check":"disk","state":"down","message":"91 % used","count":1}""",
        """{"host":"a","check":"disk","state":"up","message":"12 % used","count":2}"""
    )]
    [InlineData(
        """{"HOSTNAME":"a","SERVICEDESC":"Disk","SERVICESTATE":"CRITICAL","SERVICEOUTPUT":"91 %","NOTIFICATIONTYPE":"PROBLEM","SERVICEATTEMPT":1}""",
        """{"HOSTNAME":"a","SERVICEDESC":"Disk","SERVICESTATE":"OK","SERVICEOUTPUT":"9 %","NOTIFICATIONTYPE":"RECOVERY","SERVICEATTEMPT":3}"""
    )]
    [InlineData(
        """{"title":"t","labels":{"host":"a","severity":"warning","value":"1"}}""",
        """{"title":"t","labels":{"severity":"critical","value":"2","host":"a"}}"""
    )]
    [InlineData(
        """{"title":"t","tags":["host:a","env:x","severity:high"]}""",
        """{"title":"t","tags":["env:x","severity:low","host:a"]}"""
    )]
    [InlineData(
        """{"rule_id":1,"hostname":"a","title":"Alert for a","state":"1"}""",
        """{"rule_id":1,"hostname":"a","title":"a recovered","state":"0"}"""
    )]
    [InlineData(
        """{"title":"t","Host":"a","url":"https://grafana.test/d/1?from=1"}""",
        """{"title":"t","host":"a","url":"https://grafana.test/d/1?from=2"}"""
    )]
    public void What_changes_while_an_alert_fires_does_not_make_it_another(
        string one,
        string other
    ) => KeyOf(one).ShouldBe(KeyOf(other));

    [Fact]
    public void The_title_says_what_is_wrong_where_a_check_has_a_name() =>
        Only("""{"HOSTNAME":"a","SERVICEDESC":"Disk","SERVICESTATE":"CRITICAL"}""")
            .Title.ShouldBe("Disk");

    [Theory]
    [InlineData(
        """{"event":{"id":"E1","event_type":"incident.triggered","resource_type":"incident","data":{"id":"Q1","type":"incident","title":"t","status":"triggered","incident_key":"k"}}}""",
        """{"event":{"id":"E2","event_type":"incident.resolved","resource_type":"incident","data":{"id":"Q1","type":"incident","title":"t","status":"resolved"}}}""",
        "Q1"
    )]
    [InlineData(
        """{"messages":[{"id":"m1","event":"incident.trigger","incident":{"id":"P1","title":"t","status":"triggered"}}]}""",
        """{"messages":[{"id":"m2","event":"incident.resolve","incident":{"id":"P1","title":"t","status":"resolved"}}]}""",
        "P1"
    )]
    [InlineData(
        """{"specversion":"1.0","id":"c1","source":"/x","subject":"s","type":"a.opened","data":{"id":"A1","title":"t","status":"open"}}""",
        """{"specversion":"1.0","id":"c2","source":"/x","subject":"s","type":"a.closed","data":{"id":"A1","title":"t","status":"closed"}}""",
        "A1"
    )]
    [InlineData(
        """{"id":"n1","payload":{"title":"t","status":"firing"}}""",
        """{"id":"n2","payload":{"title":"t","status":"resolved"}}""",
        null
    )]
    [InlineData(
        """{"id":"v1","event_type":"metric_alert","title":"[Triggered] Disk","org":{"id":"o","name":"Org"}}""",
        """{"id":"v2","event_type":"metric_alert","title":"[Recovered] Disk","org":{"id":"o","name":"Org"}}""",
        null
    )]
    [InlineData(
        """{"id":"b1","detail-type":"CloudWatch Alarm State Change","detail":{"alarmName":"cpu","state":{"value":"ALARM"}}}""",
        """{"id":"b2","detail-type":"CloudWatch Alarm State Change","detail":{"alarmName":"cpu","state":{"value":"OK"}}}""",
        null
    )]
    public void The_id_of_a_message_is_not_that_of_the_alert_in_it(
        string firing,
        string resolved,
        string? key
    )
    {
        var (one, other) = (Only(firing), Only(resolved));

        one.Fingerprint.ShouldBe(other.Fingerprint);
        (one.Signal, other.Signal).ShouldBe((AlertSignal.Firing, AlertSignal.Resolved));
        if (key is not null)
        {
            one.Fingerprint.ShouldBe(key);
        }
    }

    [Theory]
    [InlineData("""{"id":"disk-1","title":"t"}""", "disk-1")]
    [InlineData("""{"id":"disk-1","status":"resolved"}""", "disk-1")]
    [InlineData("""{"id":"disk-1","status":"firing","alert":{"title":"t"}}""", "disk-1")]
    public void An_id_beside_what_the_alert_says_is_its_key(string text, string key) =>
        KeyOf(text).ShouldBe(key);

    [Theory]
    [InlineData("""{"title":"A","key":"pk0""", """{"title":"B","key":"pk0""")]
    [InlineData("""{"title":"A","key":" """, """{"title":"B","key":" """)]
    [InlineData("""{"host":"a","title":"Disk""", """{"host":"b","title":"Disk""")]
    [InlineData("""{"host":"a","title":" """, """{"host":"b","title":" """)]
    public void A_key_that_is_cut_is_no_key(string one, string other)
    {
        KeyOf(one.TrimEnd()).ShouldNotBe(KeyOf(other.TrimEnd()));
        KeyOf(one.TrimEnd()).ShouldNotContain("…");
    }

    [Fact]
    public void What_was_whole_says_which_alert_a_cut_body_is_of()
    {
        const string whole = """{"title":"A","host":"a"}""";

        KeyOf("""{"title":"A","host":"a","key":"pk""").ShouldBe(KeyOf(whole));
        KeyOf("""{"title":"A","host":"a","description":"and so""").ShouldBe(KeyOf(whole));
        KeyOf("""{"title":"A","host":"a","instance":"x""").ShouldBe(KeyOf(whole));
    }

    [Fact]
    public void Where_nothing_was_whole_every_delivery_is_of_its_own()
    {
        const string text = """{"title":"Disk""";

        var (one, again) = (KeyOf(text), KeyOf(text));
        var later = KeyOf(text, Now.AddSeconds(1));

        again.ShouldBe(one); // As a replay reads it.
        later.ShouldNotBe(one);
    }

    [Fact]
    public void A_fingerprint_that_is_cut_is_none()
    {
        var one = Alertmanager("""{"alerts":[{"labels":{"alertname":"a"},"fingerprint":"48""");
        var other = Alertmanager("""{"alerts":[{"labels":{"alertname":"b"},"fingerprint":"48""");

        one.Fingerprint.ShouldNotBe(other.Fingerprint);
        one.Fingerprint.ShouldNotContain("…");
    }

    private static string KeyOf(string text, DateTime? now = null) => Only(text, now).Fingerprint;

    private static IncomingAlert Only(string text, DateTime? now = null) =>
        WebhookParser
            .Parse(SourceKind.Generic, Source, Encoding.UTF8.GetBytes(text), now: now ?? Now)
            .Alerts.ShouldHaveSingleItem(text);

    private static IncomingAlert Alertmanager(string text) =>
        WebhookParser
            .Parse(SourceKind.Alertmanager, Source, Encoding.UTF8.GetBytes(text), now: Now)
            .Alerts.ShouldHaveSingleItem(text);
}
