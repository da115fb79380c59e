using Pir.FrontDoor.Tests.Fuzzing;
using Pir.Platform.Persistence;

namespace Pir.FrontDoor.Tests;

/// <summary>
/// Thousands of generated bodies: none causes a server error, and the product works afterwards. The
/// suite sends a few hundred; <c>./build.sh fuzz</c> sends many more.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly FuzzSize Size = FuzzSize.FromEnvironment();

    [Theory]
    [InlineData(DataProvider.Sqlite)]
    [InlineData(DataProvider.PostgreSql)]
    public async Task No_body_breaks_the_product(DataProvider provider)
    {
        await using var product = await Product.StartAsync(
            provider,
            settings: SqliteProduct.Unlimited
        );
        using var browser = await SignedIn.SetUpAsync(product);
        using var script = product.Script();
        var ids = new KnownIds();
        await new SeedData(product, script, ids).FillAsync();
        // The API last: it may end the session that the forms are sent with.
        FuzzReport[] reports =
        [
            await FormsAsync(product, browser, provider),
            await StrangersAsync(product, provider),
            await WebhooksAsync(product, provider),
            await ApiAsync(script, ids, provider),
        ];

        foreach (var report in reports)
        {
            output.WriteLine(report.ToRow());
            output.WriteLine("  without a success: " + report.Unreached());
            Keep(report);
        }

        reports
            .Sum(r => r.Findings.Count)
            .ShouldBe(
                0,
                string.Join(
                    '\n',
                    reports.Where(r => r.Findings.Count > 0).Select(r => r.Explain([]))
                ) + string.Join('\n', reports[0].Explain(product.Faults.Lines))
            );
        await MainJob.RunAsync(product);
    }

    private static async Task<FuzzReport> ApiAsync(
        HttpClient script,
        KnownIds ids,
        DataProvider provider
    )
    {
        var fuzzer = new ApiFuzzer(Size.Seed, await ApiOperations.FindAsync(script), ids);
        var report = new FuzzReport($"API, {provider}", Size.Seed);
        await new FuzzRun(script, report).SendAsync(
            Size.Api,
            fuzzer.Make,
            (request, answer) => ids.Learn(request.Path, answer)
        );
        return report;
    }

    private static async Task<FuzzReport> WebhooksAsync(Product product, DataProvider provider)
    {
        var fuzzer = new WebhookFuzzer(
            Size.Seed,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["generic"] = await product.ConnectAsync(),
                ["alertmanager"] = await product.ConnectAsync("alertmanager", "Alertmanager"),
            }
        );
        var report = new FuzzReport($"webhooks, {provider}", Size.Seed);
        using var tool = product.Stranger();
        await new FuzzRun(tool, report).SendAsync(Size.Webhooks, fuzzer.Make);
        return report;
    }

    private static async Task<FuzzReport> FormsAsync(
        Product product,
        HttpClient browser,
        DataProvider provider
    )
    {
        var walk = new PageForms(browser);
        var forms = await walk.FindAsync();
        forms.Count.ShouldBeGreaterThan(20);
        var fuzzer = new FormFuzzer(Size.Seed, forms, walk.Pages);
        var report = new FuzzReport($"forms, {provider}", Size.Seed);
        await new FuzzRun(browser, report).SendAsync(Size.Forms, fuzzer.Make);
        using var still = await browser.GetAsync("/account");
        if (still.StatusCode != System.Net.HttpStatusCode.OK)
        {
            report.Add(new("the session ended", 0, fuzzer.Make(0), still.StatusCode.ToString()));
        }

        return report;
    }

    /// <summary>Anonymous requests, to the sign-in forms and to the pages.</summary>
    private static async Task<FuzzReport> StrangersAsync(Product product, DataProvider provider)
    {
        using var stranger = SignedIn.Browser(product);
        PageForm Door(string path, params string[] fields) =>
            new(path, [.. fields.Select(f => (f, "x"))]);
        PageForm[] doors =
        [
            Door("/sign-in", "email", "password", "returnUrl"),
            Door("/setup", "token", "name", "email", "password"),
            Door("/invitation", "token", "name", "password"),
            Door("/sign-out"),
            Door("/incidents", "title"),
            Door("/nowhere", "title"),
        ];
        var fuzzer = new FormFuzzer(Size.Seed, doors, ["/sign-in", "/setup", "/invitation", "/"]);
        var report = new FuzzReport($"strangers' forms, {provider}", Size.Seed);
        await new FuzzRun(stranger, report).SendAsync(Size.Forms / 4, fuzzer.Make);
        return report;
    }

    private static void Keep(FuzzReport report)
    {
        if (Size.Results is { } file)
        {
            File.AppendAllText(file, report.ToRow() + "\n");
        }
    }
}
