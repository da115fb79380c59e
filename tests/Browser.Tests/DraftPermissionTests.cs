using System.Net;
using System.Net.Http.Json;
using System.Text;
using Pir.Browser.Tests.Drivers;
using Pir.Contracts.Api;
using Pir.Testing;

namespace Pir.Browser.Tests;

/// <summary>
/// A draft is for its attendees. Nobody else finds its content anywhere, whatever their role.
/// </summary>
[Collection(CompanyCollection.Name)]
public sealed class DraftPermissionTests(Company company)
{
    // Each is in a different field of the draft.
    private static readonly string[] Fields = ["notes", "summary", "factor", "learning", "action"];

    private const string Search = "xylograph";

    [Fact]
    public async Task Nobody_else_finds_a_draft_in_lists_search_pages_or_the_API()
    {
        var (review, incident, secrets) = await WriteDraftAsync();
        string[] paths =
        [
            "/",
            "/reviews?status=all",
            $"/reviews/{review}",
            $"/reviews/{review}?step=report",
            $"/reviews/{review}/notes/now",
            $"/reviews/{review}/meeting.ics",
            $"/published/{review}",
            "/actions?status=all",
            $"/incidents/{incident}",
            $"/incidents/{incident}/history",
            "/search?q=" + Search,
            "/search/options?q=" + Search,
            "/api/reviews",
            $"/api/reviews?incident={incident}",
            $"/api/reviews?q={Search}",
            $"/api/reviews/{review}",
            $"/api/reviews/{review}/notes/history",
            $"/api/reviews/{review}/history",
            $"/api/reviews/{review}/attendees",
            $"/api/reviews/{review}/revisions",
            "/api/actions",
            $"/api/actions?q={Search}",
            $"/api/incidents/{incident}/timeline",
        ];
        foreach (var person in company.People.Where(p => p.Role != Role.Admin))
        {
            foreach (var path in paths)
            {
                using var answer = await person.OpenAsync(path);
                var text = await answer.Content.ReadAsStringAsync();
                secrets
                    .Where(s => text.Contains(s, StringComparison.Ordinal))
                    .ShouldBeEmpty($"{person.Role} {path}");
            }

            using var direct = await person.Client.GetAsync($"/api/reviews/{review}");
            direct.StatusCode.ShouldBe(
                person.Role < Role.Facilitator ? HttpStatusCode.NotFound : HttpStatusCode.OK
            );
        }
    }

    [Fact]
    public async Task The_incident_tells_everybody_that_its_review_is_under_way()
    {
        var (_, incident, _) = await WriteDraftAsync();
        var responder = company.Of(Role.Responder);
        await Eventually.Until(
            async () =>
                (await responder.ReadAsync($"/incidents/{incident}")).Contains(
                    "A review is under way, due",
                    StringComparison.Ordinal
                ),
            description: "the incident tells of its review"
        );
        (await responder.ReadAsync($"/incidents/{incident}")).ShouldNotContain("has no review");
    }

