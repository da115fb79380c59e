using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pir.Contracts.Api;
using Pir.Contracts.Audit;
using Pir.Contracts.Connections;
using Pir.Contracts.Events;
using Pir.Testing;

namespace Pir.Gateway.Tests;

/// <summary>Audit entries of services are in the gateway's audit log, as sentences.</summary>
public sealed partial class AuditTests
{
    [Fact]
    public async Task What_a_service_tells_is_in_the_log_once_however_often_it_comes()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();
        var told = Resolved(7, "Checkout down", Mara);

        await gateway.TellAsync(told);
        await gateway.TellAsync(told);
        // The same event in a batch of its own, as after an upgrade that forgot the inbox.
        await gateway.TellAsync(told with { Id = Guid.CreateVersion7() });

        var line = (await LinesAsync(admin, "incident-resolved", 1))[0];
        line.GetProperty("sentence").GetString().ShouldBe("Mara Lind resolved INC-7 Checkout down");
        line.GetProperty("id").GetGuid().ShouldBe(told.Events[0].Id);
        line.GetProperty("actor").GetProperty("kind").GetString().ShouldBe("user");
        line.GetProperty("subject").GetProperty("reference").GetString().ShouldBe("INC-7");
        line.GetProperty("subject").GetProperty("name").GetString().ShouldBe("Checkout down");
        line.GetProperty("address").GetString().ShouldBe("203.0.113.9");
    }

    [Fact]
    public async Task The_log_is_found_by_reference_and_name_and_read_page_by_page()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();
        foreach (var number in Enumerable.Range(1, 5))
        {
            await gateway.TellAsync(Resolved(number, $"Outage {number}", Mara));
        }

        (await SentencesAsync("?subject=inc-3")).ShouldBe(["Mara Lind resolved INC-3 Outage 3"]);
        (await SentencesAsync("?subject=outage 4")).ShouldBe(["Mara Lind resolved INC-4 Outage 4"]);
        (await SentencesAsync("?actor=mara")).Count.ShouldBe(5);
        (await SentencesAsync("?kind=source")).ShouldBeEmpty();
        var first = await admin.GetFromJsonAsync<JsonElement>("/api/audit?limit=3");
        var next = first.GetProperty("next").GetString();
        first.GetProperty("items").GetArrayLength().ShouldBe(3);
        (await SentencesAsync("?limit=3&after=" + next)).Count.ShouldBe(2);
        (await admin.GetAsync("/api/audit?after=nonsense")).StatusCode.ShouldBe(
            HttpStatusCode.BadRequest
        );
        (await admin.GetStringAsync("/api/audit.csv")).ShouldContain(
            "\"Mara Lind resolved INC-3 Outage 3\""
        );

        async Task<List<string?>> SentencesAsync(string query)
        {
            var page = await admin.GetFromJsonAsync<JsonElement>("/api/audit" + query);
            return
            [
                .. page.GetProperty("items")
                    .EnumerateArray()
                    .Select(i => i.GetProperty("sentence").GetString()),
            ];
        }
    }

    [Fact]
    public async Task What_fails_and_recovers_has_a_line_each_however_often_it_is_told()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();
        var id = Guid.CreateVersion7();
        var source = new SourceState(id, "Prometheus", null, "platform", Owner: null);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var bad = new ConnectionHealth(ConnectionState.Failing, now, 1, "not-json", "No JSON.");
        var subscription = new SubscriptionState(id, null, "example.com", true, Actor.System);
        var failing = PirTestHost.BatchOf(
            new SourceHealthChanged(source, bad),
            id,
            2,
            now,
            new Actor("source", id.ToString(), "Prometheus")
        );
        await gateway.TellAsync(failing);
        await gateway.TellAsync(failing);
        foreach (
            var fact in (IEvent[])
                [
                    new SourceHealthChanged(source, ConnectionHealth.Healthy),
                    new SubscriptionHealthChanged(subscription, bad),
                    new SubscriptionHealthChanged(subscription, ConnectionHealth.Unheard),
                ]
        )
        {
            await gateway.TellAsync(PirTestHost.BatchOf(fact, id, 3, now));
        }

        var line = (await LinesAsync(admin, "source-failing", 1))[0];
        line.GetProperty("detail").GetString().ShouldBe("No JSON.");
        line.GetRawText().ShouldContain(id.ToString());
        line.GetProperty("sentence")
            .GetString()
            .ShouldBe("PIR Platform found the source Prometheus failing");
        await LinesAsync(admin, "source-recovered", 1);
        await LinesAsync(admin, "subscription-recovered", 1);
        (await LinesAsync(admin, "subscription-failing", 1))[0]
            .GetRawText()
            .ShouldContain("example.com");
    }

    [Fact]
    public async Task The_page_speaks_in_sentences_and_filters_by_what_there_is()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var ada = await gateway.SetUpAsync();
        var bot = new Actor("token", "t-1", "Ops-bot");
        var made = new AuditEntryRecorded(
            "source-created",
            "created {source}",
            new("source", Guid.CreateVersion7().ToString(), null, "Grafana"),
            Detail: null,
            Address: null
        );
        await gateway.TellAsync(Resolved(7, "Checkout <down>", Mara));
        await gateway.TellAsync(BatchOf(made, bot));
        await gateway.TellAsync(BatchOf(made, new("token", "t-2", "Mara Lind (Deployments)")));

        var page = await TextOfAsync("/audit");

        page.ShouldContain("Mara Lind resolved INC-7 Checkout <down>");
        page.ShouldContain("Ops-bot (token) created the source Grafana");
        page.ShouldContain("Mara Lind (token Deployments) created the source Grafana");
        page.ShouldContain("Ada Admin set up the product");
        page.ShouldNotContain("answered");
        var html = await ada.Client.GetStringAsync("/audit?kind=incident");
        html.ShouldContain("href=\"/incidents/INC-7\"");
        html.ShouldContain("<option value=\"incident-resolved\">Resolved an incident</option>");
        html.ShouldContain("<option value=\"source-created\">Created a source</option>");
        html.ShouldNotContain("Grafana");

        async Task<string> TextOfAsync(string path)
        {
            var text = Tag().Replace(await ada.Client.GetStringAsync(path), "");
            return Space().Replace(WebUtility.HtmlDecode(text), " ");
        }
    }

    private static Actor Mara { get; } =
        new("user", "0198c0de-0000-7000-8000-000000000001", "Mara Lind");

    private static EventBatch Resolved(int number, string title, Actor by) =>
        BatchOf(
            new AuditEntryRecorded(
                "incident-resolved",
                "resolved {incident}",
                new("incident", Guid.CreateVersion7().ToString(), $"INC-{number}", title),
                Detail: null,
                "203.0.113.9"
            ),
            by
        );

    private static EventBatch BatchOf(IEvent fact, Actor by) =>
        PirTestHost.BatchOf(
            fact,
            Guid.CreateVersion7(),
            0,
            TimeProvider.System.GetUtcNow().UtcDateTime,
            by
        );

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex("\\s+", RegexOptions.None, 1000)]
    private static partial Regex Space();

    /// <summary>Waits for exactly so many lines, newest first.</summary>
    internal static async Task<List<JsonElement>> LinesAsync(
        HttpClient admin,
        string action,
        int count
    )
    {
        var lines = new List<JsonElement>();
        await Eventually.Until(
            async () => (lines = await ReadAsync(admin, action)).Count >= count,
            description: $"{count} lines {action} in the audit log"
        );
        lines.Count.ShouldBe(count);
        return lines;
    }

    private static async Task<List<JsonElement>> ReadAsync(HttpClient admin, string action)
    {
        var log = await admin.GetFromJsonAsync<JsonElement>("/api/audit?action=" + action);
        return [.. log.GetProperty("items").EnumerateArray()];
    }
}
