using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Pir.Contracts.Events;
using Pir.Gateway.Data;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auditing;
using Pir.Testing;
using Pir.Testing.Sinks;

namespace Pir.FrontDoor.Tests;

/// <summary>Does every audited action of the services once, and reads the log.</summary>
public sealed class AuditedChangeTests : IAsyncLifetime
{
    /// <summary>What only a person begins, and a script does not.</summary>
    private static readonly string[] OfPeople =
    [
        "review-joined",
        "join-requested",
        "join-accepted",
        "join-declined",
        "join-withdrawn",
    ];

    private Product _product = null!;
    private HttpClient _script = null!;

    public async ValueTask InitializeAsync()
    {
        _product = await Product.StartAsync(
            settings:
            [
                .. SqliteProduct.Unlimited,
                ("Notification:AllowPrivateTargets", "true"),
                ("Gateway:TrustedProxies:0", "127.0.0.1"),
            ]
        );
        _script = _product.Script();
        _script.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
    }

    public async ValueTask DisposeAsync()
    {
        _script.Dispose();
        await _product.DisposeAsync();
    }

    [Fact]
    public async Task Each_change_has_one_line_with_the_names_of_its_time()
    {
        await using var sink = await WebhookSink.StartNewAsync();
        await ActionsAsync();
        await ReviewsAsync(await IncidentsAsync());
        await SourcesAsync();
        await ServicesAsync();
        await AlertRulesAsync();
        await EngagementAsync();
        await LinksAsync();
        await CustomersAsync();
        await ChannelsAsync();
        await SubscriptionsAsync(sink);
        await DoAsync(HttpMethod.Delete, "/api/incidents/INC-3");
        await ListsAsync();

        var told = await SentencesAsync();

        var script = "Bootstrap token (token) ";
        told.Select(t => t.Replace(script, "", StringComparison.Ordinal))
            .ShouldBe([
                "proposed ACT-1 Add an alert",
                "changed ACT-1 Add a better alert",
                "assigned ACT-1 Add a better alert",
                "completed ACT-1 Add a better alert",
                "reopened ACT-1 Add a better alert",
                "declined ACT-1 Add a better alert",
                "opened INC-1 Checkout down",
                "acknowledged INC-1 Checkout down",
                "assigned a role in INC-1 Checkout down",
                "assigned a role in INC-1 Checkout down",
                "changed the severity of INC-1 Checkout down",
                "recorded the impact of INC-1 Checkout down",
                "added evidence to INC-1 Checkout down",
                "attached evidence to an entry of INC-1 Checkout down",
                "added an activity to INC-1 Checkout down",
                "changed an activity of INC-1 Checkout down",
                "corrected INC-1 Shop down",
                "marked INC-1 Shop down as mitigated",
                "resolved INC-1 Shop down",
                "reopened INC-1 Shop down",
                "resolved INC-1 Shop down",
                "opened the review of INC-1 Shop down",
                "assigned the owner of the review of INC-1 Shop down",
                "invited someone to the review of INC-1 Shop down",
                "updated the attendance of the review of INC-1 Shop down",
                "removed someone from the review of INC-1 Shop down",
                "scheduled the review of INC-1 Shop down",
                "assigned a role in INC-1 Shop down",
                "granted access to the draft of the review of INC-1 Shop down",
                "declined access to the draft of the review of INC-1 Shop down",
                "recorded the meeting for the review of INC-1 Shop down",
                "proposed an action in the review of INC-1 Shop down",
                "withdrew an action from the review of INC-1 Shop down",
                "published the review of INC-1 Shop down",
                "opened INC-2 Slow",
                "resolved INC-2 Slow",
                "opened the review of INC-2 Slow",
                "waived the review of INC-2 Slow",
                "opened INC-3 Blip",
                "resolved INC-3 Blip",
                "closed INC-3 Blip",
                "changed the review policies",
                "created the source Grafana",
                "changed the source Grafana 2",
                "replaced the key of the source Grafana 2",
                "tested the source Grafana 2",
                "replayed a webhook from Grafana 2",
                "removed the source Grafana 2",
                "added the service checkout to the catalog",
                "changed the service cart in the catalog",
                "removed the service cart from the catalog",
                "imported services into the catalog: 1 added, 0 changed",
                "created the alert rule Noise",
                "changed the alert rule Silence",
                "changed the order of the alert rules",
                "removed the alert rule Silence",
                "created the silence Upgrade",
                "changed the silence Move",
                "removed the silence Move",
                "created the engagement rule Severe",
                "changed the engagement rule Worst",
                "removed the engagement rule Worst",
                "created the escalation policy Twice",
                "changed the escalation policy Thrice",
                "removed the escalation policy Thrice",
                "changed the default team",
                "created the automation rule Help",
                "changed the automation rule Aid",
                "removed the automation rule Aid",
                "reopened INC-1 Shop down",
                "engaged a team in INC-1 Shop down",
                "acknowledged for a team in INC-1 Shop down",
                "added a task to INC-1 Shop down",
                "changed a task of INC-1 Shop down",
                "linked INC-1 Shop down to another",
                "removed a link of INC-1 Shop down",
                "merged INC-3 Blip into another",
                "undid the merge of INC-3 Blip",
                "changed the affected customers of INC-1 Shop down",
                "read the affected customers of INC-1 Shop down",
                "exported the affected customers of INC-1 Shop down",
                "removed an affected customer of INC-1 Shop down",
                "changed the definition of the severity SEV5",
                "described the scenario of INC-4 Test alert from Grafana 2",
                "created the channel rule Severe",
                "changed the channel rule Worst",
                "changed the order of the channel rules",
                "removed the channel rule Worst",
                "created the subscription Forum",
                "changed the subscription Board",
                "replaced the signing secret of the subscription Board",
                "sent a test event to the subscription Board",
                "retried a delivery to the subscription Board",
                "replayed events to the subscription Board",
                "removed the subscription Board",
                "deleted INC-3 Blip",
                "imported INC-5 Old",
                "changed INC-1 Shop down together with others",
                "changed INC-5 Old together with others",
                "deleted INC-5 Old together with others",
            ]);
    }

