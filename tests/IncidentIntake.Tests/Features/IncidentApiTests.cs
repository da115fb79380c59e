using System.Net;
using System.Text.Json.Nodes;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

public abstract class IncidentApiTests(IntakeHost fixture)
{
    private static readonly DateTime Now = DateTimeOffset
        .FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds())
        .UtcDateTime;
    private readonly IntakeClient _api = IntakeClient.For(fixture.Host);

    [Theory]
    [InlineData("GET", "/api/incidents?limit=abc", "limit", "must be a whole number")]
    [InlineData("GET", "/api/deliveries?source=abc", "source", "must be a GUID")]
    [InlineData("POST", "/api/incidents", "body", "is required")]
    public async Task What_cannot_be_read_names_the_field_and_the_rule(
        string method,
        string path,
        string field,
        string rule
    )
    {
        var problem = await _api.SendAsync(
            new HttpMethod(method),
            path,
            null,
            HttpStatusCode.BadRequest
        );

        problem.Text("code").ShouldBe("validation");
        problem["errors"]![field]![0]!.GetValue<string>().ShouldBe(rule);
        problem.ToJsonString().ShouldNotContain("Nullable");
    }

    [Fact]
    public async Task An_environment_is_said_by_hand_by_an_alert_or_by_its_source()
    {
        var own = "env-" + Guid.CreateVersion7().ToString("N");
        var byHand = await _api.PostAsync(
            "/api/incidents",
            new { title = "Checkout fails", environment = " " + own },
            HttpStatusCode.Created
        );
        var tool = await _api.ConnectAsync(
            new
            {
                kind = "generic",
                grouping = "alert",
                environment = own,
            }
        );
        await tool.DeliverAsync(
            """[{"title":"Disk is full","key":"disk"},{"title":"Queue","env":"staging"}]"""
        );
        var labels = await _api.ConnectAsync(new { environment = "unused" });
        var latency = labels.Firing("latency", Now);
        latency["labels"]!["deployment_environment"] = own;
        await labels.SendAsync(latency);

        var found = await _api.GetAsync($"/api/incidents?environment={own}&limit=200");

        found["items"]!
            .AsArray()
            .Select(i => (i!.Text("title"), i!.Text("environment")))
            .ShouldBe(
                [("Target latency is down", own), ("Disk is full", own), ("Checkout fails", own)],
                ignoreOrder: true
            );
        var changed = await _api.SendAsync(
            HttpMethod.Patch,
            "/api/incidents/" + byHand.Text("id"),
            new { environment = "" },
            HttpStatusCode.OK
        );
        changed["environment"].ShouldBeNull();
        var history = await _api.GetAsync($"/api/incidents/{byHand.Text("id")}/history");
        history["items"]![0]!.Text("field").ShouldBe("environment");
    }

    [Fact]
    public async Task A_word_that_is_none_of_the_possible_ones_is_answered_with_those()
    {
        var problem = await _api.PostAsync(
            "/api/sources",
            new { kind = "pager", name = "Unknown" },
            HttpStatusCode.BadRequest
        );
        problem["errors"]!["kind"]![0]!
            .GetValue<string>()
            .ShouldBe("must be one of: alertmanager, generic");

        (await _api.PostAsync("/api/sources", new { name = "No kind" }, HttpStatusCode.BadRequest))[
            "errors"
        ]!
            ["kind"]
            .ShouldNotBeNull();
    }

    [Fact]
    public async Task Opens_by_hand_and_answers_to_all_its_names()
    {
        var opened = await OpenAsync(
            new
            {
                title = " Checkout down ",
                severity = "P1",
                service = "checkout",
                isDrill = true,
                detectedAt = Now.AddMinutes(-7),
            }
        );

        opened.Text("title").ShouldBe("Checkout down");
        (opened.Text("severity"), opened.Text("detectionSource"), opened.Text("status")).ShouldBe(
            ("sev1", "teamMessage", "open")
        );
        opened["isDrill"]!.GetValue<bool>().ShouldBeTrue();
        foreach (
            var name in (string[])
                [
                    opened.Text("id"),
                    opened.Text("reference"),
                    opened.Text("reference").ToLowerInvariant(),
                    opened.Number("number").ToString(),
                ]
        )
        {
            (await _api.GetAsync("/api/incidents/" + name))
                .ToJsonString()
                .ShouldBe(opened.ToJsonString());
        }

        var told = await EventAsync<IncidentOpened>(opened);
        told.Envelope.Actor.Name.ShouldBe("Riley Responder");
        ((IncidentOpened)told.Fact).Incident.IsDrill.ShouldBeTrue();
        foreach (
            var name in (string[])["INC-99999999", "nothing", "0", Guid.CreateVersion7().ToString()]
        )
        {
            (await _api.GetAsync("/api/incidents/" + name, HttpStatusCode.NotFound))
                .Text("code")
                .ShouldBe("not-found");
        }
    }

    [Fact]
    public async Task Goes_through_its_life_and_tells_of_each_step()
    {
        var path = "/api/incidents/" + (await OpenAsync()).Text("reference");

        (await _api.PostAsync(path + "/acknowledge", new { acknowledgedAt = Now.AddMinutes(-9) }))
            .Text("status")
            .ShouldBe("acknowledged");
        (
            await _api.PostAsync(
                path + "/mitigate",
                new { mitigatedAt = Now.AddMinutes(-5), note = "rolled back" }
            )
        )
            .Time("mitigatedAt")
            .ShouldBe(Now.AddMinutes(-5));
        (await _api.PostAsync(path + "/resolve", new { resolvedAt = Now.AddMinutes(-2) }))
            .Time("resolvedAt")
            .ShouldBe(Now.AddMinutes(-2));
        (await _api.PostAsync(path + "/resolve")).Number("version").ShouldBe(4);
        (await _api.PostAsync(path + "/acknowledge")).Number("version").ShouldBe(4);
        (await _api.PostAsync(path + "/reopen", new { }, HttpStatusCode.BadRequest))["errors"]!
            ["reason"]
            .ShouldNotBeNull();
        var reopened = await _api.PostAsync(path + "/reopen", new { reason = "errors are back" });
        (reopened.Text("status"), reopened["resolvedAt"]).ShouldBe(("open", null));
        await _api.PostAsync(path + "/resolve");
        (await _api.PostAsync(path + "/mitigate", null, HttpStatusCode.Conflict))
            .Text("code")
            .ShouldBe("invalid-transition");
        var closed = await _api.PostAsync(path + "/close");
        closed.Text("status").ShouldBe("closed");

        await Eventually.Until(() => Events(closed).Count == 7);
        Events(closed)
            .Select(e => e.Type.Split('.')[2])
            .ShouldBe([
                "opened",
                "acknowledged",
                "mitigated",
                "resolved",
                "reopened",
                "resolved",
                "closed",
            ]);
        Events(closed).Select(e => e.Version).ShouldBe([1, 2, 3, 4, 5, 6, 7]);
        Events(closed)[3].Time.ShouldBe(Now.AddMinutes(-2));
    }

    [Fact]
    public async Task Keeps_corrected_times_in_its_history()
    {
        var path = "/api/incidents/" + (await OpenAsync()).Text("id");
        await _api.PostAsync(path + "/resolve", new { resolvedAt = Now.AddMinutes(-2) });

        var corrected = await _api.PatchAsync(
            path,
            new
            {
                resolvedAt = Now.AddMinutes(-4),
                impactStartedAt = Now.AddMinutes(-20),
                reason = "per the graphs",
            }
        );

        corrected.Time("resolvedAt").ShouldBe(Now.AddMinutes(-4));
        var history = (await _api.GetAsync(path + "/history")).Items();
        var line = history.First(h => h.Text("field") == "resolvedAt");
        (
            DateTime.Parse(line.Text("from")).ToUniversalTime(),
            DateTime.Parse(line.Text("to")).ToUniversalTime()
        ).ShouldBe((Now.AddMinutes(-2), Now.AddMinutes(-4)));
        line.Text("reason").ShouldBe("per the graphs");
        line["actor"]!.Text("name").ShouldBe("Riley Responder");
        var changed = (IncidentChanged)(await EventAsync<IncidentChanged>(corrected)).Fact;
        changed.Changes.Select(c => c.Field).ShouldBe(["impactStartedAt", "resolvedAt"]);
        var first = await _api.GetAsync(path + "/history?limit=1");
        (await _api.GetAsync(path + "/history?limit=10&after=" + first.Text("next")))
            .Items()
            .Count.ShouldBe(history.Count - 1);
    }

    [Fact]
    public async Task A_refused_close_lists_what_is_missing_A12()
    {
        var path = "/api/incidents/" + (await OpenAsync()).Text("id");

        var refused = await _api.PostAsync(path + "/close", null, HttpStatusCode.Conflict);

        refused["missing"]!.AsArray().Select(m => m!.GetValue<string>()).ShouldBe(["resolvedAt"]);
        refused.Text("detail").ShouldBe("An open incident cannot be closed. Resolve it first.");
    }

    [Fact]
    public async Task Names_the_field_and_the_rule()
    {
        var path = "/api/incidents/" + (await OpenAsync()).Text("id");

        (await Errors("/resolve", new { resolvedAt = Now.AddHours(1) }))["resolvedAt"]![0]!
            .GetValue<string>()
            .ShouldBe("must not be in the future");
        (await Errors("/resolve", new { resolvedAt = Now.AddYears(-1) }))["resolvedAt"]![0]!
            .GetValue<string>()
            .ShouldBe("must not be before detectedAt");
        (await Errors("/roles", new { name = "Ana" }))["role"].ShouldNotBeNull();
        (await Errors("/roles", new { role = "scribe" }))["name"].ShouldNotBeNull();
        (await Errors("/severity", new { }))["severity"].ShouldNotBeNull();
        (await Errors("/impact", new { customersAffected = -1 }))["customersAffected"]
            .ShouldNotBeNull();
        (await Errors("/impact", new { }))["customers"].ShouldNotBeNull();
        var reported = new { customersAffected = 2, customersReported = 3 };
        (await Errors("/impact", reported))["customersReportedReason"].ShouldNotBeNull();
        var backwards = new { windows = new[] { new { from = Now, to = Now.AddMinutes(-1) } } };
        (await Errors("/impact", backwards))["windows[0].to"]![0]!
            .GetValue<string>()
            .ShouldBe("must not be before from");
        var nameless = new { metrics = new[] { new { name = " " } } };
        (await Errors("/impact", nameless))["metrics[0].name"].ShouldNotBeNull();
        (await _api.PatchAsync(path, new { title = " " }, HttpStatusCode.BadRequest))["errors"]!
            ["title"]
            .ShouldNotBeNull();
        (await _api.PatchAsync(path, new { resolvedAt = Now }, HttpStatusCode.BadRequest))[
            "errors"
        ]!
            ["resolvedAt"]
            .ShouldNotBeNull();
        (await _api.PostAsync("/api/incidents", new { title = "" }, HttpStatusCode.BadRequest))[
            "errors"
        ]!
            ["title"]
            .ShouldNotBeNull();
        (
            await _api.PostAsync(
                "/api/incidents",
                new { title = "x", detectedAt = Now.AddHours(1) },
                HttpStatusCode.BadRequest
            )
        )["errors"]!
            ["detectedAt"]
            .ShouldNotBeNull();
        (
            await _api.PostAsync(
                "/api/incidents",
                new { title = "x", severity = "purple" },
                HttpStatusCode.BadRequest
            )
        )
            .Text("code")
            .ShouldBe("validation");

        async Task<JsonNode> Errors(string verb, object body) =>
            (await _api.PostAsync(path + verb, body, HttpStatusCode.BadRequest))["errors"]!;
    }

    [Fact]
    public async Task Has_roles_severity_and_impact()
    {
        var path = "/api/incidents/" + (await OpenAsync()).Text("id");
        await _api.PostAsync(
            path + "/roles",
            new { role = "incidentCommander", person = new { id = "u7", name = "Ana" } }
        );
        await _api.PostAsync(path + "/roles", new { role = "scribe", name = "Ben" });
        await _api.PostAsync(
            path + "/severity",
            new { severity = "sev1", reason = "all customers" }
        );

        var incident = await _api.PostAsync(
            path + "/impact",
            new
            {
                customers = "Nobody could pay",
                customersAffected = 1200,
                startedAt = Now.AddMinutes(-9),
            }
        );

        incident["roles"]!
            .AsArray()
            .Select(r => r!["person"]!.Text("name"))
            .ShouldBe(["Ana", "Ben"]);
        incident["impact"]!.Number("customersAffected").ShouldBe(1200);
        incident.Text("severity").ShouldBe("sev1");
        incident.Number("version").ShouldBe(5);
        (
            (IncidentRoleAssigned)(await EventAsync<IncidentRoleAssigned>(incident)).Fact
        ).Person.Id.ShouldBe("u7");
        (
            (IncidentImpactRecorded)(await EventAsync<IncidentImpactRecorded>(incident)).Fact
        ).Impact.Customers.ShouldBe("Nobody could pay");
    }

    /// <summary>D1, D2, D3, D5: facets, numbers with their origin, windows, metrics.</summary>
    [Fact]
    public async Task An_impact_has_windows_and_numbers_with_their_origin()
    {
        var path = "/api/incidents/" + (await OpenAsync()).Text("id");
        var body = new
        {
            customers = "Payments failed",
            operations = "none",
            availability = "97 %",
            functionalSeverity = "partialOutage",
            customersAffected = 40,
            customersAffectedBasis = "estimated",
            customersAffectedSource = "Share of failed checkouts",
            customersReported = 41,
            customersReportedReason = "One reported it twice",
            windows = new[]
            {
                new { from = Now.AddMinutes(-9), to = Now.AddMinutes(-6) },
                new { from = Now.AddMinutes(-7), to = Now.AddMinutes(-5) },
            },
            metrics = new[]
            {
                new
                {
                    name = "Orders",
                    unit = "per minute",
                    baseline = 120,
                    observed = 31.5,
                    basis = "measured",
                    source = "Sales dashboard",
                },
            },
        };

        var recorded = (await _api.PostAsync(path + "/impact", body))["impact"]!;
        var again = await _api.PostAsync(path + "/impact", body);

        recorded.Number("visibleMinutes").ShouldBe(4);
        recorded.Text("functionalSeverity").ShouldBe("partialOutage");
        recorded.Text("customersAffectedBasis").ShouldBe("estimated");
        recorded["metrics"]![0]!["observed"]!.GetValue<decimal>().ShouldBe(31.5m);
        again["impact"]!.ToJsonString().ShouldBe(recorded.ToJsonString());
        again.Number("version").ShouldBe(2);
    }

    [Fact]
    public async Task A_stale_change_is_refused_with_what_stands_now()
    {
        var path = "/api/incidents/" + (await OpenAsync()).Text("id");
        await _api.PatchAsync(path, new { title = "One", version = 1 });

        var stale = await _api.PatchAsync(
            path,
            new { title = "Two" },
            HttpStatusCode.PreconditionFailed,
            "\"1\""
        );

        (stale.Text("code"), stale.Number("version")).ShouldBe(("stale", 2));
    }

    [Fact]
    public async Task Changes_at_once_all_happen()
    {
        var path = "/api/incidents/" + (await OpenAsync()).Text("id");

        await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    _api.PostAsync(
                        path + "/roles",
                        new { role = "responder", name = "Person " + i }
                    )
                )
        );

        var incident = await _api.GetAsync(path);
        incident["roles"]!.AsArray().Count.ShouldBe(20);
        incident.Number("version").ShouldBe(21);
    }

    [Fact]
    public async Task Lists_filter_and_page()
    {
        var service = "svc-" + Guid.CreateVersion7().ToString("N");
        var made = new List<JsonNode>();
        for (var i = 0; i < 5; i++)
        {
            made.Add(
                await OpenAsync(
                    new
                    {
                        title = $"Incident {i} of {service}",
                        service,
                        team = "team-" + service,
                        severity = i % 2 == 0 ? "sev1" : "sev4",
                    }
                )
            );
        }

        await _api.PostAsync($"/api/incidents/{made[0].Text("id")}/resolve");
        await _api.PostAsync($"/api/incidents/{made[1].Text("id")}/acknowledge");

        (await Numbers("status=active")).ShouldBe(Of(4, 3, 2, 1));
        (await Numbers("status=open")).ShouldBe(Of(4, 3, 2));
        (await Numbers("status=resolved,acknowledged")).ShouldBe(Of(1, 0));
        (await Numbers("status=all")).ShouldBe(Of(4, 3, 2, 1, 0));
        (await Numbers("severity=sev4")).ShouldBe(Of(3, 1));
        (await Numbers("q=" + Uri.EscapeDataString("INCIDENT 2 OF"))).ShouldBe(Of(2));
        (await Numbers("q=" + made[3].Text("reference"))).ShouldBe(Of(3));
        (await Numbers("q=" + service[2..])).ShouldBe(Of(4, 3, 2, 1, 0));
        (await Numbers("q=100%25")).ShouldBeEmpty();
        (await Numbers("drill=true")).ShouldBeEmpty();
        (await Numbers("drill=false&severity=sev4")).ShouldBe(Of(3, 1));
        (await Numbers("team=team-" + service + "&detectionSource=teamMessage")).ShouldBe(
            Of(4, 3, 2, 1, 0)
        );
        (await Numbers("detectionSource=alerting")).ShouldBeEmpty();
        var first = await _api.GetAsync($"/api/incidents?service={service}&limit=2");
        var second = await _api.GetAsync(
            $"/api/incidents?service={service}&limit=2&after={first.Text("next")}"
        );
        var third = await _api.GetAsync(
            $"/api/incidents?service={service}&limit=2&after={second.Text("next")}"
        );
        first
            .Items()
            .Concat(second.Items())
            .Concat(third.Items())
            .Select(i => i.Number("number"))
            .ShouldBe(Of(4, 3, 2, 1, 0));
        third["next"].ShouldBeNull();
        (await _api.GetAsync("/api/incidents?status=odd", HttpStatusCode.BadRequest))["errors"]!
            ["status"]
            .ShouldNotBeNull();
        (await _api.GetAsync("/api/incidents?detectionSource=odd", HttpStatusCode.BadRequest))[
            "errors"
        ]!
            ["detectionSource"]
            .ShouldNotBeNull();
        (await _api.GetAsync("/api/incidents?severity=odd", HttpStatusCode.BadRequest))["errors"]!
            ["severity"]
            .ShouldNotBeNull();

        async Task<IEnumerable<int>> Numbers(string query) =>
            (await _api.GetAsync($"/api/incidents?service={service}&{query}"))
                .Items()
                .Select(i => i.Number("number"));
        IEnumerable<int> Of(params int[] which) => which.Select(i => made[i].Number("number"));
    }

    [Fact]
    public async Task Waits_for_its_review_and_closes_with_it()
    {
        var incident = await OpenAsync();
        var path = "/api/incidents/" + incident.Text("id");
        await _api.PostAsync(path + "/resolve");
        var review = Review(incident, ReviewStatus.Open);
        await TellAsync(new ReviewOpened(review), review, 1);

        (await _api.PostAsync(path + "/close", null, HttpStatusCode.Conflict))
            .Text("code")
            .ShouldBe("review-open");
        var waived = review with { Status = ReviewStatus.Waived };
        await TellAsync(new ReviewWaived(waived, "known cause"), waived, 2);
        await TellAsync(new ReviewOpened(review), review, 1); // A late copy changes nothing.

        var closed = await _api.GetAsync(path);
        closed.Text("status").ShouldBe("closed");
        (await EventAsync<IncidentClosed>(closed)).Envelope.Actor.ShouldBe(Actor.System);
        (await _api.PostAsync(path + "/close")).Text("status").ShouldBe("closed");
    }

    [Fact]
    public async Task A_published_review_does_not_close_what_is_open_again()
    {
        var incident = await OpenAsync();
        var review = Review(incident, ReviewStatus.Waived);

        await TellAsync(new ReviewWaived(review, "why not"), review, 1);

        (await _api.GetAsync("/api/incidents/" + incident.Text("id")))
            .Text("status")
            .ShouldBe("open");
    }

    [Fact]
    public async Task What_the_framework_refuses_by_itself_is_explained_as_well()
    {
        (await _api.GetAsync("/api/deliveries/no-guid/body", HttpStatusCode.NotFound))
            .Text("detail")
            .ShouldContain("Nothing exists at this address");
        (
            await _api.SendAsync(
                HttpMethod.Delete,
                "/api/incidents",
                null,
                HttpStatusCode.MethodNotAllowed
            )
        )
            .Text("detail")
            .ShouldContain("does not accept DELETE");
    }

    [Fact]
    public async Task Strangers_and_readers_change_nothing()
    {
        var path = "/api/incidents/" + (await OpenAsync()).Text("id");
        var reader = IntakeClient.For(fixture.Host, Scope.IncidentsRead);

        await reader.GetAsync(path);
        (await reader.PostAsync(path + "/resolve", null, HttpStatusCode.Forbidden))
            .Text("code")
            .ShouldBe("forbidden");
        await new IntakeClient(fixture.Host, fixture.Host.AnonymousClient()).GetAsync(
            path,
            HttpStatusCode.Unauthorized
        );
    }

    private Task<JsonNode> OpenAsync(object? facts = null) =>
        _api.PostAsync(
            "/api/incidents",
            facts ?? new { title = "Checkout down", detectedAt = Now.AddMinutes(-10) },
            HttpStatusCode.Created
        );

    private Task TellAsync(IEvent fact, ReviewState review, int version) =>
        fixture.Host.TellAsync(PirTestHost.BatchOf(fact, review.Id, version, Now));

    private static ReviewState Review(JsonNode incident, ReviewStatus status) =>
        new(
            Guid.CreateVersion7(),
            Guid.Parse(incident.Text("id")),
            incident.Number("number"),
            incident.Text("title"),
            Severity.Sev3,
            null,
            null,
            status,
            Now,
            null,
            null,
            null,
            null,
            0
        );

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
public sealed class IncidentApiTestsOnSqlite(SqliteHost host) : IncidentApiTests(host);

[Collection(OnPostgreSql.Name)]
public sealed class IncidentApiTestsOnPostgreSql(PostgreSqlHost host) : IncidentApiTests(host);
