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

    [GeneratedRegex("is not a valid value", RegexOptions.None, 1_000)]
    private static partial Regex NotFiltered();
}
