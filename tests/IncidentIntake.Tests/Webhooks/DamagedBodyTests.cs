using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Webhooks;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Webhooks;

/// <summary>
/// Bodies with a damaged structure: the alerts around the damage are read, and the damage is
/// reported.
/// </summary>
public sealed class DamagedBodyTests
{
    private static readonly Guid Source = new("01900000-0000-7000-8000-000000000001");

    [Theory]
    [InlineData(
        "{\"title\":\"B1\",\"key\":\"b1\"}\n{\"title\":\"B2\",\"key\":\"b2\",\"desc\n"
            + "{\"title\":\"B3\",\"key\":\"b3\"}\n{\"title\":\"B4\",\"key\":\"b4\"}",
        "b1 b2 b3 b4"
    )]
    [InlineData(
        "{\"title\":\"B2\",\"key\":\"b2\",\"desc\":\"half a "
            + "te\r\n{\"title\":\"B3\",\"key\":\"b3\"}",
        "b2 b3"
    )]
    [InlineData(
        "{\"title\":\"A\",\"key\":\"a\"\n{\"title\":\"B\",\"key\":\"b\"}\n"
            + "{\"title\":\"C\",\"key\":\"c\"}",
        "a b c"
    )]
    [InlineData("{\"title\":\"A\",\"key\":\"a\",\n{\"title\":\"B\",\"key\":\"b\"}", "a b")]
    [InlineData(
        "{\"title\":\"A\",\"key\":\"a\",\"labels\":{\"x\":\"y\"\n{\"title\":\"B\",\"key\":\"b\"}",
        "a b"
    )]
    [InlineData(
        "{\"title\":\"A\",\"key\":\"a\",\"list\":[\"x\"\n{\"title\":\"B\",\"key\":\"b\"}",
        "a b"
    )]
    [InlineData(
        "{\"title\":\"A\",\"key\":\"a\",\"x\n{\"title\":\"B\",\"key\":\"b\",\"y\n"
            + "{\"title\":\"C\",\"key\":\"c\"}",
        "a b c"
    )]
    [InlineData(
        "{\n  \"title\": \"A\",\n  \"key\": \"a\"\n{\n  \"title\": \"B\",\n  \"key\": \"b\"\n}",
        "a b"
    )]
    [InlineData("""[{"title":"A","key":"a",{"title":"B","key":"b"}]""", "a b")]
    [InlineData("[\n  {\"title\":\"A\",\"key\":\"a\"\n  {\"title\":\"B\",\"key\":\"b\"}\n]", "a b")]
    [InlineData(
        """[{"title":"A","key":"a","x":"half},{"title":"B","key":"b"},{"title":"C","key":"c"}]""",
        "a b c"
    )]
    [InlineData("""{"title":"A,"key":"a","description":"d"}""", "a")]
    [InlineData("{\"title:\"A\",\"key\":\"a\"}\n{\"title\":\"B\",\"key\":\"b\"}", "a b")]
    [InlineData("{title\":\"A\",\"key\":\"a\"}\n{\"title\":\"B\",\"key\":\"b\"}", "a b")]
    public void No_alert_is_swallowed_by_the_one_before(string text, string keys)
    {
        var body = Parse(SourceKind.Generic, text);

        body.Alerts.Select(a => a.Fingerprint).ShouldBe(keys.Split(' '));
        body.Alerts.Select(a => a.Title.ToLowerInvariant()).ShouldBe(keys.Split(' '));
        ShouldBeSaid(body);
    }

    [Fact]
    public void An_alert_whose_key_is_missing_is_taken_by_what_is_there()
    {
        var body = Parse(
            SourceKind.Generic,
            "{\"title\":\"L2\",\"key\":\n{\"title\":\"L3\",\"key\":\"l3\"}"
        );

        body.Alerts.Select(a => a.Title).ShouldBe(["L2", "L3"]);
        body.Alerts[1].Fingerprint.ShouldBe("l3");
        ShouldBeSaid(body);
    }

    [Theory]
    [InlineData(
        """{"alerts":[{"fingerprint":"1","labels":{"alertname":"a","x":"a"b}},{"fingerprint":"2","labels":{"alertname":"b"}},{"fingerprint":"3","labels":{"alertname":"c"}}]}"""
    )]
    [InlineData(
        """{"alerts":[{"fingerprint":"1","annotations":{"x":"open},"labels":{"alertname":"a"}},{"fingerprint":"2","labels":{"alertname":"b"}},{"fingerprint":"3","labels":{"alertname":"c"}}]}"""
    )]
    [InlineData(
        """{"alerts":[{"fingerprint":"1","labels":{"alertname":"a"},{"fingerprint":"2","labels":{"alertname":"b"}},{"fingerprint":"3","labels":{"alertname":"c"}}]}"""
    )]
    public void A_text_or_an_object_that_is_not_closed_costs_no_other_alert(string text)
    {
        var body = Parse(SourceKind.Alertmanager, text);

        body.Alerts.Select(a => (a.Fingerprint, a.Title))
            .ShouldBe([("1", "a"), ("2", "b"), ("3", "c")]);
        ShouldBeSaid(body);
    }

