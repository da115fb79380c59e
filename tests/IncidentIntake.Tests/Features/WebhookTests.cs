using System.Net;
using System.Text.Json.Nodes;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

public abstract class WebhookTests(IntakeHost fixture)
{
    private static readonly DateTime Now = DateTime
        .Parse(
            DateTimeOffset
                .FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds())
                .ToString("O")
        )
        .ToUniversalTime();
    private readonly IntakeClient _api = IntakeClient.For(fixture.Host);

    [Fact]
    public async Task An_alert_opens_an_incident_and_tells_of_it()
    {
        var tool = await _api.ConnectAsync(new { team = "payments" });

        (await tool.SendAsync(tool.Firing("a", Now.AddMinutes(-5)))).ShouldBe((1, 0));

        var incident = (await _api.IncidentsOfAsync(tool)).ShouldHaveSingleItem();
        incident.Text("title").ShouldBe("Target a is down");
        incident.Text("severity").ShouldBe("sev1");
        incident.Text("status").ShouldBe("open");
        incident.Text("team").ShouldBe("payments");
        incident.Text("detectionSource").ShouldBe("alerting");
        incident.Text("sourceId").ShouldBe(tool.Id);
        incident.Text("reference").ShouldBe("INC-" + incident.Number("number"));
        incident.Time("detectedAt").ShouldBe(Now.AddMinutes(-5));
        (
            incident.Number("alertCount"),
            incident.Number("firingAlertCount"),
            incident.Number("version")
        ).ShouldBe((1, 1, 1));
        var opened = (IncidentOpened)(await EventAsync<IncidentOpened>(incident)).Fact;
        opened.Incident.Number.ShouldBe(incident.Number("number"));
        opened.Alerts.ShouldHaveSingleItem().Fingerprint.ShouldBe("a");
    }

    [Fact]
    public async Task The_api_document_names_every_status_the_webhook_answers()
    {
        var document = await _api.GetAsync("/openapi/incident-intake.json");

        document["paths"]!["/webhooks/{kind}/{key}"]!["post"]!["responses"]!
            .AsObject()
            .Select(r => r.Key)
            .ShouldBe(["202", "400", "404", "408", "413", "503"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_whole_life_of_an_alert()
    {
        var tool = await _api.ConnectAsync();
        var start = Now.AddHours(-2);
        await tool.SendAsync(tool.Firing("a", start), tool.Firing("b", start));
        (await tool.SendAsync(tool.Firing("a", start), tool.Firing("b", start))).ShouldBe((2, 0));
        await tool.SendAsync(
            tool.Resolved("a", start, start.AddMinutes(10)),
            tool.Firing("b", start),
            tool.Firing("c", start.AddMinutes(9))
        );
        await tool.SendAsync(tool.Resolved("b", start, start.AddMinutes(30)));
        await tool.SendAsync(tool.Resolved("c", start.AddMinutes(9), start.AddMinutes(20)));

        var incident = (await _api.IncidentsOfAsync(tool)).ShouldHaveSingleItem();
        incident.Text("status").ShouldBe("resolved");
        incident.Time("resolvedAt").ShouldBe(start.AddMinutes(30));
        incident.Number("alertCount").ShouldBe(3);
        (await EventAsync<IncidentResolved>(incident)).Envelope.Version.ShouldBe(
            incident.Number("version")
        );

        // An old copy changes nothing, a new start leads to a linked incident.
        (await tool.SendAsync(tool.Firing("a", start))).ShouldBe((0, 1));
        (await tool.SendAsync(tool.Firing("a", start.AddHours(1)))).ShouldBe((1, 0));
        var both = await _api.IncidentsOfAsync(tool);
        both.Count.ShouldBe(2);
        both[1].Text("previousIncidentId").ShouldBe(both[0].Text("id"));
        both[0].Text("nextIncidentId").ShouldBe(both[1].Text("id"));
    }

    [Fact]
    public async Task Repeats_are_counted_and_tell_nothing()
    {
        var tool = await _api.ConnectAsync();
        for (var i = 0; i < 5; i++)
        {
            (await tool.SendAsync(tool.Firing("a", Now.AddMinutes(-5)))).ShouldBe((1, 0));
        }

        var incident = (await _api.IncidentsOfAsync(tool)).ShouldHaveSingleItem();
        await Eventually.Until(async () =>
            (await _api.GetAsync($"/api/incidents/{incident.Text("id")}/alerts"))
                .Items()[0]
                .Number("occurrences") == 5
        );
        var alert = (await _api.GetAsync($"/api/incidents/{incident.Text("reference")}/alerts"))
            .Items()
            .ShouldHaveSingleItem();
        alert["labels"]!["alertname"]!.GetValue<string>().ShouldBe("TargetDown");
        (
            await _api.GetAsync("/api/incidents/" + incident.Number("number"))
        ).ShouldSatisfyAllConditions(
            i => i.Number("occurrences").ShouldBe(5),
            i => i.Number("version").ShouldBe(1)
        );
        Events(incident).Count.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task An_alert_that_outlives_a_resolution_by_hand_opens_a_new_incident()
    {
        var tool = await _api.ConnectAsync();
        await tool.SendAsync(tool.Firing("a", Now.AddMinutes(-5)));
        var first = (await _api.IncidentsOfAsync(tool)).ShouldHaveSingleItem();
        var path = $"/api/incidents/{first.Text("id")}/resolve";
        await _api.PostAsync(path, new { evenIfFiring = true });

        await tool.SendAsync(tool.Firing("a", Now.AddMinutes(-5)));

        var both = await _api.IncidentsOfAsync(tool);
        both.Count.ShouldBe(2);
        both[1].Text("previousIncidentId").ShouldBe(first.Text("id"));
    }

    [Fact]
    public async Task A_reopened_incident_goes_on_counting_its_alert()
    {
        var tool = await _api.ConnectAsync();
        await tool.SendAsync(tool.Firing("a", Now.AddMinutes(-5)));
        var path = "/api/incidents/" + (await _api.IncidentsOfAsync(tool))[0].Text("id");
        await _api.PostAsync(path + "/resolve", new { evenIfFiring = true });
        await _api.PostAsync(path + "/reopen", new { reason = "still down" });

        await tool.SendAsync(tool.Firing("a", Now.AddMinutes(-5)));
        await tool.SendAsync(tool.Resolved("a", Now.AddMinutes(-5), Now));

        (await _api.IncidentsOfAsync(tool))
            .ShouldHaveSingleItem()
            .Text("status")
            .ShouldBe("resolved");
    }

    [Fact]
    public async Task Many_at_once_lose_and_double_nothing()
    {
        var tool = await _api.ConnectAsync(new { grouping = "alert" });
        var start = Now.AddMinutes(-5);
        var sends = Enumerable
            .Range(0, 300)
            .Select(i =>
                tool.SendAsync(
                    tool.Firing("f" + (i % 100), start),
                    tool.Firing("g" + (i % 50), start)
                )
            );

        var results = await Task.WhenAll(sends);

        results.Distinct().ShouldBe([(2, 0)]);
        var incidents = await _api.IncidentsOfAsync(tool);
        incidents.Count.ShouldBe(150);
        var numbers = incidents.Select(i => i.Number("number")).Order().ToList();
        numbers.ShouldBeUnique();
        var counted = 0;
        await Eventually.Until(
            async () =>
                (counted = (await _api.IncidentsOfAsync(tool)).Sum(i => i.Number("occurrences")))
                == 600,
            description: "every repeat is counted",
            details: () => $"{counted} of 600"
        );
        await Eventually.Until(() =>
            fixture.Host.Published.Count(e =>
                e.Type == "pir.incident.opened.v1"
                && e.Data.GetProperty("incident").TryGetProperty("service", out var service)
                && service.ToString() == tool.Service
            ) == 150
        );
    }

    [Fact]
    public async Task Takes_the_generic_form()
    {
        var tool = await _api.ConnectAsync(new { kind = "generic", defaultSeverity = "sev4" });
        var answer = await tool.PostAsync(
            new JsonObject { ["title"] = "Disk is full", ["service"] = tool.Service }
        );

        (answer.Number("accepted"), answer.Number("ignored")).ShouldBe((1, 0));
        answer.Text("deliveryId").ShouldNotBeEmpty();
        var incident = (await _api.IncidentsOfAsync(tool)).ShouldHaveSingleItem();
        incident.Text("severity").ShouldBe("sev4");
        await tool.PostAsync(
            new JsonObject
            {
                ["title"] = "Disk is full",
                ["service"] = tool.Service,
                ["status"] = "resolved",
            }
        );
        (await _api.IncidentsOfAsync(tool))[0].Text("status").ShouldBe("resolved");
    }

    [Fact]
    public async Task Strangers_get_no_further_than_404()
    {
        var tool = await _api.ConnectAsync();
        using var http = fixture.Host.AnonymousClient();

        (await Post(tool.WebhookUrl + "x")).Text("code").ShouldBe("unknown-source");
        (await Post(tool.WebhookUrl.Replace("alertmanager", "generic", StringComparison.Ordinal)))
            .Text("code")
            .ShouldBe("unknown-source");
        (await Post(fixture.Host.Address + "webhooks/alertmanager/" + new string('k', 3_000)))
            .Text("code")
            .ShouldBe("unknown-source");

        async Task<JsonNode> Post(string url) =>
            await IntakeClient.ReadAsync(
                await http.PostAsync(url, new StringContent("{}")),
                HttpStatusCode.NotFound
            );
    }

    [Fact]
    public async Task A_large_body_within_the_limit_is_taken_in_pieces()
    {
        var tool = await _api.ConnectAsync();
        var body = new JsonObject
        {
            ["padding"] = new string('x', 900_000),
            ["alerts"] = new JsonArray(tool.Firing("a", Now)),
        };
        using var http = fixture.Host.AnonymousClient();
        using var chunked = new HttpRequestMessage(HttpMethod.Post, tool.WebhookUrl)
        {
            Content = new StringContent(body.ToJsonString()),
        };
        chunked.Headers.TransferEncodingChunked = true;

        var answer = await IntakeClient.ReadAsync(
            await http.SendAsync(chunked),
            HttpStatusCode.Accepted
        );

        answer.Number("accepted").ShouldBe(1);
    }

    private List<EventEnvelope> Events(JsonNode incident) =>
        fixture.Host.Published.Where(e => e.Subject == incident.Text("id")).ToList();

    private async Task<(EventEnvelope Envelope, IEvent Fact)> EventAsync<T>(JsonNode incident)
        where T : IEvent
    {
        var name = EventCatalog.Of(typeof(T)).Name;
        var envelope = await Eventually.Get(() =>
            Task.FromResult(Events(incident).Find(e => e.Type == name))
        );
        return (envelope, EventCatalog.Read(EventCatalog.Find(name)!, envelope.Data));
    }
}

[Collection(OnSqlite.Name)]
public sealed class WebhookTestsOnSqlite(SqliteHost host) : WebhookTests(host);

[Collection(OnPostgreSql.Name)]
public sealed class WebhookTestsOnPostgreSql(PostgreSqlHost host) : WebhookTests(host);
