using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Pir.Gateway.Data;
using Pir.Testing;
using Pir.Testing.Sinks;

namespace Pir.FrontDoor.Tests;

/// <summary>
/// The sample data through the API: interrupted, resumed and removed before it is all there. The
/// browser tests load all of it.
/// </summary>
public sealed class SampleDataTests
{
    [Fact]
    public async Task It_goes_on_after_a_restart_and_its_removal_leaves_nothing_but_other_peoples()
    {
        await using var sink = await WebhookSink.StartNewAsync();
        await using var product = await Product.StartAsync(
            settings: [.. SqliteProduct.Unlimited, ("Notification:AllowPrivateTargets", "true")]
        );
        var before = await LoadPartlyAsync(product, sink);
        await product.RestartAsync(_ => { });
        using var story = new Story(product.Script());
        var own = await story.OpenAsync(new { title = "Really happened", severity = "sev4" });
        await UntilAsync(product, ids => ids.Count >= before.Count + 3, "loading goes on");
        var ids = await ListAsync(product);
        ids.Take(before.Count).ShouldBe(before);
        await story.DoAsync(
            HttpMethod.Post,
            $"/api/incidents/{ids[0]}/timeline",
            new { kind = "observation", text = "Somebody adds a line." }
        );

        await story.DoAsync(HttpMethod.Delete, "/api/sample-data");

        await Eventually.Until(
            async () => await PhaseAsync(story) == "none",
            TimeSpan.FromSeconds(60),
            "it is removed"
        );
        List<string> parts = [];
        await Eventually.Until(
            async () => (parts = await Traces.OfAsync(product, [.. ids])).Count == 0,
            description: "nothing is left",
            details: () => string.Join(", ", parts)
        );
        var left = await story.DoAsync(HttpMethod.Get, "/api/incidents?limit=200");
        left.GetProperty("items").GetArrayLength().ShouldBe(1);
        await story.DoAsync(HttpMethod.Get, $"/api/incidents/{own}/timeline");
        (await CountAsync(story, "/api/reviews?limit=200")).ShouldBe(0);
        (await CountAsync(story, "/api/actions?status=all&limit=200")).ShouldBe(0);
        await Eventually.Until(
            () => sink.Requests.Count > 0,
            description: "the subscriber hears of what really happened"
        );
        sink.Requests.ShouldAllBe(r => r.Body.Contains(own.ToString()));
        (await SentencesAsync(story)).ShouldBe([
            "Bootstrap token (token) asked to load the sample data",
            "Bootstrap token (token) opened INC Really happened",
            "Bootstrap token (token) asked to remove the sample data",
        ]);
    }

    private static async Task<List<Guid>> LoadPartlyAsync(Product product, WebhookSink sink)
    {
        using var story = new Story(product.Script());
        await story.DoAsync(
            HttpMethod.Post,
            "/api/subscriptions",
            new { url = sink.Address, events = (string[])["*"] }
        );
        await story.DoAsync(HttpMethod.Post, "/api/sample-data");
        await story.DoAsync(HttpMethod.Post, "/api/sample-data");
        await UntilAsync(product, ids => ids.Count >= 2, "two incidents are there");
        return (await ListAsync(product))[..1];
    }

    private static Task UntilAsync(Product product, Func<List<Guid>, bool> isIt, string what) =>
        Eventually.Until(
            async () => isIt(await ListAsync(product)),
            TimeSpan.FromSeconds(90),
            what
        );

    private static async Task<List<Guid>> ListAsync(Product product)
    {
        await using var scope = product.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
        return await db.LoadedIncidents.OrderBy(i => i.Number).Select(i => i.Id).ToListAsync();
    }

    private static async Task<string?> PhaseAsync(Story story) =>
        (await story.DoAsync(HttpMethod.Get, "/api/sample-data")).GetProperty("phase").GetString();

    private static async Task<int> CountAsync(Story story, string path) =>
        (await story.DoAsync(HttpMethod.Get, path)).GetProperty("items").GetArrayLength();

    private static async Task<List<string>> SentencesAsync(Story story)
    {
        var page = await story.DoAsync(HttpMethod.Get, "/api/audit?limit=200");
        return
        [
            .. page.GetProperty("items")
                .EnumerateArray()
                .Select(l => l.GetProperty("sentence").GetString()!)
                .Where(s => !s.Contains("subscription", StringComparison.Ordinal))
                .Select(WithoutNumber)
                .Reverse(),
        ];
    }

    private static string WithoutNumber(string sentence) =>
        System.Text.RegularExpressions.Regex.Replace(
            sentence,
            "INC-[0-9]+",
            "INC",
            System.Text.RegularExpressions.RegexOptions.None,
            TimeSpan.FromSeconds(1)
        );
}
