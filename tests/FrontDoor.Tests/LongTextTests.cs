using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Pir.Testing;

namespace Pir.FrontDoor.Tests;

/// <summary>Long texts from machines do not push the rest of a page away.</summary>
public sealed partial class LongTextTests(SqliteProduct host) : IClassFixture<SqliteProduct>
{
    private static readonly string Trace = string.Join(
        '\n',
        Enumerable.Range(1, 300).Select(i => $"at com.example.Checkout.pay(Checkout.java:{i})")
    );

    [Fact]
    public async Task It_is_folded_wherever_an_incident_shows_it()
    {
        using var script = host.Product.Script();
        var webhook = await host.Product.ConnectAsync();
        using var sent = await script.PostAsJsonAsync(
            webhook,
            new
            {
                title = "Checkout is down",
                status = "firing",
                description = Trace,
                labels = new { stack = Trace, job = "checkout" },
            }
        );
        sent.StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var page = "";
        await Eventually.Until(
            async () =>
            {
                page = WebUtility.HtmlDecode(await script.GetStringAsync("/incidents/INC-1"));
                return page.Contains("Alert fired (Uptime)", StringComparison.Ordinal);
            },
            description: "the timeline has it"
        );

        // The description, the same among the facts, the label, and the entry of the timeline.
        Folded().Count(page).ShouldBe(4);
        Folded().Replace(page, "").ShouldNotContain("Checkout.java:6)");
        page.ShouldContain("Checkout.java:300)");
        page.ShouldContain(">checkout</dd>");
    }

    [GeneratedRegex(
        """<details class="long">.*?</details>""",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        5_000
    )]
    private static partial Regex Folded();
}
