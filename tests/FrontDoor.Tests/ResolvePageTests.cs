using System.Net;
using System.Net.Http.Json;
using AngleSharp.Html.Parser;
using Pir.FrontDoor.Tests.Fuzzing;

namespace Pir.FrontDoor.Tests;

/// <summary>Resolving an incident whose alerts are still firing.</summary>
public sealed class ResolvePageTests(SqliteProduct host) : IClassFixture<SqliteProduct>
{
    [Fact]
    public async Task The_page_shows_the_alerts_and_resolves_only_if_that_is_meant()
    {
        using var browser = await SignedIn.SetUpAsync(host.Product);
        using var script = host.Product.Script();
        var page = "/incidents/" + await FireAsync(script);
        (await browser.GetStringAsync(page)).ShouldContain("1 alert still firing: Disk full");

        var (refused, html) = await ResolveAsync(browser, page);
        refused.ShouldBe(HttpStatusCode.UnprocessableEntity);
        html.ShouldContain("because alerts are still firing");
        html.ShouldNotContain("send evenIfFiring");

        var (resolved, _) = await ResolveAsync(browser, page, ("evenIfFiring", "true"));
        resolved.ShouldBe(HttpStatusCode.SeeOther);
    }

    /// <summary>The reference of the incident that an alert opened.</summary>
    private static async Task<string> FireAsync(HttpClient script)
    {
        using var made = await script.PostAsJsonAsync(
            "/api/sources",
            new { name = "Prometheus", kind = "alertmanager" }
        );
        var source = await made.JsonAsync(HttpStatusCode.Created);
        var alert = new
        {
            status = "firing",
            fingerprint = "disk",
            startsAt = TimeProvider.System.GetUtcNow().AddMinutes(-5),
            labels = new { alertname = "DiskFull", severity = "critical" },
            annotations = new { summary = "Disk full" },
        };
        var address = new Uri(
            source.GetProperty("webhookUrl").GetString()!,
            UriKind.RelativeOrAbsolute
        );
        var path = address.IsAbsoluteUri ? address.PathAndQuery : address.ToString();
        using var told = await script.PostAsJsonAsync(
            path,
            new { version = "4", alerts = new[] { alert } }
        );
        told.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var list = await script.GetAsync("/api/incidents?limit=1");
        return (await list.JsonAsync())
            .GetProperty("items")[0]
            .GetProperty("reference")
            .GetString()!;
    }

    private static async Task<(HttpStatusCode Status, string Html)> ResolveAsync(
        HttpClient browser,
        string path,
        params (string Name, string Value)[] fields
    )
    {
        using var page = new HtmlParser().ParseDocument(await browser.GetStringAsync(path));
        var token = page.QuerySelector("#form-resolve [name='__RequestVerificationToken']")!;
        using var form = new FormUrlEncodedContent([
            new("__RequestVerificationToken", token.GetAttribute("value")),
            .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)),
        ]);
        using var answer = await browser.PostAsync(path + "/resolve", form);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