    [Fact]
    public void Batches_one_behind_the_other_are_kept_apart()
    {
        var body = Parse(
            SourceKind.Alertmanager,
            "{\"alerts\":[{\"fingerprint\":\"1\"}\n{\"alerts\":[{\"fingerprint\":\"2\"}]}"
        );

        body.Alerts.Select(a => a.Fingerprint).ShouldBe(["1", "2"]);
        ShouldBeSaid(body);
    }

    [Theory]
    [InlineData("""{"title":"a" "key":"k"}""")]
    [InlineData("""{"title":"a","key":"k","description":"the "big" disk"}""")]
    [InlineData("""{"title":"a","key":"k","labels":{"x":"y"]}""")]
    [InlineData("""{"title":"a","key":"k","x":}""")]
    [InlineData("""{"title":"a","key":"k","x"}""")]
    [InlineData("""{"title":"a","key":"k",,"x":1}""")]
    [InlineData("""{"title":"a","key":"k","x":some text}""")]
    [InlineData("""{"title":"a","key":"k","x":"open}""")]
    public void What_was_mended_is_said_on_the_timeline_and_beside_the_delivery(string text)
    {
        var body = Parse(SourceKind.Generic, text);

        body.Alerts.ShouldHaveSingleItem().Fingerprint.ShouldBe("k");
        ShouldBeSaid(body);
    }

    [Theory]
    [InlineData("{\"title\":\"a\",\"key\":\"k\",\"description\":\"one\n two\"}")]
    [InlineData("{\"title\":\"a\",\"key\":\"k\",\"description\":\"sent\n{\\\"a\\\": 1}\"}")]
    [InlineData("{title:'a', key:'k', /* so */ n: NaN,}")]
    [InlineData("""{"title":"a","key":"k","ok":True,"x":"cut \ud83d"}""")]
    public void A_dialect_of_JSON_is_no_damage(string text)
    {
        var body = Parse(SourceKind.Generic, text);

        body.Alerts.ShouldHaveSingleItem().Fingerprint.ShouldBe("k");
        body.Error.ShouldBeNull();
        body.HasNotices.ShouldBeFalse();
    }

    [Theory]
    [InlineData("{\"title\":\"a\",\"key\":\"k\",\"description\":\"sent\n{\"a\": 1}\",\"x\":1}")]
    [InlineData(
        """{"title":"a","key":"k","description":"got {"a":{"b":1},"c":2} from it","x":1}"""
    )]
    public void JSON_within_a_text_stays_within_it(string text)
    {
        var alert = Parse(SourceKind.Generic, text).Alerts.ShouldHaveSingleItem();

        alert.Fingerprint.ShouldBe("k");
        alert.Description!.ShouldContain("{\"a\":");
        alert.Annotations!.ShouldContain("\"x\":1");
    }

    [Fact]
    public void Damage_costs_no_more_time_than_its_length()
    {
        var lines = string.Concat(Enumerable.Repeat("{\"title\":\"t\",\"x\":\"a, {\n", 40_000));
        var quotes = "{\"title\":\"" + string.Concat(Enumerable.Repeat("},\"a", 200_000));

        Should.CompleteIn(
            () =>
            {
                Parse(SourceKind.Generic, lines);
                Parse(SourceKind.Generic, quotes);
            },
            TimeSpan.FromSeconds(10)
        );
    }

    [Fact]
    public void No_damage_is_too_much_for_the_reader()
    {
        foreach (var text in AnyDamage().Sample(4_000))
        {
            foreach (var kind in (SourceKind[])[SourceKind.Generic, SourceKind.Alertmanager])
            {
                foreach (var alert in Parse(kind, text).Alerts)
                {
                    using var labels = JsonDocument.Parse(alert.Labels ?? "{}");
                    using var annotations = JsonDocument.Parse(alert.Annotations ?? "{}");
                }
            }
        }
    }

    /// <summary>Good bodies with removed and inserted characters.</summary>
    private static Gen<string> AnyDamage()
    {
        string[] seeds =
        [
            "{\"title\":\"B1\",\"labels\":{\"a\":[1,{\"b\":\"c\"}]}}\n"
                + "{\"title\":\"B2\",\"key\":\"b",
            "[{'title':'A','tags':['a:b'],'host':{'name':'x'}},\n{\"startsAt\":1,\"…\":\"…\"}]",
            WebhookParserTests.Firing,
        ];
        string[] signs =
        [
            .. "{ } [ ] \" , : \\ ' … = // /* \n x".Split(' '),
            "\n{\"a\":",
            "\ud83d",
            "",
        ];
        var edit =
            from at in Gen.Choose(0, 10_000)
            from taken in Gen.Choose(0, 2)
            from put in Gen.Elements(signs)
            select (at, taken, put);
        return from seed in Gen.Elements(seeds)
            from edits in edit.ListOf(5)
            select edits.Aggregate(seed, (text, e) => Edited(text, e.at, e.taken, e.put));
    }

    private static string Edited(string text, int at, int taken, string put)
    {
        at %= text.Length + 1;
        return text[..at] + put + text[Math.Min(at + taken, text.Length)..];
    }

    private static void ShouldBeSaid(IncomingBody body)
    {
        body.ForTimeline().ShouldNotBeEmpty();
        (body.Error is not null || body.ForDelivery().Count > 0).ShouldBeTrue();
        body.HasNotices.ShouldBeTrue();
    }

    private static IncomingBody Parse(SourceKind kind, string text) =>
        WebhookParser.Parse(kind, Source, Encoding.UTF8.GetBytes(text));
}
