using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Pir.FrontDoor.Tests;

/// <summary>What list pages say about unreadable filters.</summary>
public sealed partial class ListPageTests(SqliteProduct host) : IClassFixture<SqliteProduct>
{
    [Theory]
    [InlineData("/incidents?status=zz&severity=sev9&source=zz&drill=zz&detected=zz&sort=zz", 6)]
    [InlineData("/reviews?status=zz&owner=zz&severity=zz&ended=2026-02-31..2026-03-01&drill=zz", 5)]
    [InlineData("/actions?status=zz&type=zz&severity=zz&age=zz&sort=zz", 5)]
    [InlineData("/insights?days=zz&severity=zz&drills=zz", 3)]
    [InlineData("/audit?from=zz&to=2026-02-31T10:00", 2)]
    [InlineData("{source}?status=zz", 1)]
    [InlineData("{subscription}?status=zz", 1)]
    [InlineData("{incident}?kind=zz", 1)]
    [InlineData("/incidents?status=resolved&severity=sev1,sev2&source=alerting&detected=30d", 0)]
    [InlineData("/reviews?status=pending&owner=me&severity=sev1&drill=no", 0)]
    [InlineData("/actions?status=open&type=preventive&age=8-30&sort=due&mine=1", 0)]
    [InlineData("/audit?from=2026-02-01T10:00&to=", 0)]
    public async Task A_filter_that_cannot_be_read_is_said(string address, int unread)
    {
        using var script = host.Product.Script();

        var page = await script.GetStringAsync(await AddressAsync(script, address));

        NotFiltered().Count(WebUtility.HtmlDecode(page)).ShouldBe(unread, page);
    }

    [Fact]
    public async Task The_field_of_the_filter_says_it()
    {
        using var script = host.Product.Script();

        var page = await script.GetStringAsync("/audit?from=zz");

        page.ShouldContain("""id="field-from" name="from" type="datetime-local" value="zz" """);
        page.ShouldContain("""aria-describedby="field-from-error" """.TrimEnd());
    }

    [Theory]
    [InlineData("from=zz", "from")]
    [InlineData("to=zz", "to")]
    public async Task The_audit_api_refuses_it(string query, string field)
    {
        using var script = host.Product.Script();
        foreach (var path in (string[])["/api/audit", "/api/audit.csv"])
        {
            using var answer = await script.GetAsync($"{path}?{query}");
            (await answer.ErrorsAsync()).Keys.ShouldBe([field]);
        }
    }

    [Theory]
    [InlineData("sources")]
    [InlineData("subscriptions")]
    [InlineData("tokens")]
    [InlineData("people")]
    [InlineData("teams")]
    [InlineData("audit")]
    public async Task Every_list_says_how_many_it_has(string list)
    {
        using var script = host.Product.Script();
        await AddressAsync(script, "{source}");

        var page = await script.GetStringAsync($"/{list}");

        page.ShouldContain("""<span class="page__total" id="total" data-live-region>""");
    }

    [Fact]
    public async Task A_list_counts_filters_and_sorts_over_all_its_pages()
    {
        using var script = host.Product.Script();
        for (var n = 1; n <= 52; n++)
        {
            var severity = n == 1 ? "sev1" : "sev4";
            var team = n == 1 ? "the-first-team" : "crowd-team";
            await OpenAsync(script, $"Crowd {n}", severity, "crowd", team);
            await ProposeAsync(script, $"Crowd {n}", team);
        }

        var newest = await PageAsync(script, "/incidents?service=crowd");
        newest.ShouldContain("""id="total" data-live-region>52<""");
        newest.ShouldNotContain(">Crowd 1</a>");
        newest.ShouldContain("team=the-first-team");
        var worst = await PageAsync(script, "/incidents?service=crowd&sort=severity");
        worst.ShouldContain(">Crowd 1</a>");
        var rest = await PageAsync(script, NextPage().Match(worst).Groups["v"].Value);
        Items().Count(worst + rest).ShouldBe(52);
        var actions = await PageAsync(script, "/actions?view=list&q=Crowd&sort=newest");
        actions.ShouldContain("""id="total" data-live-region>52<""");
        actions.ShouldNotContain(">Crowd 1</a>");
        actions.ShouldContain("team=the-first-team");
        var board = await PageAsync(script, "/actions?view=board&q=Crowd");
        board.ShouldContain("""<span class="board__count">52<""");
        board.ShouldContain("Show all 52");
    }

    [Fact]
    public async Task Lists_and_pages_are_light_on_the_wire()
    {
        using var script = host.Product.Script();
        for (var n = 1; n <= 50; n++)
        {
            var title = $"Wire {n}: {Guid.CreateVersion7()} answers slowly for guests";
            await OpenAsync(script, title, "sev2", "wire", "payments");
        }

        foreach (var coding in (string[])["br", "gzip"])
        {
            (await WeighAsync(script, "/incidents?service=wire", coding)).ShouldBeLessThan(15_000);
            (await WeighAsync(script, "/", coding)).ShouldBeLessThan(12_000);
        }
    }

    private static async Task<long> WeighAsync(HttpClient script, string path, string coding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.ParseAdd(coding);
        using var answer = await script.SendAsync(request);
        answer.Content.Headers.ContentEncoding.ShouldBe([coding]);
        return (await answer.Content.ReadAsByteArrayAsync()).Length;
    }

    private static async Task OpenAsync(
        HttpClient script,
        string title,
        string severity,
        string service,
        string team
    )
    {
        using var answer = await script.PostAsJsonAsync(
            "/api/incidents",
            new
            {
                title,
                severity,
                service,
                team,
            }
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    private static async Task ProposeAsync(HttpClient script, string title, string team)
    {
        using var answer = await script.PostAsJsonAsync(
            "/api/actions",
            new
            {
                title,
                type = "preventive",
                team,
            }
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    private static async Task<string> PageAsync(HttpClient script, string address) =>
        WebUtility.HtmlDecode(await script.GetStringAsync(address));

    private static async Task<string> AddressAsync(HttpClient script, string address)
    {
        foreach (var (place, path, body) in Things)
        {
            if (address.Contains(place, StringComparison.Ordinal))
            {
                using var answer = await script.PostAsJsonAsync("/api" + path, body);
                var made = await answer.JsonAsync(HttpStatusCode.Created);
                return address.Replace(
                    place,
                    $"{path}/{made.GetProperty("id").GetString()}",
                    StringComparison.Ordinal
                );
            }
        }

        return address;
    }

    private static readonly (string Place, string Path, object Body)[] Things =
    [
        ("{source}", "/sources", new { kind = "generic", name = "Uptime" }),
        (
            "{subscription}",
            "/subscriptions",
            new { url = "https://example.com/hook", events = new[] { "*" } }
        ),
        ("{incident}", "/incidents", new { title = "Checkout is slow", severity = "sev4" }),
    ];

    [GeneratedRegex("href=\"(?<v>/incidents[?][^\"]*after=[^\"]*)\"", RegexOptions.None, 1_000)]
    private static partial Regex NextPage();

    [GeneratedRegex("""<li class="item\b""", RegexOptions.None, 1_000)]
    private static partial Regex Items();

    [GeneratedRegex("is not a valid value", RegexOptions.None, 1_000)]
    private static partial Regex NotFiltered();
}
