using System.Text;
using System.Text.Json;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Webhooks;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Webhooks;

/// <summary>Values that do not fit their field: none of them is lost.</summary>
public sealed class UnreadValueTests
{
    private static readonly Guid Source = new("01900000-0000-7000-8000-000000000001");
    private static readonly DateTime Now = new(2026, 11, 28, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("url", "grafana.internal/d/1", false)]
    [InlineData("runbookUrl", "see wiki page 5", false)]
    [InlineData("startsAt", "28/11/2026 12:00", true)]
    [InlineData("startsAt", "yesterday", true)]
    [InlineData("startsAt", "2026-11-28T12:00:00 Mars/Olympus", true)]
    [InlineData("startsAt", "2026-11-28 12:00 XYZ", true)]
    [InlineData("endsAt", "soon", true)]
    public void What_cannot_be_read_is_kept_under_its_own_name(
        string name,
        string value,
        bool isTime
    )
    {
        var body = Generic($$"""{"title":"t","key":"k","{{name}}":"{{value}}"}""");

        var alert = body.Alerts.ShouldHaveSingleItem();
        Annotation(alert, name).ShouldBe(value);
        (alert.Notice is not null).ShouldBe(isTime);
        alert.Notice?.ShouldContain(value.Split(' ')[0]);
    }

    [Theory]
    [InlineData("generatorURL", "prometheus:9090/graph", false)]
    [InlineData("startsAt", "yesterday", true)]
    [InlineData("endsAt", "28/11/2026 12:00", true)]
    public void So_is_what_cannot_be_read_in_a_batch(string name, string value, bool isTime)
    {
        var alert = WebhookParser
            .Parse(
                SourceKind.Alertmanager,
                Source,
                Encoding.UTF8.GetBytes(
                    $$"""{"status":"firing","alerts":[{"fingerprint":"1","{{name}}":"{{value}}"}]}"""
                )
            )
            .Alerts.ShouldHaveSingleItem();

        Annotation(alert, name).ShouldBe(value);
        (alert.Notice is not null).ShouldBe(isTime);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-")]
    public void No_time_at_all_is_nothing_to_tell(string value) =>
        Generic($$"""{"title":"t","key":"k","endsAt":"{{value}}"}""").HasNotices.ShouldBeFalse();

    [Theory]
    [InlineData("20261128T110000Z")]
    [InlineData("20261128T110000.000Z")]
    [InlineData("20261128T1100Z")]
    [InlineData("20261128T120000+0100")]
    [InlineData("20261128110000")]
    [InlineData("2026-11-28T12:00:00 Europe/Berlin")]
    [InlineData("2026-11-28T12:00:00[Europe/Berlin]")]
    [InlineData("2026-11-28T12:00:00+01:00[Europe/Berlin]")]
    [InlineData("2026-11-28 16:30 Asia/Kolkata")]
    [InlineData("2026-11-28 11:00 UTC")]
    public void Reads_basic_dates_and_named_places(string value)
    {
        var alert = Generic($$"""{"title":"t","key":"k","startsAt":"{{value}}"}""").Alerts[0];

        alert.StartsAt.ShouldBe(Now.AddHours(-1));
        alert.Notice.ShouldBeNull();
    }

    [Fact]
    public void A_date_without_separators_is_read()
    {
        Generic("""{"title":"t","key":"k","startsAt":"20261128"}""")
            .Alerts[0]
            .StartsAt.ShouldBe(Now.Date);
    }

    [Fact]
    public void A_start_in_the_future_is_said()
    {
        const string text = """{"title":"t","key":"k","startsAt":"2031-01-01T00:00:00Z"}""";

        Generic(text).Alerts[0].Notice!.ShouldContain("2031-01-01");
        Generic("""{"title":"t","key":"k","startsAt":"2026-11-28T12:00:30Z"}""")
            .Alerts[0]
            .Notice.ShouldBeNull();
        WebhookParser
            .Parse(
                SourceKind.Alertmanager,
                Source,
                """{"alerts":[{"status":"firing","startsAt":"2031-01-01T00:00:00Z"}]}"""u8,
                now: Now
            )
            .Alerts[0]
            .Notice!.ShouldContain("2031-01-01");
    }

    [Theory]
    [InlineData(
        """{"title":"Disk","state":"alerting","ruleName":"Disk","ruleId":7,"evalMatches":[]}"""
    )]
    [InlineData("""{"title":"Disk","key":"7"}""")]
    [InlineData("""[{"title":"Disk","key":"7"}]""")]
    public void What_is_no_batch_is_read_as_the_generic_format_and_said(string text)
    {
        var body = WebhookParser.Parse(
            SourceKind.Alertmanager,
            Source,
            Encoding.UTF8.GetBytes(text)
        );

        body.Error.ShouldBeNull();
        var alert = body.Alerts.ShouldHaveSingleItem();
        (alert.Title, alert.Fingerprint).ShouldBe(("Disk", "7"));
        body.ForTimeline().ShouldHaveSingleItem().ShouldContain("generic");
        body.ForDelivery().ShouldHaveSingleItem().ShouldContain("generic");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"alerts":7}""")]
    [InlineData("7")]
    public void What_is_neither_says_what_a_batch_is(string text)
    {
        var body = WebhookParser.Parse(
            SourceKind.Alertmanager,
            Source,
            Encoding.UTF8.GetBytes(text)
        );

        body.Alerts.ShouldBeEmpty();
        body.Error.ShouldNotBeNull();
        body.ForDelivery().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(SourceKind.Generic, """[{"title":"p","key":"p"},"x"]""", "2nd")]
    [InlineData(SourceKind.Generic, """{"alerts":[1,{"title":"p","key":"p"}]}""", "1st")]
    [InlineData(
        SourceKind.Alertmanager,
        """{"alerts":[{"fingerprint":"p"},{"fingerprint":"q"},7]}""",
        "3rd"
    )]
    public void An_entry_that_is_no_alert_is_counted_as_people_count(
        SourceKind kind,
        string text,
        string which
    ) =>
        WebhookParser
            .Parse(kind, Source, Encoding.UTF8.GetBytes(text))
            .Error!.Detail.ShouldBe($"The {which} entry is not an alert.");

    private static string? Annotation(IncomingAlert alert, string name) =>
        JsonDocument
            .Parse(alert.Annotations.ShouldNotBeNull())
            .RootElement.GetProperty(name)
            .GetString();

    private static IncomingBody Generic(string text) =>
        WebhookParser.Parse(SourceKind.Generic, Source, Encoding.UTF8.GetBytes(text), now: Now);
}