    /// <summary>Fails for a new audited endpoint without a sentence above.</summary>
    [Fact]
    public async Task What_was_refused_or_changed_nothing_is_not_in_the_log()
    {
        await DoAsync(HttpMethod.Post, "/api/incidents", new { title = "Checkout down" });
        await DoAsync(HttpMethod.Post, "/api/incidents/INC-1/acknowledge");
        await DoAsync(HttpMethod.Post, "/api/incidents/INC-1/acknowledge");
        using var refused = await _script.PostAsJsonAsync(
            "/api/incidents/INC-1/severity",
            new { severity = "sev1", version = 99 }
        );

        ((int)refused.StatusCode).ShouldBe(412);
        var done = await DoAsync(HttpMethod.Post, "/api/incidents/INC-1/resolve");
        done.GetProperty("status").GetString().ShouldBe("resolved");
        (await SentencesAsync(3)).ShouldAllBe(s => s.EndsWith("INC-1 Checkout down"));
    }

    [Fact]
    public async Task What_operators_do_is_in_the_log()
    {
        foreach (var service in (string[])["notification", "gateway"])
        {
            var parked = await ParkAsync(service);
            await DoAsync(HttpMethod.Post, $"/api/operations/{service}/parked/{parked}/retry");
            var stuck = await ParkMessageAsync(service);
            await DoAsync(HttpMethod.Post, $"/api/operations/{service}/outbox/{stuck}/retry");
        }

        (await SentencesAsync(4)).ShouldBe([
            "Bootstrap token (token) retried a parked event of the service notification",
            "Bootstrap token (token) retried a parked message of the service notification",
            "Bootstrap token (token) retried a parked event of the service gateway",
            "Bootstrap token (token) retried a parked message of the service gateway",
        ]);
    }

    private async Task<Guid> ParkAsync(string service)
    {
        var fact = FromTheFuture(service);
        await AddAsync(
            service,
            new ParkedEvent
            {
                Id = fact.Id,
                Type = fact.Type,
                Subject = fact.Subject,
                Body = JsonSerializer.SerializeToUtf8Bytes(fact, EventJson.Options),
                Error = nameof(TimeoutException),
                ParkedAt = fact.Time,
            }
        );
        return fact.Id;
    }

    private async Task<long> ParkMessageAsync(string service)
    {
        var fact = FromTheFuture(service);
        var owner = _product.Services.GetRequiredService<ProcessInstance>();
        var message = OutboxMessage.From([fact], service, owner, fact.Time, traceParent: null);
        message.ParkedAt = fact.Time;
        await AddAsync(service, message);
        return message.Id;
    }

