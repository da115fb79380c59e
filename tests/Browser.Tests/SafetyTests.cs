using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>Text from people and tools is shown and never executed.</summary>
[Collection(ProductCollection.Name)]
public sealed class SafetyTests(Product product)
{
    private const string Attack =
        "\"><img src=x onerror=\"window.ran=1\"><script>window.ran=1</script><svg "
        + "onload=window.ran=1>";
    private const string MarkdownAttack =
        Attack
        + "\n\n[click](javascript:window.ran=1) ![x](javascript:window.ran=1) "
        + "<javascript:window.ran=1>\n\n<details open ontoggle=window.ran=1>";

    [Fact]
    public async Task Scripts_in_any_text_stay_text()
    {
        var incident = await product.Api.OpenIncidentAsync(Attack, service: Attack);
        await product.Api.CaptureAsync(incident, MarkdownAttack);
        await product.Api.DoAsync(
            incident,
            "roles",
            new { role = "incidentCommander", name = Attack }
        );
        await product.Api.DoAsync(
            incident,
            "impact",
            new
            {
                customers = Attack,
                operations = Attack,
                availability = Attack,
            }
        );
        var review = await product.Api.ResolveIntoReviewAsync(incident);
        await product.Api.PutAsync($"/api/reviews/{review}/notes", new { text = MarkdownAttack });
        await product.Api.PutAsync($"/api/reviews/{review}/summary", new { text = MarkdownAttack });
        await product.Api.PostAsync(
            $"/api/reviews/{review}/factors",
            new
            {
                title = Attack,
                category = "process",
                description = Attack,
            }
        );
        await product.Api.PostAsync(
            $"/api/reviews/{review}/actions",
            new
            {
                title = Attack,
                type = "process",
                description = Attack,
            }
        );
        await product.Api.PostAsync($"/api/reviews/{review}/publish", new { });
        await product.Api.PostAsync(
            "/api/sources",
            new
            {
                kind = "generic",
                name = Attack,
                service = Attack,
            }
        );

        await using var ada = await product.SomebodyAsync();
        string[] pages =
        [
            "/",
            "/incidents?status=all",
            $"/incidents/{incident}",
            $"/incidents/{incident}/history",
            $"/reviews/{review}?step=prepare",
            $"/reviews/{review}?step=meet",
            $"/reviews/{review}?step=report",
            "/reviews?status=all",
            $"/published/{review}/1",
            "/actions?status=all",
            "/sources",
            "/incidents?q=" + Uri.EscapeDataString(Attack),
        ];
        foreach (var page in pages)
        {
            (await ada.OpensAsync(page))!.Status.ShouldBe(200, page);
            (await ada.Page.EvaluateAsync<bool>("'ran' in window")).ShouldBeFalse(page);
            (
                await ada
                    .Page.Locator(
                        "a[href^='javascript:' i], main img[src='x'], main script, main "
                            + "[onerror], main [onload], main [ontoggle]"
                    )
                    .CountAsync()
            ).ShouldBe(0, page);
        }

        ada.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("[")]
    [InlineData(">")]
    [InlineData("- ")]
    [InlineData("[a](")]
    public async Task A_text_that_cannot_be_formatted_is_shown_as_written(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 128));
        var incident = await product.Api.OpenIncidentAsync("Too deep " + unit);
        var review = await product.Api.ResolveIntoReviewAsync(incident);
        await product.Api.PutAsync($"/api/reviews/{review}/notes", new { text });
        await product.Api.PutAsync($"/api/reviews/{review}/summary", new { text });
        await product.Api.PostAsync(
            $"/api/reviews/{review}/factors",
            new { title = "No bound", category = "process" }
        );
        await product.Api.PostAsync($"/api/reviews/{review}/publish", new { });

        await using var ada = await product.SomebodyAsync();
        (await ada.OpensAsync($"/published/{review}/1"))!.Status.ShouldBe(200);
        (await ada.Page.Locator(".reading__lead").InnerTextAsync()).ShouldContain(text.Trim());
    }

    [Fact]
    public async Task Pages_forbid_inline_scripts_and_framing_and_need_none()
    {
        await using var ada = await product.SomebodyAsync();
        var response = await ada.OpensAsync("/");
        var policy = response!.Headers["content-security-policy"];
        policy.ShouldContain("default-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        var html = await response.TextAsync();
        html.ShouldNotContain("<style");
        html.ShouldNotContain(" style=");
        html.ShouldNotContain(" onclick=");
        ada.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        var incident = await product.Api.OpenIncidentAsync("Forged");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync("/");
        var answer = await ada.Page.Context.APIRequest.PostAsync(
            $"/incidents/{incident}/acknowledge",
            new()
            {
                Headers = new Dictionary<string, string>
                {
                    ["Content-Type"] = "application/x-www-form-urlencoded",
                    ["Accept"] = "text/html",
                },
                Data = "a=b",
            }
        );
        answer.Status.ShouldBe(400);
        (await answer.TextAsync()).ShouldContain("This form has expired");
        (await product.Api.GetAsync($"/api/incidents/{incident}"))
            .GetProperty("status")
            .GetString()
            .ShouldBe("open");
    }

    [Fact]
    public async Task Scripts_and_styles_are_kept_for_ever_and_within_their_budget()
    {
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync("/");
        var scripts = await ada.Page.EvaluateAsync<string[]>(
            "[...document.scripts].map(s => s.src)"
        );
        var size = 0;
        foreach (var script in scripts)
        {
            using var client = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Get, script);
            request.Headers.AcceptEncoding.ParseAdd("gzip");
            using var response = await client.SendAsync(request);
            response.EnsureSuccessStatusCode();
            response.Headers.CacheControl!.ToString().ShouldContain("immutable");
            response.Content.Headers.ContentEncoding.ShouldContain("gzip");
            size += (await response.Content.ReadAsByteArrayAsync()).Length;
        }

        size.ShouldBeInRange(1, 150 * 1024);
    }

    [Theory]
    [InlineData("/nothing-here", "The address is wrong, or the page was removed.")]
    [InlineData("/incidents/INC-999999", "There is no incident INC-999999.")]
    [InlineData("/published/00000000-0000-0000-0000-000000000001/1", "There is no")]
    public async Task What_is_not_there_is_said_in_words(string path, string words)
    {
        await using var ada = await product.SomebodyAsync();
        (await ada.OpensAsync(path))!.Status.ShouldBe(404);
        await ada.SeesTitleAsync("Page not found");
        await ada.SeesAsync(words);
    }
}
