using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pir.Testing;
using Pir.Testing.Processes;
using Shouldly;
using Xunit;

namespace Pir.EndToEnd.Tests;

/// <summary>
/// The commands that a newcomer copies work unchanged: those in README.md on a product started as
/// described there, those in the other documents with what the README defines, and the one printed
/// at start-up.
/// </summary>
public sealed partial class DocumentedCurlTests : IAsyncDisposable
{
    private const string Readme = "README.md";

    // Each request adds a line with its status. Everything else is unchanged.
    private const string Prelude = """
        set -eu
        curl() { command curl -w '%{stderr}\n@ %{http_code} %{method} %{url_effective}\n' "$@"; }

        """;

    private readonly TempFolder _folder = new("curls");
    private readonly Uri _address = new($"http://127.0.0.1:{FreePort.Next()}");
    private readonly string _token = TokenOf(File.ReadAllText(Repository.PathOf(Readme)));
    private ChildProcess _product = null!;

    [Fact]
    public async Task Every_curl_of_the_documents_does_what_it_says()
    {
        await StartAsync();

        // In the order of the README, on an empty product, because it names its first incident.
        (await RunAsync(CommandsOf(Readme))).ShouldBe([
            "POST /api/sources",
            "POST /webhooks/generic/…",
            "POST /webhooks/generic/…",
            "POST /api/subscriptions",
            "GET /api/reviews?incident=INC-1",
            "POST /api/reviews/…/factors",
            "PUT /api/reviews/…/summary",
            "POST /api/reviews/…/publish",
        ]);
        (await ReviewAsync()).GetProperty("status").GetString().ShouldBe("published");
        foreach (var document in OtherDocuments())
        {
            (await RunAsync(Definitions() + CommandsOf(document))).ShouldNotBeEmpty(document);
        }

        (await RunAsync(PrintedCommand())).ShouldBe(["POST /api/incidents"]);
    }

    public async ValueTask DisposeAsync()
    {
        await _product.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartAsync()
    {
        _product = ChildProcess.StartDotnet(
            Repository.ProgramOf("src/Standalone"),
            new Dictionary<string, string?> { ["Identity__BootstrapToken"] = _token },
            $"--Data:Directory={_folder.File("data")}",
            $"--urls={_address}"
        );
        await _product.WaitForLineAsync("-d '{\"title\"");
    }

    /// <summary>Runs commands in one shell. Returns their requests.</summary>
    private async Task<List<string>> RunAsync(string commands)
    {
        var ended = await ChildProcess.RunAsync(
            new ChildProcessStart("curls", "bash", "-c", Prelude + AtOurs(commands))
            {
                WorkingDirectory = _folder.Path,
                Environment = new Dictionary<string, string?>
                {
                    ["PIR_TOKEN"] = _token,
                    ["WEBHOOK_URL"] = await WebhookAsync(),
                },
            },
            TimeSpan.FromMinutes(1)
        );
        ended.ExitCode.ShouldBe(0, ended.Output + ended.Errors);
        var requests = Request().Matches(ended.Errors).ToList();
        requests.ShouldAllBe(r => r.Groups["status"].Value[0] == '2', ended.Output + ended.Errors);
        var told = requests.ConvertAll(Told);
        // The wait for the review polls until it exists.
        return [.. told.Where((r, i) => i == 0 || r != told[i - 1] || !r.StartsWith("GET"))];
    }

    private string AtOurs(string commands) =>
        commands.Replace("http://localhost:8080", _address.GetLeftPart(UriPartial.Authority));

    /// <summary>Method and path, without the parts that change in each run.</summary>
    private static string Told(Match request) =>
        $"{request.Groups["method"].Value} "
        + $"{Changing().Replace(request.Groups["path"].Value, "/…")}";

    private async Task<string> WebhookAsync()
    {
        using var http = Client();
        using var made = await http.PostAsJsonAsync(
            "/api/sources",
            new { kind = "generic", name = "Of the documents" }
        );
        var source = await made.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return source.GetProperty("webhookUrl").GetString()!;
    }

    private async Task<JsonElement> ReviewAsync()
    {
        using var http = Client();
        var found = await http.GetFromJsonAsync<JsonElement>("/api/reviews?incident=INC-1");
        return found.GetProperty("items")[0];
    }

    private HttpClient Client() =>
        new()
        {
            BaseAddress = _address,
            DefaultRequestHeaders =
            {
                Authorization = new AuthenticationHeaderValue("Bearer", _token),
            },
        };

    /// <summary>The command in the output of the start. It ends with its body.</summary>
    private string PrintedCommand()
    {
        var lines = _product.Lines.Select(l => l.Trim()).ToList();
        var start = lines.FindIndex(l => l.StartsWith("curl ", StringComparison.Ordinal));
        return string.Join('\n', lines.Skip(start).Take(3));
    }

    private static IEnumerable<string> OtherDocuments() =>
        Directory
            .EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Where(document => CommandsOf(document).Length > 0)
            .Order(StringComparer.Ordinal);

    /// <summary>What the README defines before its first request.</summary>
    private static string Definitions() => CommandsOf(Readme).Split("\n\n")[0] + "\n";

    /// <summary>The shell blocks that make requests, in their order.</summary>
    private static string CommandsOf(string document) =>
        string.Join(
            '\n',
            ShellBlock()
                .Matches(File.ReadAllText(Repository.PathOf(document)))
                .Select(block => block.Groups["commands"].Value)
                .Where(commands => Call().IsMatch(commands))
        );

    private static string TokenOf(string readme) =>
        StartToken().Match(readme).Groups["token"].Value;

    [GeneratedRegex(
        @"```(sh|bash)\n(?<commands>.*?)```",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"\b(curl|api) [^|]*(\$|http)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Call();

    [GeneratedRegex(@"Identity__BootstrapToken=(?<token>\S+) \./build\.sh run", Explicit, 1_000)]
    private static partial Regex StartToken();

    [GeneratedRegex(
        @"^@ (?<status>\d+) (?<method>[A-Z]+) http://[^/]+(?<path>/\S*)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex Request();

    [GeneratedRegex(@"/[0-9a-f-]{36}|(?<=/webhooks/generic)/[^/]+", RegexOptions.None, 1_000)]
    private static partial Regex Changing();

    private const RegexOptions Explicit = RegexOptions.ExplicitCapture;
}
