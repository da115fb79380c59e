using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.Testing;
using Pir.Testing.Sinks;

namespace Pir.FrontDoor.Tests;

/// <summary>
/// Incidents of the past, as a script brings them in from another tool: at their time, in the names
/// of those who were there, and without waking anybody.
/// </summary>
public sealed class ImportTests(ImportTests.Company company) : IClassFixture<ImportTests.Company>
{
    private const string Unknown = "01990000-0000-7000-8000-000000000000";

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task What_is_imported_happened_then_and_was_done_by_them()
    {
        var id = Guid.CreateVersion7();
        await company.ThenAsync(
            "2026-03-01T10:00:00Z",
            "In%C3%A9s Duarte",
            HttpMethod.Post,
            "",
            new
            {
                id,
                title = "Shop down",
                severity = "sev1",
                detectedAt = "2026-03-01T09:58:00Z",
            }
        );
        await company.ThenAsync(
            "2026-03-01T10:05:00Z",
            "Kofi Mensah",
            HttpMethod.Post,
            $"/{id}/timeline",
            new { kind = "action", text = "Rolled back." }
        );
        await company.ThenAsync(
            "2026-03-01T11:00:00Z",
            "Kofi Mensah",
            HttpMethod.Post,
            $"/{id}/resolve",
            new { }
        );

        var shown = await company.Importer.DoAsync(HttpMethod.Get, $"/api/incidents/{id}");
        shown.GetProperty("openedAt").GetString().ShouldBe("2026-03-01T10:00:00Z");
        shown.GetProperty("resolvedAt").GetString().ShouldBe("2026-03-01T11:00:00Z");
        var timeline = await company.Importer.DoAsync(
            HttpMethod.Get,
            $"/api/incidents/{id}/timeline"
        );
        var told = JsonSerializer.Serialize(timeline, Readable);
        told.ShouldContain("Kofi Mensah");
        told.ShouldContain("Inés Duarte");
        var review = await company.ReviewOfAsync(id);
        review.GetProperty("openedAt").GetString().ShouldBe("2026-03-01T11:00:00Z");
    }

    [Fact]
    public async Task The_audit_log_keeps_who_really_imported_it_and_when()
    {
        var started = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1);
        await company.ThenAsync(
            "2026-03-02T10:00:00Z",
            "Kofi Mensah",
            HttpMethod.Post,
            "",
            new { title = "Audited import" }
        );