    [Fact]
    public async Task Who_attends_an_administrator_and_a_token_for_drafts_see_all_of_it()
    {
        var (review, _, secrets) = await WriteDraftAsync();
        using var service = await company.ServiceAsync("reviews:read", "reviews:drafts");
        var viewer = company.Of(Role.Viewer);
        await company.Product.Ada.PostAsync(
            $"/api/reviews/{review}/attendees",
            new { personId = viewer.Id.ToString(), name = "Viewer Example" }
        );
        foreach (var reader in new[] { viewer.Client, company.Of(Role.Admin).Client, service })
        {
            var text = await reader.GetStringAsync($"/api/reviews/{review}");
            secrets.ShouldAllBe(s => text.Contains(s));
        }

        foreach (var write in new[] { "notes", "summary", "publish", "factors", "owner" })
        {
            using var answer = await viewer.PostAsync(
                $"/reviews/{review}/{write}",
                ("__RequestVerificationToken", viewer.FormToken)
            );
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, write);
        }
    }

    [Fact]
    public async Task Who_may_write_reviews_joins_and_sees_it_then_and_a_viewer_may_not()
    {
        var (review, _, secrets) = await WriteDraftAsync();
        using var refused = await JoinAsync(company.Of(Role.Viewer), review);
        refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var joined = await JoinAsync(company.Of(Role.Facilitator), review);

        joined.StatusCode.ShouldBe(HttpStatusCode.OK);
        var text = await company
            .Of(Role.Facilitator)
            .Client.GetStringAsync($"/api/reviews/{review}");
        secrets.ShouldAllBe(s => text.Contains(s));
        (
            await company
                .Of(Role.Facilitator)
                .Client.GetStringAsync($"/api/reviews/{review}/history")
        ).ShouldContain("Facilitator Example");
    }

    [Fact]
    public async Task No_stream_of_events_carries_a_draft()
    {
        var (_, _, secrets) = await WriteDraftAsync();
        var mark = "Mark " + Guid.CreateVersion7();
        await company.Product.Ada.PostAsync(
            "/api/incidents",
            new { title = mark, severity = "sev4" }
        );
        foreach (var path in new[] { "/api/events?lastEventId=0", "/live" })
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            // Even for an administrator, because a listener may pass it on.
            var text = await ReadUntilAsync(
                company.Of(Role.Admin).Client,
                path,
                path == "/live" ? ": connected" : mark,
                stop.Token
            );
            text.Split('\n').Where(l => secrets.Any(l.Contains)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_responder_cannot_let_themself_into_a_draft()
    {
        var (review, incident, secrets) = await WriteDraftAsync();
        var responder = company.Of(Role.Responder);
        var me = new { id = responder.Id.ToString(), name = "Responder Example" };
        var team = await TeamOfAsync(responder);
        (HttpMethod Method, string Path, object? Body)[] attempts =
        [
            (HttpMethod.Post, $"/api/incidents/{incident}/roles", Part("incidentCommander", me)),
            (HttpMethod.Patch, $"/api/incidents/{incident}", new { team }),
            (HttpMethod.Post, $"/api/incidents/{incident}/reopen", new { reason = "again" }),
            (HttpMethod.Post, $"/api/incidents/{incident}/roles", Part("scribe", me)),
            (HttpMethod.Post, $"/api/incidents/{incident}/resolve", null),
            (HttpMethod.Post, "/api/teams", new { name = "Those who would like to know" }),
            (HttpMethod.Post, "/api/reviews", new { incident }),
            (HttpMethod.Post, $"/api/reviews/{review}/join", null),
            (HttpMethod.Put, $"/api/reviews/{review}/owner", new { person = me }),
            (
                HttpMethod.Post,
                $"/api/reviews/{review}/attendees",
                new { personId = me.id, me.name }
            ),
        ];
        foreach (var (method, path, body) in attempts)
        {
            using var answer = await SendAsync(responder, method, path, body);
            ((int)answer.StatusCode).ShouldBeLessThan(500, path);
        }

        var requests = await Eventually.Get(
            () => RequestsAsync(review, expected: 2),
            description: "the review is asked for access"
        );
        foreach (var path in new[] { $"/reviews/{review}", $"/api/reviews/{review}", "/actions" })
        {
            using var answer = await responder.OpenAsync(path);
            var text = await answer.Content.ReadAsStringAsync();
            secrets.Where(s => text.Contains(s, StringComparison.Ordinal)).ShouldBeEmpty(path);
        }

        using var refused = await SendAsync(
            responder,
            HttpMethod.Post,
            $"/api/reviews/{review}/access-requests/{requests[0]}/accept",
            null
        );
        refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // Somebody who reads it decides, on the review's page.
        var page = await company.Of(Role.Admin).ReadAsync($"/reviews/{review}?step=report");
        page.ShouldContain("Access requests");
        page.ShouldContain("Team " + team);
        var admin = company.Of(Role.Admin);
        await DecideAsync("decline");
        var declined = await admin.ReadAsync($"/reviews/{review}?step=report");
        declined.ShouldNotContain("Access requests");
        requests.ShouldAllBe(r => declined.Contains($"/access/{r}/accept"));
        // A decision can be reversed.
        await DecideAsync("accept");

        var read = await responder.Client.GetStringAsync($"/api/reviews/{review}");
        secrets.ShouldAllBe(s => read.Contains(s));
        // Once everybody can read it, that is no longer at the top.
        using var publishing = await SendAsync(
            admin,
            HttpMethod.Post,
            $"/api/reviews/{review}/publish",
            new { }
        );
        publishing.StatusCode.ShouldBe(HttpStatusCode.OK);
        var published = await admin.ReadAsync($"/reviews/{review}?step=report");
        Place("Steps of the review").ShouldBeLessThan(Place("Teams with access"));

        int Place(string text) => published.IndexOf(text, StringComparison.Ordinal);

        async Task DecideAsync(string decision)
        {
            foreach (var request in requests)
            {
                using var decided = await admin.PostAsync(
                    $"/reviews/{review}/access/{request}/{decision}?step=report",
                    ("__RequestVerificationToken", admin.FormToken)
                );
                decided.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
            }
        }
    }

    [Fact]
    public async Task A_facilitator_who_does_not_attend_cannot_take_ownership()
    {
        var (review, _, _) = await WriteDraftAsync();
        var facilitator = company.Of(Role.Facilitator);

        using var answer = await SendAsync(
            facilitator,
            HttpMethod.Put,
            $"/api/reviews/{review}/owner",
            new { person = new { id = facilitator.Id.ToString(), name = "Facilitator Example" } }
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("not-attending");
    }

    /// <summary>
    /// An incident whose review has something in every field; only Ada, who administers, attends
    /// it.
    /// </summary>
    private async Task<(string Review, string Incident, string[] Secrets)> WriteDraftAsync()
    {
        var api = company.Product.Ada;
        string[] secrets = [.. Fields.Select(f => $"{Search}-{f}-{Guid.CreateVersion7():N}")];
        var incident = await api.OpenIncidentAsync("Queue stands still", "sev2", "queue");
        var review = await api.ResolveIntoReviewAsync(incident);
        await api.PutAsync($"/api/reviews/{review}/notes", new { text = secrets[0] });
        await api.PutAsync($"/api/reviews/{review}/summary", new { text = secrets[1] });
        await api.PostAsync(
            $"/api/reviews/{review}/factors",
            new { title = secrets[2], category = "process" }
        );
        await api.PostAsync(
            $"/api/reviews/{review}/findings",
            new { kind = "learning", text = secrets[3] }
        );
        await api.PostAsync(
            $"/api/reviews/{review}/actions",
            new { title = secrets[4], type = "preventive" }
        );
        return (review, incident, secrets);
    }

    private static object Part(string role, object person) => new { role, person };

    /// <summary>A new team with one member.</summary>
    private async Task<string> TeamOfAsync(Person person)
    {
        var name = "Movers " + Guid.CreateVersion7();
        var team = await company.Product.Ada.PostAsync("/api/teams", new { name });
        await company.Product.Ada.PutAsync(
            $"/api/teams/{team.GetProperty("id").GetString()}/members/{person.Id}",
            new { }
        );
        return name;
    }

    /// <summary>The ids of the access requests; null until there are as many as expected.</summary>
    private async Task<string[]?> RequestsAsync(string review, int expected)
    {
        var read = await company.Product.Ada.GetAsync($"/api/reviews/{review}");
        var ids = read.GetProperty("accessRequests")
            .EnumerateArray()
            .Select(r => r.GetProperty("id").GetString()!)
            .ToArray();
        return ids.Length == expected ? ids : null;
    }

    private static Task<HttpResponseMessage> JoinAsync(Person person, string review) =>
        SendAsync(person, HttpMethod.Post, $"/api/reviews/{review}/join", null);

    private static Task<HttpResponseMessage> SendAsync(
        Person person,
        HttpMethod method,
        string path,
        object? body
    )
    {
        var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        request.Headers.Add("RequestVerificationToken", person.FormToken);
        return person.Client.SendAsync(request);
    }

    private static async Task<string> ReadUntilAsync(
        HttpClient client,
        string path,
        string mark,
        CancellationToken token
    )
    {
        await using var stream = await client.GetStreamAsync(path, token);
        using var reader = new StreamReader(stream);
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(token) is { } line)
        {
            text.AppendLine(line);
            if (line.Contains(mark, StringComparison.Ordinal))
            {
                break;
            }
        }

        return text.ToString();
    }
}
