using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Pir.FrontDoor.Tests.Fuzzing;

namespace Pir.FrontDoor.Tests;

/// <summary>C1, D1: local times in forms on the days when clocks change.</summary>
public sealed class RepeatedHourTests(SqliteProduct host) : IClassFixture<SqliteProduct>
{
    private const string Here = "Europe/London";

    [Fact]
    public async Task A_time_that_clocks_show_twice_lies_between_its_neighbours_or_is_asked_for()
    {
        using var browser = await SignedIn.SetUpAsync(host.Product);
        browser.DefaultRequestHeaders.Add("Cookie", $"pir-zone={Here}");
        // 01:40 by the clock, before clocks show the hour again.
        var incident = await DeclareAsync("2026-10-25T00:40:00Z");

        await SaveAsync(browser, incident, ("impactStartedAt", "2026-10-25T01:15"));
        (await ReadAsync(incident, "impactStartedAt")).ShouldBe("2026-10-25T00:15:00Z");

        using var script = host.Product.Script();
        using var acknowledged = await script.PostAsync(
            $"/api/incidents/{incident}/acknowledge",
            null
        );
        var asked = await SaveAsync(browser, incident, ("acknowledgedAt", "2026-10-25T01:50"));
        asked
            .QuerySelector("#details-acknowledgedAt-error")!
            .TextContent.ShouldBe(
                "Is shown twice by clocks in Europe/London on 25 October 2026; choose which one"
            );
        asked
            .QuerySelectorAll("select[name='acknowledgedAt-turn'] option")
            .Select(o => o.TextContent.Trim())
            .ShouldBe(["Which one?", "The first (UTC+1)", "The second (UTC+0)"]);
        await SaveAsync(
            browser,
            incident,
            ("acknowledgedAt", "2026-10-25T01:50"),
            ("acknowledgedAt-turn", "2")
        );
        (await ReadAsync(incident, "acknowledgedAt")).ShouldBe("2026-10-25T01:50:00Z");

        var skipped = await SaveAsync(browser, incident, ("impactStartedAt", "2026-03-29T01:30"));
        skipped
            .QuerySelector("#details-impactStartedAt-error")!
            .TextContent.ShouldBe(
                "Does not exist in Europe/London: clocks go from 01:00 to 02:00 on 29 March 2026"
            );
        var early = await SaveAsync(browser, incident, ("impactStartedAt", "1926-10-25T01:15"));
        early
            .QuerySelector("#details-impactStartedAt-error")!
            .TextContent.ShouldBe("Must not be before 2000-01-01 00:00 UTC");
    }

    [Theory]
    [InlineData("1999-12-31T23:59:59Z", "must not be before 2000-01-01 00:00 UTC")]
    [InlineData("2100-01-01T00:00:00Z", "must be before 2100-01-01 00:00 UTC")]
    public async Task Every_service_has_the_same_floor_and_ceiling(string time, string rule)
    {
        using var script = host.Product.Script();
        var incident = await DeclareAsync("2026-10-25T00:40:00Z");
        foreach (
            var (path, body) in new (string, object)[]
            {
                (
                    "/api/incidents",
                    new
                    {
                        title = "x",
                        severity = "sev3",
                        detectedAt = time,
                    }
                ),
                (
                    $"/api/incidents/{incident}/timeline",
                    new
                    {
                        kind = "action",
                        text = "x",
                        occurredAt = time,
                    }
                ),
                ($"/api/reviews/{Guid.CreateVersion7()}/hold", new { heldAt = time }),
            }
        )
        {
            using var answer = await script.PostAsJsonAsync(path, body);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, path);
            (await answer.Content.ReadAsStringAsync()).ShouldContain(rule, Case.Sensitive, path);
        }
    }

    private async Task<string> DeclareAsync(string detectedAt)
    {
        using var script = host.Product.Script();
        using var answer = await script.PostAsJsonAsync(
            "/api/incidents",
            new
            {
                title = "Checkout is down",
                severity = "sev2",
                detectedAt,
            }
        );
        var opened = await answer.JsonAsync(HttpStatusCode.Created);
        return opened.GetProperty("reference").GetString()!;
    }

    private async Task<string?> ReadAsync(string incident, string field)
    {
        using var script = host.Product.Script();
        var read = await script.GetFromJsonAsync<JsonElement>($"/api/incidents/{incident}");
        return read.GetProperty(field).GetString();
    }

    /// <summary>Sends the form with the times, and returns the page it leads to.</summary>
    private static async Task<IDocument> SaveAsync(
        HttpClient browser,
        string incident,
        params (string Name, string Value)[] typed
    )
    {
        using var page = new HtmlParser().ParseDocument(
            await browser.GetStringAsync($"/incidents/{incident}")
        );
        var fields = page.QuerySelectorAll("#form-details [name]")
            .Where(f => f.GetAttribute("name")!.Length > 0 && f.LocalName != "button")
            .Select(f =>
                KeyValuePair.Create(f.GetAttribute("name")!, f.GetAttribute("value") ?? "")
            )
            .Where(f => !typed.Any(t => t.Name == f.Key))
            .Concat(typed.Select(t => KeyValuePair.Create(t.Name, t.Value)));
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await browser.PostAsync($"/incidents/{incident}/details", form);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
    }
}
