using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Pir.Gateway.Start;
using Pir.Testing;

namespace Pir.Gateway.Tests;

public sealed partial class EdgeTests
{
    [Fact]
    public async Task A_cookie_alone_changes_nothing()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var ada = await gateway.SetUpAsync();

        var bare = await ada.Client.PostAsJsonAsync("/api/incidents", new { });
        (await bare.ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe("antiforgery");
        var wrong = new HttpRequestMessage(HttpMethod.Post, "/api/incidents")
        {
            Content = JsonContent.Create(new { }),
        };
        wrong.Headers.Add("RequestVerificationToken", "made-up");
        (
            await (await ada.Client.SendAsync(wrong)).ProblemAsync(HttpStatusCode.BadRequest)
        ).ShouldBe("antiforgery");

        (await ada.CallAsync(HttpMethod.Post, "/api/incidents", new { })).StatusCode.ShouldBe(
            HttpStatusCode.OK
        );
    }

    [Fact]
    public async Task A_form_posted_to_the_API_with_a_cookie_is_no_way_round()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var ada = await gateway.SetUpAsync();

        var answer = await ada.Client.PostAsync(
            "/api/incidents",
            new FormUrlEncodedContent([
                new("__RequestVerificationToken", await ada.AntiforgeryTokenAsync()),
            ])
        );

        (await answer.ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe("antiforgery");
    }

    [Fact]
    public async Task A_stranger_is_refused_in_the_terms_of_what_they_are()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var browser = gateway.Browser();

