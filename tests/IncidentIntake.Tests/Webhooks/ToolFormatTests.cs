using System.Text;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Webhooks;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Webhooks;

/// <summary>Bodies as monitoring tools document them, each with the one that ends it.</summary>
public sealed class ToolFormatTests
{
    private static readonly Guid Source = new("01900000-0000-7000-8000-000000000001");

    private const string KibanaRule = "\"rule\":{\"id\":\"r1\",\"name\":\"Errors\"}";

    private const string SentryAlert =
        "\"title\":\"Too many errors\",\"alert_rule\":{\"id\":\"7\"},\"id\":\"7\"";

    [Theory]
    [InlineData(
        "{"
            + KibanaRule
            + ",\"alert\":{\"id\":\"web\",\"actionGroup\":\"threshold met\"},"
            + "\"context\":{\"title\":\"Errors\",\"message\":\"12 errors\"}}",
        "{"
            + KibanaRule
            + ",\"alert\":{\"id\":\"web\",\"actionGroup\":\"recovered\"},"
            + "\"context\":{}}",
        "Errors",
        null
    )]
    [InlineData(
        "{\"action\":\"critical\",\"data\":{\"metric_alert\":{" + SentryAlert + ",\"status\":20}}}",
        "{\"action\":\"resolved\",\"data\":{\"metric_alert\":{" + SentryAlert + ",\"status\":2}}}",
        "Too many errors",
        Severity.Sev1
    )]
    [InlineData(
        """{"Type":"Notification","MessageId":"1","Message":"{\"AlarmName\":\"5xx\",\"AlarmArn\":\"arn:1\",\"NewStateValue\":\"ALARM\",\"OldStateValue\":\"OK\"}"}""",
        """{"Type":"Notification","MessageId":"2","Message":"{\"AlarmName\":\"5xx\",\"AlarmArn\":\"arn:1\",\"NewStateValue\":\"OK\",\"OldStateValue\":\"ALARM\"}"}""",
        "5xx",
        null
    )]
    [InlineData(
        """{"NOTIFICATIONTYPE":"PROBLEM","HOSTNAME":"db1","SERVICEDESC":"Load","SERVICESTATE":"CRITICAL"}""",
        """{"NOTIFICATIONTYPE":"RECOVERY","HOSTNAME":"db1","SERVICEDESC":"Load","SERVICESTATE":"OK"}""",
        "Load",
        Severity.Sev1
    )]
    [InlineData(
        """{"title":"Slow","alert_id":"1","alert_transition":"Triggered","alert_type":"error","priority":"normal"}""",
        """{"title":"Slow","alert_id":"1","alert_transition":"Recovered","alert_type":"success","priority":"normal"}""",
        "Slow",
        Severity.Sev2
    )]
    public void An_alert_opens_and_ends(
        string fired,
        string ended,
        string title,
        Severity? severity
    )
    {
        var (open, end) = (Only(fired), Only(ended));

        (open.Signal, end.Signal).ShouldBe((AlertSignal.Firing, AlertSignal.Resolved));
        end.Fingerprint.ShouldBe(open.Fingerprint);
        (open.Title, open.Severity, open.Notice).ShouldBe((title, severity, null));
    }

    [Theory]
    [InlineData(
        "{" + KibanaRule + ",\"alert\":{\"id\":\"web\",\"actionGroup\":\"threshold met\"}}",
        "{" + KibanaRule + ",\"alert\":{\"id\":\"api\",\"actionGroup\":\"threshold met\"}}"
    )]
    [InlineData(
        """{"rule":{"id":"r1","name":"Errors"},"alert":{"id":"web"},"state":"active"}""",
        """{"rule":{"id":"r2","name":"Errors"},"alert":{"id":"web"},"state":"active"}"""
    )]
    [InlineData(
        """{"monitor":{"id":4,"name":"Latency"},"tags":["host:a"]}""",
        """{"monitor":{"id":4,"name":"Latency"},"tags":["host:b"]}"""
    )]
    public void A_rule_s_id_alone_is_no_alert_s(string one, string other) =>
        Only(one).Fingerprint.ShouldNotBe(Only(other).Fingerprint);

    [Theory]
    [InlineData("""{"title":"Slow","tags":"env:production,service:checkout,team:payments"}""")]
    [InlineData(
        """{"title":"Slow","tags":["env:production","service:checkout","team:payments"]}"""
    )]
    [InlineData(
        """{"title":"Slow","tags":[{"tag":"env","value":"production"},{"tag":"service","value":"checkout"},{"tag":"team","value":"payments"}]}"""
    )]
    public void Tags_say_where_an_alert_belongs(string text)
    {
        var context = Only(text).Context;

        (context.Service, context.Team, context.Environment).ShouldBe(
            ("checkout", "payments", "production")
        );
    }

    [Fact]
    public void JSON_in_a_message_leaves_its_texts_to_the_alert()
    {
        const string message = """{\"AlarmName\":\"5xx\",\"AlarmDescription\":\"Above 1 %\"}""";
        var alert = Only($$"""{"Subject":"ALARM: \"5xx\"","Message":"{{message}}"}""");

        (alert.Title, alert.Description).ShouldBe(("ALARM: \"5xx\"", "Above 1 %"));
        alert.Annotations.ShouldNotBeNull().ShouldContain("\"AlarmName\":\"5xx\"");
    }

    [Theory]
    [InlineData("<?xml version='1.0'?><alert><title>Disk full</title></alert>")]
    [InlineData("<p class=\"a\">it's down")]
    [InlineData("it's down")]
    public void What_is_no_JSON_is_not_said_to_be_cut_off(string text) =>
        Parse(text).Error.ShouldNotBeNull().Code.ShouldBe("not-json");

    private static IncomingAlert Only(string text) => Parse(text).Alerts.ShouldHaveSingleItem(text);

    private static IncomingBody Parse(string text) =>
        WebhookParser.Parse(SourceKind.Generic, Source, Encoding.UTF8.GetBytes(text));
}