        var line = await company.AuditLineAsync("Audited import");
        line.GetProperty("sentence").GetString()!.ShouldStartWith("Importer (token) opened INC-");
        line.GetProperty("detail")
            .GetString()
            .ShouldBe("on behalf of Kofi Mensah, as of 2026-03-02 10:00:00Z");
        line.GetProperty("at").GetDateTime().ShouldBeGreaterThan(started);
    }

    [Fact]
    public async Task Every_import_is_audited_even_where_other_changes_are_not()
    {
        var id = await company.ImportedAsync("Audited throughout");
        var timeline = $"/api/incidents/{id}/timeline";
        var entry = await company.ImportAsync(
            HttpMethod.Post,
            timeline,
            new { kind = "action", text = "Rolled back." }
        );
        var one = $"{timeline}/{entry.GetProperty("id").GetString()}";
        await company.ImportAsync(
            HttpMethod.Post,
            timeline + "/batch",
            new { items = new[] { new { kind = "decision", text = "Stay." } } }
        );
        await company.ImportAsync(HttpMethod.Patch, one, new { isPinned = true });
        await company.ImportAsync(HttpMethod.Post, $"/api/incidents/{id}/resolve", new { });
        var review = $"/api/reviews/{(await company.ReviewOfAsync(id)).GetProperty("id")}";
        await company.ImportAsync(HttpMethod.Put, review + "/notes", new { text = "What we saw" });
        await company.ImportAsync(HttpMethod.Put, review + "/summary", new { text = "Down." });
        await company.ImportAsync(
            HttpMethod.Post,
            review + "/factors",
            new { title = "No alert", category = "monitoring" }
        );
        await company.ImportAsync(
            HttpMethod.Post,
            review + "/findings",
            new { kind = "learning", text = "Roll back first." }
        );

        string[] expected =
        [
            "entry-added",
            "entries-added",
            "entry-corrected",
            "notes-written",
            "summary-written",
            "factor-added",
            "finding-added",
        ];
        foreach (var action in expected)
        {
            var line = await company.AuditLineAsync("Audited throughout", action);
            line.GetProperty("sentence").GetString()!.ShouldStartWith("Importer (token) ");
            line.GetProperty("detail").GetString()!.ShouldStartWith("on behalf of Kofi Mensah");
        }
    }

    [Fact]
    public async Task What_is_written_without_the_headers_stays_out_of_the_audit_log()
    {
        var id = await company.Importer.OpenAsync(new { title = "Written now" });
        var text = new { kind = "action", text = "Rolled back." };
        await company.Importer.DoAsync(HttpMethod.Post, $"/api/incidents/{id}/timeline", text);
        await company.Importer.DoAsync(HttpMethod.Post, $"/api/incidents/{id}/resolve");

        await company.AuditLineAsync("Written now", "incident-resolved");
        (await company.AuditAsync()).ShouldNotContain(l =>
            l.GetProperty("action").GetString() == "entry-added"
            && l.GetProperty("sentence").GetString()!.EndsWith("Written now")
        );
    }

    [Theory]
    [InlineData("DELETE", "/api/incidents/INC-1")]
    [InlineData("GET", "/api/incidents/INC-1")]
    [InlineData("PUT", "/api/policies/reviews")]
    [InlineData("POST", $"/api/reviews/{Unknown}/join")]
    [InlineData("DELETE", $"/api/reviews/{Unknown}/presence/{Unknown}")]
    [InlineData("GET", "/api/actions")]
    [InlineData("POST", "/api/sources")]
    public async Task The_headers_are_refused_where_they_mean_nothing(string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), path)
        {
            Content = method is "GET" or "DELETE" ? null : JsonContent.Create(new { }),
        };
        request.Headers.Add("Pir-As-Of", "2026-03-01T10:00:00Z");
        request.Headers.Add("Pir-On-Behalf-Of", "Kofi");

        using var refused = await company.Admin.Script.SendAsync(request);

        var errors = await refused.ErrorsAsync();
        errors["Pir-As-Of"].ShouldBe(["is not supported here"]);
        errors["Pir-On-Behalf-Of"].ShouldBe(["is not supported here"]);
    }

    [Theory]
    [InlineData("title", """{"title":"Other","severity":"sev2"}""")]
    [InlineData("severity", """{"title":"Mine","severity":"sev1"}""")]
    [InlineData("severity", """{"title":"Mine"}""")]
    [InlineData("service", """{"title":"Mine","severity":"sev2","service":"search"}""")]
    [InlineData("isDrill", """{"title":"Mine","severity":"sev2","isDrill":true}""")]
    [InlineData(
        "detectedAt",
        """{"title":"Mine","severity":"sev2","detectedAt":"2026-03-01T10:00:00Z"}"""
    )]
    public async Task An_id_of_an_incident_with_other_facts_is_refused(string field, string other)
    {
        var id = Guid.CreateVersion7();
        await company.Writer.OpenAsync(
            new
            {
                id,
                title = "Mine",
                severity = "sev2",
            }
        );
        var body = JsonSerializer.Deserialize<Dictionary<string, object>>(other)!;
        body["id"] = id;

        using var refused = await company.Writer.Script.PostAsJsonAsync("/api/incidents", body);

        var problem = await refused.JsonAsync(HttpStatusCode.Conflict);
        problem.GetProperty("code").GetString().ShouldBe("id-in-use");
        problem.GetProperty("detail").GetString()!.ShouldEndWith($"with another {field}.");
    }

    [Fact]
    public async Task An_incident_that_has_changed_since_is_still_the_one_that_was_opened()
    {
        var incident = new
        {
            id = Guid.CreateVersion7(),
            title = "First",
            severity = "sev2",
        };
        await company.Writer.OpenAsync(incident);
        var path = $"/api/incidents/{incident.id}";
        await company.Writer.DoAsync(HttpMethod.Patch, path, new { title = "Second" });
        await company.Writer.DoAsync(HttpMethod.Patch, path, new { title = "Third" });
        await company.Writer.DoAsync(
            HttpMethod.Post,
            path + "/severity",
            new { severity = "sev1" }
        );

        using var again = await company.Writer.Script.PostAsJsonAsync("/api/incidents", incident);

        (await again.JsonAsync()).GetProperty("title").GetString().ShouldBe("Third");
    }

    [Fact]
    public async Task A_request_that_is_sent_again_opens_nothing_twice()
    {
        var incident = new { id = Guid.CreateVersion7(), title = "Once" };

        using var first = await company.Writer.Script.PostAsJsonAsync("/api/incidents", incident);
        using var second = await company.Writer.Script.PostAsJsonAsync("/api/incidents", incident);

        var opened = await first.JsonAsync(HttpStatusCode.Created);
        (await second.JsonAsync()).GetRawText().ShouldBe(opened.GetRawText());
    }

    [Theory]
    [InlineData("Pir-As-Of", "2026-03-01T10:00:00Z")]
    [InlineData("Pir-On-Behalf-Of", "Kofi")]
    public async Task Nobody_else_changes_the_past(string header, string value)
    {
        using var refused = await Company.SendAsync(
            company.Writer,
            "/api/incidents",
            new { title = "Backdated" },
            (header, value)
        );
        (await refused.JsonAsync(HttpStatusCode.Forbidden))
            .GetProperty("detail")
            .GetString()!
            .ShouldContain("import");
        using var elsewhere = await Company.SendAsync(
            company.Admin,
            "/api/subscriptions",
            new { url = "https://example.org/", events = (string[])["*"] },
            (header, value)
        );
        (await elsewhere.ErrorsAsync())[header].ShouldBe(["is not supported here"]);
        using var silent = await company.Writer.Script.PostAsJsonAsync(
            "/api/incidents",
            new { title = "Hidden", isSilent = true }
        );
        silent.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("Pir-As-Of", "soon", "must be an ISO 8601 time that is not in the future")]
    [InlineData("Pir-As-Of", "2999-01-01", "must be an ISO 8601 time that is not in the future")]
    [InlineData("Pir-As-Of", "10:30", "must be an ISO 8601 time that is not in the future")]
    [InlineData("Pir-As-Of", "03/04/2026", "must be an ISO 8601 time that is not in the future")]
    [InlineData("Pir-On-Behalf-Of", "%20", "must be a name of at most 100 characters")]
    [InlineData("Pir-On-Behalf-Of", "%E2%80%8B", "must be a name of at most 100 characters")]
    [InlineData("Pir-On-Behalf-Of", "Ada%00", "must not contain the character NUL")]
    public async Task What_cannot_be_read_is_refused(string header, string value, string rule)
    {
        using var refused = await Company.SendAsync(
            company.Importer,
            "/api/incidents",
            new { title = "Unreadable" },
            (header, value)
        );
        (await refused.ErrorsAsync())[header].ShouldBe([rule]);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task An_importer_may_not_load_or_remove_the_sample_data(string method)
    {
        using var request = new HttpRequestMessage(new(method), "/api/sample-data");

        using var refused = await company.Importer.Script.SendAsync(request);

        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Each_event_of_a_silent_incident_says_so_itself()
    {
        var silent = await company.Importer.OpenAsync(
            new
            {
                title = "Silent throughout",
                severity = "sev1",
                isSilent = true,
            }
        );
        await company.Admin.LiveThroughAsync(silent);

        IReadOnlyList<(string Type, bool IsSilent)> events = [];
        await Eventually.Until(
            async () =>
                (events = await company.EventsOfAsync(silent)).Any(e =>
                    e.Type.StartsWith("pir.action.")
                ),
            description: "the action is in the log"
        );
        events.Where(e => !e.IsSilent).Select(e => e.Type).ShouldBeEmpty();
        string[] kinds = ["pir.incident.", "pir.review.", "pir.action.", "pir.timeline."];
        kinds.ShouldAllBe(kind => events.Any(e => e.Type.StartsWith(kind)));
    }

    [Fact]
    public async Task Subscribers_are_spared_everything_about_a_silent_incident()
    {
        await using var sink = await WebhookSink.StartNewAsync();
        await company.Admin.DoAsync(
            HttpMethod.Post,
            "/api/subscriptions",
            new { url = sink.Address, events = (string[])["*"] }
        );
        var silent = await company.Importer.OpenAsync(
            new
            {
                title = "Silent",
                severity = "sev1",
                isSilent = true,
            }
        );
        await company.Admin.LiveThroughAsync(silent);
        var loud = await company.Writer.OpenAsync(new { title = "Loud", severity = "sev4" });
        await company.Admin.DoAsync(HttpMethod.Delete, $"/api/incidents/{silent}");
        await company.Admin.DoAsync(HttpMethod.Delete, $"/api/incidents/{loud}");

        await Eventually.Until(
            () => sink.Requests.Any(r => r.Body.Contains("incident.deleted")),
            description: "the subscriber hears of the other incident's end"
        );
        sink.Requests.ShouldAllBe(r => !r.Body.Contains(silent.ToString()));
    }

    public sealed class Company : IAsyncLifetime
    {
        private Product _product = null!;

        internal Story Admin { get; private set; } = null!;
        internal Story Importer { get; private set; } = null!;

        /// <summary>Works on incidents, and may not import any.</summary>
        internal Story Writer { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _product = await Product.StartAsync(
                settings: [.. SqliteProduct.Unlimited, ("Notification:AllowPrivateTargets", "true")]
            );
            Admin = new(_product.Script());
            string[] work = ["incidents:read", "incidents:write", "timeline:read"];
            string[] reviews = ["reviews:read", "reviews:write"];
            Writer = await WithTokenAsync("Writer", work);
            Importer = await WithTokenAsync(
                "Importer",
                [.. work, "timeline:write", .. reviews, "reviews:drafts", "import"]
            );
        }

        public async ValueTask DisposeAsync()
        {
            Admin.Dispose();
            Importer.Dispose();
            Writer.Dispose();
            await _product.DisposeAsync();
        }

        internal async Task ThenAsync(
            string time,
            string author,
            HttpMethod method,
            string path,
            object body
        )
        {
            using var answer = await SendAsync(
                Importer,
                "/api/incidents" + path,
                body,
                ("Pir-As-Of", time),
                ("Pir-On-Behalf-Of", author)
            );
            answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        }

        internal static Task<HttpResponseMessage> SendAsync(
            Story story,
            string path,
            object body,
            params (string Name, string Value)[] headers
        )
        {
            var request = new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = JsonContent.Create(body),
            };
            foreach (var (name, value) in headers)
            {
                request.Headers.Add(name, value);
            }

            return story.Script.SendAsync(request);
        }

        internal async Task<JsonElement> ReviewOfAsync(Guid incident)
        {
            JsonElement page = default;
            await Eventually.Until(
                async () =>
                {
                    page = await Importer.DoAsync(
                        HttpMethod.Get,
                        $"/api/reviews?incident={incident}"
                    );
                    return page.GetProperty("items").GetArrayLength() > 0;
                },
                description: "the review is open"
            );
            return page.GetProperty("items")[0];
        }

        internal async Task<JsonElement> AuditLineAsync(string title, string? action = null)
        {
            JsonElement line = default;
            await Eventually.Until(
                async () =>
                {
                    line = (await AuditAsync()).FirstOrDefault(l =>
                        l.GetProperty("sentence").GetString()!.EndsWith(title)
                        && (action is null || l.GetProperty("action").GetString() == action)
                    );
                    return line.ValueKind == JsonValueKind.Object;
                },
                description: $"the audit log has the line {action}"
            );
            return line;
        }

        internal async Task<IReadOnlyList<JsonElement>> AuditAsync()
        {
            var page = await Admin.DoAsync(HttpMethod.Get, "/api/audit?limit=200");
            return [.. page.GetProperty("items").EnumerateArray()];
        }

        /// <summary>What was published, with what each event says by itself.</summary>
        internal async Task<IReadOnlyList<(string Type, bool IsSilent)>> EventsOfAsync(
            Guid incident
        )
        {
            await using var scope = _product.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<NotificationDbContext>();
            var logged = await db.Events.Where(e => e.IncidentId == incident).ToListAsync();
            return [.. logged.Select(e => (e.Type, IsSilent(e.Body)))];

            static bool IsSilent(byte[] body)
            {
                using var json = JsonDocument.Parse(body);
                return EventFacets.Read(json.RootElement.GetProperty("data")).IsSilent;
            }
        }

        internal async Task<Guid> ImportedAsync(string title) =>
            (await ImportAsync(HttpMethod.Post, "/api/incidents", new { title, severity = "sev1" }))
                .GetProperty("id")
                .GetGuid();

        internal async Task<JsonElement> ImportAsync(HttpMethod method, string path, object body)
        {
            using var request = new HttpRequestMessage(method, path)
            {
                Content = JsonContent.Create(body),
            };
            request.Headers.Add("Pir-As-Of", "2026-03-01T10:00:00Z");
            request.Headers.Add("Pir-On-Behalf-Of", "Kofi Mensah");
            using var answer = await Importer.Script.SendAsync(request);
            answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }

        private async Task<Story> WithTokenAsync(string name, string[] scopes)
        {
            var made = await Admin.DoAsync(
                HttpMethod.Post,
                "/api/tokens",
                new
                {
                    name,
                    scopes,
                    kind = "service",
                }
            );
            var client = _product.Stranger();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Bearer",
                made.GetProperty("token").GetString()
            );
            return new(client);
        }
    }
}