        var script = await browser.Client.GetAsync("/api/incidents");
        (await script.ProblemAsync(HttpStatusCode.Unauthorized)).ShouldBe("unauthenticated");
        var person = await browser.Client.GetAsync("/docs/api");
        person.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        person.Headers.Location!.ToString().ShouldBe("/sign-in?returnUrl=%2Fdocs%2Fapi");
        var fragment = new HttpRequestMessage(HttpMethod.Get, "/docs/api");
        fragment.Headers.Add("HX-Request", "true");
        fragment.Headers.Add(
            "HX-Current-URL",
            new Uri(gateway.Address, "/incidents/42").ToString()
        );
        var piece = await browser.Client.SendAsync(fragment);
        piece.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        piece
            .Headers.GetValues("HX-Redirect")
            .Single()
            .ShouldBe("/sign-in?returnUrl=%2Fincidents%2F42");
    }

    [Theory]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9")]
    [InlineData("text/plain")]
    [InlineData("text/event-stream")]
    public async Task A_refusal_of_the_API_is_a_problem_whatever_the_caller_accepts(string accept)
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();
        using var stranger = gateway.Stranger();
        admin.DefaultRequestHeaders.Add("Accept", accept);
        stranger.DefaultRequestHeaders.Add("Accept", accept);

        var nothing = await admin.GetAsync("/api/nothing");
        (await nothing.ProblemAsync(HttpStatusCode.NotFound)).ShouldBe("not-found");
        var verb = await admin.DeleteAsync("/api/me");
        (await verb.ProblemAsync(HttpStatusCode.MethodNotAllowed)).ShouldBe("method-not-allowed");
        var type = await admin.PostAsync("/api/users", new StringContent("name=Riley"));
        (await type.ProblemAsync(HttpStatusCode.UnsupportedMediaType)).ShouldBe(
            "unsupported-media-type"
        );
        var unknown = await stranger.GetAsync("/api/me");
        (await unknown.ProblemAsync(HttpStatusCode.Unauthorized)).ShouldBe("unauthenticated");
        using var viewer = gateway.Script(await ViewerTokenAsync(gateway));
        viewer.DefaultRequestHeaders.Add("Accept", accept);
        var forbidden = await viewer.GetAsync("/api/audit");
        (await forbidden.ProblemAsync(HttpStatusCode.Forbidden)).ShouldBe("forbidden");
    }

    private static async Task<string> ViewerTokenAsync(GatewayDriver gateway)
    {
        using var admin = gateway.Script();
        var made = await admin.PostAsJsonAsync("/api/tokens", new { name = "v", role = "viewer" });
        return (await made.JsonAsync(HttpStatusCode.Created)).GetProperty("token").GetString()!;
    }

    [Fact]
    public async Task The_beginning_of_a_webhook_goes_through_however_long_it_is()
    {
        await using var gateway = await GatewayDriver.StartAsync(
            settings: [("Gateway:WebhookBodyLimit", "100000")]
        );
        using var stranger = gateway.Stranger();

        (await SendAsync(100_000)).ShouldBe(100_000);
        (await SendAsync(300_000)).ShouldBe(100_000);
        (await SendAsync(99_999, isChunked: true)).ShouldBe(99_999);
        (await SendAsync(300_000, isChunked: true)).ShouldBe(100_000);

        async Task<long> SendAsync(int length, bool isChunked = false)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/generic/key")
            {
                Content = new ByteArrayContent(new byte[length]),
            };
            request.Headers.TransferEncodingChunked = isChunked;
            var answer = await stranger.SendAsync(request);
            return (await answer.JsonAsync(HttpStatusCode.Accepted))
                .GetProperty("bytes")
                .GetInt64();
        }
    }

    [Fact]
    public async Task Attempts_to_sign_in_are_limited_by_address()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var stranger = gateway.Stranger();
        var empty = new Dictionary<string, string>();

        for (var attempt = 1; attempt <= 10; attempt++)
        {
            (
                await stranger.PostAsync("/sign-in", new FormUrlEncodedContent(empty))
            ).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        var refused = await stranger.PostAsync("/sign-in", new FormUrlEncodedContent(empty));
        (await refused.ProblemAsync(HttpStatusCode.TooManyRequests)).ShouldBe("too-many-requests");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(60)
        );
        (await stranger.GetAsync("/sign-in")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Each_caller_has_a_budget_of_their_own()
    {
        await using var gateway = await GatewayDriver.StartAsync(
            Product.Sqlite,
            null,
            ("Gateway:RateLimits:PerSecond", "1"),
            ("Gateway:RateLimits:Burst", "3")
        );
        using var admin = gateway.Script();
        var created = await (
            await admin.PostAsJsonAsync("/api/tokens", new { name = "other", role = "viewer" })
        ).JsonAsync(HttpStatusCode.Created);
        using var other = gateway.Script(created.GetProperty("token").GetString()!);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => admin.GetAsync("/api/incidents"))
        );

        var refused = answers.Where(a => a.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        refused.Count.ShouldBeGreaterThan(10);
        refused.ShouldAllBe(a => a.Headers.RetryAfter!.Delta!.Value >= TimeSpan.FromSeconds(1));
        (await other.GetAsync("/api/incidents")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Each_right_webhook_key_has_a_budget_of_its_own_and_is_never_told_429()
    {
        await using var gateway = await GatewayDriver.StartAsync(
            Product.Sqlite,
            null,
            ("Gateway:RateLimits:WebhooksPerSecond", "1"),
            ("Gateway:RateLimits:WebhookBurst", "3")
        );
        using var stranger = gateway.Stranger();
        await stranger.PostAsJsonAsync("/webhooks/generic/noisy", new { });

        // However the path is written, it is the same key.
        string[] spellings =
        [
            "/webhooks/generic/noisy",
            "/Webhooks/GENERIC/noisy",
            "/webhooks/generic/noisy/",
            "/webhooks/generic/%6Eoisy",
        ];
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i => stranger.PostAsJsonAsync(spellings[i % spellings.Length], new { }))
        );

        var refused = answers.Where(a => a.StatusCode != HttpStatusCode.Accepted).ToList();
        refused.Count.ShouldBeGreaterThan(10);
        refused.ShouldAllBe(a => a.StatusCode == HttpStatusCode.ServiceUnavailable);
        refused.ShouldAllBe(a => a.Headers.RetryAfter!.Delta!.Value >= TimeSpan.FromSeconds(1));
        (await refused[0].ProblemAsync(HttpStatusCode.ServiceUnavailable)).ShouldBe("busy");
        (await stranger.PostAsJsonAsync("/webhooks/generic/calm", new { })).StatusCode.ShouldBe(
            HttpStatusCode.Accepted
        );
    }

    [Fact]
    public async Task Whoever_makes_keys_up_has_one_budget_for_all_of_them()
    {
        await using var gateway = await GatewayDriver.StartAsync(
            Product.Sqlite,
            null,
            ("Gateway:RateLimits:AnonymousPerSecond", "1"),
            ("Gateway:RateLimits:AnonymousBurst", "4")
        );
        using var stranger = gateway.Stranger();
        (await stranger.PostAsJsonAsync("/webhooks/generic/right", new { })).StatusCode.ShouldBe(
            HttpStatusCode.Accepted
        );

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i => stranger.PostAsJsonAsync($"/webhooks/generic/unknown-{i}", new { }))
        );

        answers
            .Count(a => a.StatusCode == HttpStatusCode.ServiceUnavailable)
            .ShouldBeGreaterThan(10);
        (await stranger.PostAsJsonAsync("/webhooks/generic/right", new { })).StatusCode.ShouldBe(
            HttpStatusCode.Accepted,
            "the right key is not hindered by them"
        );
    }

    [Theory]
    [InlineData("/SIGN-IN")]
    [InlineData("/sign-in/")]
    [InlineData("/%73ign-in")]
    public async Task No_spelling_of_a_door_has_a_budget_of_its_own(string spelling)
    {
        await using var gateway = await GatewayDriver.StartAsync(
            Product.Sqlite,
            null,
            ("Gateway:RateLimits:SignInsPerMinute", "2")
        );
        using var stranger = gateway.Stranger();
        for (var i = 0; i < 2; i++)
        {
            await stranger.PostAsync("/sign-in", new FormUrlEncodedContent([new("a", "b")]));
        }

        var answer = await stranger.PostAsync(spelling, new FormUrlEncodedContent([new("a", "b")]));

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Forwarded_headers_of_strangers_are_not_believed()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();
        admin.DefaultRequestHeaders.Add("X-Forwarded-Host", "evil.example");
        admin.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        var created = await (
            await admin.PostAsJsonAsync(
                "/api/users",
                new
                {
                    name = "Riley",
                    email = "riley@example.com",
                    role = "viewer",
                }
            )
        ).JsonAsync(HttpStatusCode.Created);

        created
            .GetProperty("invitationUrl")
            .GetString()!
            .ShouldStartWith(gateway.Address.ToString());
    }

    [Fact]
    public async Task The_pages_call_the_services_with_a_ticket_for_the_person()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        var client = gateway
            .Services.GetRequiredService<IHttpClientFactory>()
            .CreateClient("incident-intake");

        client.BaseAddress.ShouldBe(gateway.Address);
        client.Timeout.ShouldBe(TimeSpan.FromSeconds(10));
        var accessor =
            gateway.Services.GetRequiredService<Microsoft.AspNetCore.Http.IHttpContextAccessor>();
        accessor.HttpContext = new Microsoft.AspNetCore.Http.DefaultHttpContext
        {
            User = ServiceDefaults.Auth.PirClaims.Create(
                "Cookie",
                "user",
                "u-1",
                "Riley Responder",
                ["viewer"],
                ["incidents:read"],
                ["Payments", "Platform"],
                "o-1"
            ),
        };
        var told = await client.GetFromJsonAsync<JsonElement>("/api/incidents");
        told.GetProperty("subject").GetString().ShouldBe("u-1");
        told.GetProperty("teams")
            .EnumerateArray()
            .Select(t => t.GetString())
            .ShouldBe(["Payments", "Platform"]);
        told.GetProperty("owner").GetString().ShouldBe("o-1");
        told.GetProperty("authorization").GetString()!.ShouldStartWith("Bearer ");
        accessor.HttpContext = null;
        (await client.GetAsync("/api/incidents")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_start_notice_says_where_to_begin()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        var token = await gateway.SetupTokenAsync();

        gateway.Console.ShouldContain($"PIR Platform: {gateway.Address.ToString().TrimEnd('/')}");
        gateway.Console.ShouldContain($"Setup: {gateway.Address}setup?token={token}");
        gateway.Console.ShouldContain($"curl -X POST {gateway.Address}api/incidents");
        gateway.Console.ShouldContain("$PIR_TOKEN");
        gateway.Console.ShouldContain("Identity:BootstrapToken");
        gateway.Console.ShouldNotContain(GatewayDriver.Bootstrap);
    }

    [Fact]
    public void Without_a_bootstrap_token_the_notice_says_where_a_token_comes_from() =>
        StartNotice
            .Compose("http://localhost:8080", "abc", false)
            .ShouldContain("the API token shown at the end of the setup");

    [Fact]
    public async Task The_API_documentation_shows_every_service_to_those_who_are_signed_in()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var ada = await gateway.SetUpAsync();

        var html = await ada.Client.GetStringAsync("/docs/api");
        html.ShouldNotContain("<script>");
        html.ShouldContain("<nav class=\"nav\"");
        foreach (Match file in Links().Matches(html))
        {
            var answer = await ada.Client.GetAsync(file.Groups["v"].Value);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, file.Value);
            (await answer.Content.ReadAsByteArrayAsync())[0]
                .ShouldNotBe((byte)0x1f, "is compressed but does not say so");
        }

        var documents = await ada.Client.GetFromJsonAsync<JsonElement>("/docs/api/documents.json");
        documents
            .GetProperty("urls")
            .EnumerateArray()
            .Select(d => d.GetProperty("url").GetString())
            .ShouldBe([
                "/openapi/incident-intake.json",
                "/openapi/timeline.json",
                "/openapi/review.json",
                "/openapi/action-tracking.json",
                "/openapi/notification.json",
                "/openapi/gateway.json",
            ]);
        var own = await ada.Client.GetFromJsonAsync<JsonElement>("/openapi/gateway.json");
        own.GetProperty("paths").EnumerateObject().Select(p => p.Name).ShouldContain("/api/tokens");
    }

    [Fact]
    public async Task Its_own_API_document_pleases_the_linter()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var admin = gateway.Script();
        using var folder = new TempFolder("openapi");

        var file = folder.Write(
            "gateway.json",
            await admin.GetStringAsync("/openapi/gateway.json")
        );

        await NodeConsumers.LintOpenApiAsync(file);
    }

    [GeneratedRegex("(?:src|href)=\"(?<v>/docs/api/[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Links();
}
