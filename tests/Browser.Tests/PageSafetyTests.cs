using System.Net.Http.Json;
using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>
/// What every response guarantees: headers everywhere, and nothing that blocks the first paint.
/// FrontDoor.Tests reads the content of pages.
/// </summary>
[Collection(ProductCollection.Name)]
public sealed class PageSafetyTests(Product product)
{
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
        // Scripts do not block the first paint.
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