    /// <summary>An event that every handler accepts.</summary>
    private static EventEnvelope FromTheFuture(string service)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new(
            Guid.CreateVersion7(),
            "pir.later.thing.v1",
            service,
            Guid.CreateVersion7().ToString(),
            1,
            now,
            now,
            Actor.System,
            TraceParent: null,
            JsonSerializer.SerializeToElement(new { })
        );
    }

    private async Task AddAsync(string service, object row)
    {
        await using var scope = _product.Services.CreateAsyncScope();
        var databases = scope.ServiceProvider.GetServices<PirDatabase>();
        foreach (var database in databases)
        {
            await using var db = database.Create(scope.ServiceProvider);
            if (db.BelongsTo(service))
            {
                db.Add(row);
                await db.SaveChangesAsync();
            }
        }
    }

    private async Task<string> IncidentsAsync()
    {
        var made = await DoAsync(
            HttpMethod.Post,
            "/api/incidents",
            new { title = "Checkout down", severity = "sev4" }
        );
        const string One = "/api/incidents/INC-1";
        await DoAsync(HttpMethod.Post, One + "/acknowledge");
        await DoAsync(HttpMethod.Post, One + "/roles", new { role = "scribe", name = "Grace" });
        await DoAsync(
            HttpMethod.Post,
            One + "/roles",
            new { role = "incidentCommander", name = "Ada" }
        );
        await DoAsync(HttpMethod.Post, One + "/severity", new { severity = "sev5" });
        await DoAsync(HttpMethod.Post, One + "/impact", new { customers = "Nobody could pay." });
        await TimelineAsync(One + "/timeline");
        await DoAsync(HttpMethod.Patch, One, new { title = "Shop down" });
        await DoAsync(HttpMethod.Post, One + "/mitigate");
        await DoAsync(HttpMethod.Post, One + "/resolve");
        await DoAsync(HttpMethod.Post, One + "/reopen", new { reason = "Again." });
        await DoAsync(HttpMethod.Post, One + "/resolve");
        return made.GetProperty("id").GetString()!;
    }

    private async Task LinksAsync()
    {
        var links = await DoAsync(
            HttpMethod.Post,
            "/api/incidents/INC-1/links",
            new { relation = "causedBy", incident = "INC-2" }
        );
        var link = links.GetProperty("items")[0].GetProperty("id").GetString();
        await DoAsync(HttpMethod.Delete, $"/api/incidents/INC-1/links/{link}");
        await DoAsync(HttpMethod.Post, "/api/incidents/INC-3/merge", new { into = "INC-1" });
        await DoAsync(HttpMethod.Post, "/api/incidents/INC-3/unmerge");
    }

    private async Task CustomersAsync()
    {
        const string Customers = "/api/incidents/INC-1/customers";
        using var csv = new StringContent("name\nAda Ltd", Encoding.UTF8, "text/csv");
        using var imported = await _script.PostAsync(Customers + "/import", csv);
        imported.EnsureSuccessStatusCode();
        var list = await DoAsync(HttpMethod.Get, Customers);
        await _script.GetStringAsync(Customers + "/export");
        var first = list.GetProperty("items")[0].GetProperty("id").GetString();
        await DoAsync(HttpMethod.Delete, $"{Customers}/{first}");
        await DoAsync(HttpMethod.Put, "/api/severities/sev5", new { label = "Note" });
        await DoAsync(
            HttpMethod.Put,
            "/api/incidents/INC-4/scenario",
            new { scenario = new { hypothesis = "It pages us." } }
        );
    }

    private async Task TimelineAsync(string timeline)
    {
        var entry = await DoAsync(
            HttpMethod.Post,
            timeline,
            new { kind = "observation", text = "Error 17" }
        );
        var evidence = await DoAsync(HttpMethod.Post, timeline + "/evidence", new { text = "E17" });
        await DoAsync(
            HttpMethod.Post,
            $"{timeline}/evidence/{evidence.GetProperty("id").GetString()}/entries",
            new { entry = entry.GetProperty("id").GetString() }
        );
        var activity = await DoAsync(
            HttpMethod.Post,
            timeline + "/activities",
            new { title = "A" }
        );
        await DoAsync(
            HttpMethod.Patch,
            $"{timeline}/activities/{activity.GetProperty("id").GetString()}",
            new { title = "B" }
        );
    }

    private async Task ReviewsAsync(string incident)
    {
        var review = await OpenReviewAsync(incident);
        var one = "/api/reviews/" + review.GetProperty("id").GetString();
        await DoAsync(HttpMethod.Put, one + "/owner", new { person = new { name = "Grace" } });
        var attendees = await DoAsync(HttpMethod.Post, one + "/attendees", new { name = "Alan" });
        var alan = attendees
            .GetProperty("items")
            .EnumerateArray()
            .Single(a => a.GetRawText().Contains("Alan", StringComparison.Ordinal))
            .GetProperty("id")
            .GetString();
        await DoAsync(HttpMethod.Put, $"{one}/attendees/{alan}", new { heard = true });
        await DoAsync(HttpMethod.Delete, $"{one}/attendees/{alan}");
        await DoAsync(
            HttpMethod.Put,
            one + "/schedule",
            new { scheduledFor = "2099-01-01T10:00:00Z" }
        );
        await AccessAsync(one);
        await DoAsync(HttpMethod.Post, one + "/hold");
        await PublishAsync(one);
        await DoAsync(HttpMethod.Post, "/api/incidents", new { title = "Slow", severity = "sev5" });
        await DoAsync(HttpMethod.Post, "/api/incidents/INC-2/resolve");
        var second = await OpenReviewAsync("INC-2");
        await DoAsync(
            HttpMethod.Post,
            $"/api/reviews/{second.GetProperty("id").GetString()}/waive",
            new { reason = "Too small." }
        );
        await DoAsync(HttpMethod.Post, "/api/incidents", new { title = "Blip", severity = "sev5" });
        await DoAsync(HttpMethod.Post, "/api/incidents/INC-3/resolve");
        await DoAsync(HttpMethod.Post, "/api/incidents/INC-3/close");
        await DoAsync(HttpMethod.Put, "/api/policies/reviews", new { hoursUntilDue = 50 });
    }

    /// <summary>The review service may hear of the resolution later than it waits for it.</summary>
    private async Task<JsonElement> OpenReviewAsync(string incident)
    {
        JsonElement review = default;
        await Eventually.Until(
            async () =>
            {
                review = await DoAsync(HttpMethod.Post, "/api/reviews", new { incident });
                return true;
            },
            description: $"the review of {incident} opens"
        );
        return review;
    }

    /// <summary>
    /// Somebody who takes a role after the resolution requests access to the draft.
    /// </summary>
    private async Task AccessAsync(string review)
    {
        var vic = await DoAsync(
            HttpMethod.Post,
            "/api/users",
            new
            {
                name = "Vic",
                email = "vic@example.com",
                role = "viewer",
            }
        );
        await DoAsync(
            HttpMethod.Post,
            "/api/incidents/INC-1/roles",
            new
            {
                role = "communicationsLead",
                person = new { id = vic.GetProperty("id").GetString() },
            }
        );
        var request = await Eventually.Get(
            async () =>
            {
                var shown = await _script.GetFromJsonAsync<JsonElement>(review);
                var asked = shown.GetProperty("accessRequests");
                return asked.GetArrayLength() > 0 ? asked[0].GetProperty("id").GetString() : null;
            },
            description: "Vic asks to read the draft"
        );
        await DoAsync(HttpMethod.Post, $"{review}/access-requests/{request}/accept");
        await DoAsync(HttpMethod.Post, $"{review}/access-requests/{request}/decline");
    }

    private async Task PublishAsync(string review)
    {
        var proposal = new { title = "Try", type = "corrective" };
        var action = await DoAsync(HttpMethod.Post, review + "/actions", proposal);
        var id = action.GetProperty("id").GetString();
        await DoAsync(HttpMethod.Delete, $"{review}/actions/{id}");
        await DoAsync(HttpMethod.Put, review + "/summary", new { text = "The shop was down." });
        await DoAsync(
            HttpMethod.Post,
            review + "/factors",
            new { title = "No alert", category = "monitoring" }
        );
        await DoAsync(HttpMethod.Post, review + "/publish");
    }

    private async Task ActionsAsync()
    {
        var made = await DoAsync(
            HttpMethod.Post,
            "/api/actions",
            new { title = "Add an alert", type = "detective" }
        );
        var one = "/api/actions/" + made.GetProperty("id").GetString();
        await DoAsync(HttpMethod.Patch, one, new { title = "Add a better alert" });
        await DoAsync(
            HttpMethod.Post,
            one + "/assign",
            new { assignee = "Grace", dueAt = "2099-01-01T00:00:00Z" }
        );
        await DoAsync(HttpMethod.Post, one + "/complete");
        await DoAsync(HttpMethod.Post, one + "/reopen", new { reason = "Not yet." });
        await DoAsync(HttpMethod.Post, one + "/decline", new { reason = "Too dear." });
    }

    private async Task SourcesAsync()
    {
        var made = await DoAsync(
            HttpMethod.Post,
            "/api/sources",
            new { name = "Grafana", kind = "generic" }
        );
        var one = "/api/sources/" + made.GetProperty("id").GetString();
        await DoAsync(HttpMethod.Patch, one, new { name = "Grafana 2" });
        await DoAsync(HttpMethod.Post, one + "/rotate-key");
        var tested = await DoAsync(HttpMethod.Post, one + "/test");
        var delivery = tested.GetProperty("deliveryId").GetString();
        await DoAsync(HttpMethod.Post, $"/api/deliveries/{delivery}/replay");
        await DoAsync(HttpMethod.Delete, one);
    }

    private async Task ServicesAsync()
    {
        var made = await DoAsync(HttpMethod.Post, "/api/services", new { name = "checkout" });
        var one = "/api/services/" + made.GetProperty("id").GetString();
        await DoAsync(HttpMethod.Put, one, new { name = "cart" });
        await DoAsync(HttpMethod.Delete, one);
        using var csv = new StringContent("name\nsearch", Encoding.UTF8, "text/csv");
        using var answer = await _script.PostAsync("/api/services/import", csv);
        answer.EnsureSuccessStatusCode();
    }

    private async Task ListsAsync()
    {
        using var csv = new StringContent(
            "title,detectedAt\nOld,2025-03-01",
            Encoding.UTF8,
            "text/csv"
        );
        using var answer = await _script.PostAsync("/api/incidents/import?key=old.csv", csv);
        answer.EnsureSuccessStatusCode();
        string[] incidents = ["INC-1", "INC-5"];
        await DoAsync(HttpMethod.Post, "/api/incidents/bulk", new { incidents, severity = "sev1" });
        incidents = ["INC-5"];
        await DoAsync(HttpMethod.Post, "/api/incidents/bulk/delete", new { incidents });
    }

    private async Task AlertRulesAsync()
    {
        var made = await DoAsync(HttpMethod.Post, "/api/alert-rules", new { name = "Noise" });
        var id = made.GetProperty("id").GetString();
        await DoAsync(HttpMethod.Put, "/api/alert-rules/" + id, new { name = "Silence" });
        await DoAsync(HttpMethod.Post, "/api/alert-rules/try", new { deliveries = 1 });
        await DoAsync(HttpMethod.Put, "/api/alert-rules/order", new { ids = (string?[])[id] });
        await DoAsync(HttpMethod.Delete, "/api/alert-rules/" + id);
        var until = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1);
        object[] conditions =
        [
            new
            {
                field = "title",
                @operator = "is",
                value = "x",
            },
        ];
        var silence = await DoAsync(
            HttpMethod.Post,
            "/api/silences",
            new
            {
                reason = "Upgrade",
                conditions,
                until,
            }
        );
        var one = "/api/silences/" + silence.GetProperty("id").GetString();
        await DoAsync(
            HttpMethod.Put,
            one,
            new
            {
                reason = "Move",
                conditions,
                until,
            }
        );
        await DoAsync(HttpMethod.Delete, one);
    }

    private async Task EngagementAsync()
    {
        var teams = (string[])["Operations"];
        var steps = (object[])[new { afterMinutes = 5, team = "Operations" }];
        await ChangedAsync(
            "/api/engagement/rules",
            new { name = "Severe", teams },
            new { name = "Worst", teams }
        );
        await ChangedAsync(
            "/api/engagement/escalations",
            new { name = "Twice", steps },
            new { name = "Thrice", steps }
        );
        await DoAsync(HttpMethod.Put, "/api/engagement/settings", new { defaultTeam = "On-call" });
        var help = new[] { new { kind = "engageTeam", team = "Operations" } };
        await ChangedAsync(
            "/api/automation/rules",
            new
            {
                name = "Help",
                trigger = "opened",
                steps = help,
            },
            new
            {
                name = "Aid",
                trigger = "opened",
                steps = help,
            }
        );
        await DoAsync(HttpMethod.Post, "/api/incidents/INC-1/reopen", new { reason = "Again" });
        var engaged = await DoAsync(
            HttpMethod.Post,
            "/api/incidents/INC-1/engagements",
            new { team = "Network" }
        );
        var id = engaged.GetProperty("id").GetString();
        await DoAsync(HttpMethod.Post, $"/api/incidents/INC-1/engagements/{id}/acknowledge");
        const string Tasks = "/api/incidents/INC-1/tasks";
        var task = await DoAsync(HttpMethod.Post, Tasks, new { text = "Look" });
        await DoAsync(
            HttpMethod.Patch,
            $"{Tasks}/{task.GetProperty("id").GetString()}",
            new { isDone = true }
        );
    }

    private async Task ChannelsAsync()
    {
        var made = await DoAsync(HttpMethod.Post, "/api/channel-rules", new { name = "Severe" });
        var id = made.GetProperty("id").GetString();
        var one = "/api/channel-rules/" + id;
        await DoAsync(HttpMethod.Put, one, new { name = "Worst" });
        await DoAsync(HttpMethod.Put, "/api/channel-rules/order", new { ids = new[] { id } });
        await DoAsync(HttpMethod.Delete, one);
    }

    private async Task ChangedAsync(string list, object first, object then)
    {
        var made = await DoAsync(HttpMethod.Post, list, first);
        var one = $"{list}/{made.GetProperty("id").GetString()}";
        await DoAsync(HttpMethod.Put, one, then);
        await DoAsync(HttpMethod.Delete, one);
    }

    private async Task SubscriptionsAsync(WebhookSink sink)
    {
        var made = await DoAsync(
            HttpMethod.Post,
            "/api/subscriptions",
            new
            {
                name = "Forum",
                url = sink.Address,
                events = (string[])["incident.opened"],
            }
        );
        var one = "/api/subscriptions/" + made.GetProperty("id").GetString();
        await DoAsync(HttpMethod.Patch, one, new { name = "Board" });
        await DoAsync(HttpMethod.Post, one + "/rotate-secret");
        var tested = await DoAsync(HttpMethod.Post, one + "/test");
        var delivery = tested.GetProperty("id").GetString();
        await DoAsync(HttpMethod.Post, $"{one}/deliveries/{delivery}/retry");
        await DoAsync(HttpMethod.Post, one + "/replay", new { since = "2020-01-01T00:00:00Z" });
        await DoAsync(HttpMethod.Delete, one);
    }

    private async Task<JsonElement> DoAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = method == HttpMethod.Delete ? null : JsonContent.Create(body ?? new { });
        using var answer = await _script.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>
    /// The log's entries about the services, oldest first, once the last action is in it.
    /// </summary>
    private async Task<List<string>> SentencesAsync(int? count = null)
    {
        var missing = count is null ? ActionsOfServices() : [];
        List<JsonElement> lines = [];
        await Eventually.Until(
            async () =>
            {
                var page = await _script.GetFromJsonAsync<JsonElement>("/api/audit?limit=200");
                lines = [.. page.GetProperty("items").EnumerateArray().Where(IsOfAService)];
                missing.RemoveAll(ActionsIn(lines).Contains);
                return missing.Count == 0 && lines.Count >= count.GetValueOrDefault();
            },
            description: "all is in the audit log",
            details: () => "missing: " + string.Join(", ", missing)
        );
        lines.ShouldAllBe(l => l.GetProperty("address").GetString() == "203.0.113.9");
        lines.Reverse();
        return lines.ConvertAll(l => l.GetProperty("sentence").GetString()!);
    }

    private static IEnumerable<string> ActionsIn(List<JsonElement> lines) =>
        lines.Select(l => l.GetProperty("action").GetString()!).Distinct();

    private static bool IsOfAService(JsonElement line) =>
        !AuditActions.Words.ContainsKey(line.GetProperty("action").GetString()!);

    /// <summary>
    /// All except the operator endpoints, which need a failure, and joining, which needs a
    /// signed-in person.
    /// </summary>
    private List<string> ActionsOfServices() =>
        [
            .. _product
                .Services.GetServices<EndpointDataSource>()
                .SelectMany(s => s.Endpoints)
                .OfType<RouteEndpoint>()
                .Where(e => !e.RoutePattern.RawText!.Contains("api/operations/"))
                .SelectMany(e => e.Metadata.OfType<AuditedEndpoint>())
                .Select(a => a.Action)
                .Where(a => !AuditActions.Words.ContainsKey(a) && !OfPeople.Contains(a))
                .Distinct(StringComparer.Ordinal),
        ];
}
