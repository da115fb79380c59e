using System.Net.Http.Json;
using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>
/// What every page and every other answer promises a browser: no inline script or style, forms with
/// tokens of their own, headers everywhere.
/// </summary>
[Collection(ProductCollection.Name)]
public sealed class PageSafetyTests(Product product)
{
    [Fact]
    public async Task No_page_holds_inline_scripts_or_styles()
    {
        var sample = await product.SampleAsync();
        await using var ada = await product.SomebodyAsync();
        await PageForms.OnAsync(ada);
        foreach (var (name, path) in sample.Pages)
        {
            var found = await ada.Page.EvaluateAsync<string[]>(
                "async p => betrayals(new DOMParser().parseFromString(await (await "
                    + "fetch(p)).text(), 'text/html'))",
                path
            );
            found.ShouldBeEmpty(name);
        }
    }

    [Fact]
    public async Task No_form_is_taken_without_its_token_or_with_a_token_of_somebody_else()
    {
        var sample = await product.SampleAsync();
        await using var ada = await product.SomebodyAsync();
        await using var stranger = await product.SomebodyAsync(isSignedIn: false);
        await stranger.OpensAsync("/sign-in");
        var foreign = await stranger
            .Page.Locator("[name=__RequestVerificationToken]")
            .First.InputValueAsync();
        var forms = await PageForms.OnAsync(ada);
        var tried = new HashSet<string>();
        foreach (var path in sample.Pages.Values)
        {
            var found = await forms.OfAsync(path);
            found.ShouldAllBe(f => f.HasToken);
            for (var index = 0; index < found.Length; index++)
            {
                // Signing out without a token leads home, still signed in.
                if (found[index].Action != "/sign-out" && tried.Add(found[index].Action))
                {
                    (await forms.SendAsync(path, index, token: ""))!.Status.ShouldBe(400, path);
                    (await forms.SendAsync(path, index, token: foreign))!.Status.ShouldBe(400);
                }
            }
        }

        tried.Count.ShouldBeGreaterThan(20);
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/sign-in")]
    [InlineData("GET", "/setup?token=gone")]
    [InlineData("GET", "/nothing-here")]
    [InlineData("POST", "/sign-in")]
    [InlineData("GET", "/api/incidents")]
    [InlineData("GET", "/api/nothing")]
    [InlineData("POST", "/api/incidents")]
    [InlineData("GET", "/assets/app.css")]
    [InlineData("GET", "/assets/app.js")]
    [InlineData("GET", "/assets/icon.svg")]
    [InlineData("GET", "/assets/nothing.css")]
    [InlineData("GET", "/docs/api")]
    [InlineData("GET", "/openapi/gateway.json")]
    [InlineData("GET", "/live")]
    [InlineData("POST", "/webhooks/generic/nobody")]
    [InlineData("GET", "/health")]
    [InlineData("TRACE", "/")]
    public async Task Every_kind_of_answer_carries_the_security_headers(string method, string path)
    {
        foreach (var isHtml in new[] { true, false })
        {
            using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
            {
                BaseAddress = product.Address,
            };
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Content = method == "POST" ? JsonContent.Create(new { }) : null;
            request.Headers.Accept.ParseAdd(isHtml ? "text/html" : "application/json");
            using var answer = await client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead
            );
            CheckHeaders(answer);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/incidents/INC-1")]
    [InlineData("/actions")]
    public async Task A_first_paint_needs_one_page_and_one_style_sheet(string path)
    {
        await product.SampleAsync();
        await using var ada = await product.SomebodyAsync();
        var asked = new List<string>();
        ada.Page.Request += (_, request) => asked.Add(request.ResourceType);
        await ada.OpensAsync(path);
        asked.Count(kind => kind == "document").ShouldBe(1);
        asked.Count(kind => kind == "stylesheet").ShouldBe(1);
        asked.ShouldNotContain("font");
        // Nothing a script brings holds the paint up.
        (
            await ada.Page.EvaluateAsync<int>(
                "[...document.scripts].filter(s => s.type !== 'module' && !s.defer && "
                    + "!s.async).length"
            )
        ).ShouldBe(0);
    }

    private static void CheckHeaders(HttpResponseMessage answer)
    {
        Header("X-Content-Type-Options").ShouldBe("nosniff");
        Header("X-Frame-Options").ShouldBe("DENY");
        Header("Referrer-Policy").ShouldBe("same-origin");
        Header("Cross-Origin-Opener-Policy").ShouldBe("same-origin");
        Header("Permissions-Policy").ShouldContain("camera=()");
        var policy = Header("Content-Security-Policy");
        policy.ShouldContain("default-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldContain("object-src 'none'");
        policy.ShouldNotContain("unsafe");
        answer.Headers.Contains("Server").ShouldBeFalse();

        string Header(string name) =>
            answer.Headers.TryGetValues(name, out var values)
                ? string.Join(", ", values)
                : $"{name} is missing ({(int)answer.StatusCode})";
    }
}
