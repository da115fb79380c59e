using System.Text.Json;
using Pir.Testing.Processes;
using Pir.Testing.Sinks;

namespace Pir.Testing;

/// <summary>
/// Independent implementations of the formats the product speaks, from npm (tests/consumers): what
/// they accept, a subscriber's own library accepts.
/// </summary>
public static class NodeConsumers
{
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    /// <summary>
    /// Verifies a received webhook with <c>standardwebhooks</c> and reads its body with
    /// <c>cloudevents</c>.
    /// </summary>
    /// <param name="secret">As the subscriber got it: <c>whsec_…</c>.</param>
    /// <param name="request">As it arrived, not older than five minutes.</param>
    /// <returns>The event as the CloudEvents SDK understood it.</returns>
    /// <exception cref="ConsumerRefusedException">The signature or the event is wrong.</exception>
    public static async Task<JsonElement> VerifyWebhookAsync(string secret, SinkRequest request)
    {
        var input = JsonSerializer.Serialize(
            new
            {
                secret,
                headers = request.Headers,
                body = request.Body,
            }
        );
        return Parse(await RunAsync("verify-webhook.mjs", input)).GetProperty("event");
    }

    /// <summary>Parses an AsyncAPI document with <c>@asyncapi/parser</c>.</summary>
    /// <returns>
    /// What it found: <c>{version, channels, messages, operations}</c>, the last three as lists of
    /// names.
    /// </returns>
    /// <exception cref="ConsumerRefusedException">With each error and where it is.</exception>
    public static async Task<JsonElement> ParseAsyncApiAsync(string file) =>
        Parse(await RunAsync("parse-asyncapi.mjs", "", file));

    /// <summary>
    /// Lints OpenAPI documents with <c>@redocly/cli</c> by tests/consumers/redocly.yaml.
    /// </summary>
    /// <returns>What it printed: the warnings, when there are any.</returns>
    /// <exception cref="ConsumerRefusedException">With each error and where it is.</exception>
    public static Task<string> LintOpenApiAsync(params string[] files) =>
        RunAsync("lint-openapi.mjs", "", files);

    /// <summary>Starts <c>oidc-provider</c>; it is steered by <see cref="OidcProvider"/>.</summary>
    internal static async Task<ChildProcess> StartOidcProviderAsync(string options)
    {
        await Installed.Value;
        return ChildProcess.Start(
            new ChildProcessStart("oidc-provider", "node", Folder("oidc-provider.mjs"), options)
        );
    }

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);

    private static async Task<string> RunAsync(
        string script,
        string input,
        params string[] arguments
    )
    {
        await Installed.Value;
        var start = new ChildProcessStart(script, "node", [Folder(script), .. arguments])
        {
            Input = input,
        };
        var result = await ChildProcess.RunAsync(start);
        return result.ExitCode == 0
            ? result.Output
            : throw new ConsumerRefusedException(
                $"{script} refused it:\n{result.Output}\n{result.Errors}"
            );
    }

    // './build.sh test' has installed them; a single test project run by hand does it here, once at
    // a time.
    private static async Task InstallAsync()
    {
        if (IsInstalled())
        {
            return;
        }
        await using var turn = await Eventually.Get<FileStream>(
            () => Task.FromResult<FileStream?>(new FileStream(Folder(".installing"), Exclusive)),
            TimeSpan.FromMinutes(2),
            "no other test process installs the packages of tests/consumers"
        );
        if (IsInstalled())
        {
            return;
        }
        var start = new ChildProcessStart("npm", "npm", "ci") { WorkingDirectory = Folder() };
        var result = await ChildProcess.RunAsync(start, TimeSpan.FromMinutes(2));
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"npm ci in tests/consumers failed:\n{result.Output}\n{result.Errors}"
            );
        }
    }

    // npm writes the inner file last: when it is newer than the lock file, what is there is what
    // the lock file asks for.
    private static bool IsInstalled() =>
        File.GetLastWriteTimeUtc(Folder("node_modules", ".package-lock.json"))
        >= File.GetLastWriteTimeUtc(Folder("package-lock.json"));

    private static FileStreamOptions Exclusive =>
        new()
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
        };

    private static string Folder(params string[] parts) =>
        Repository.PathOf(["tests", "consumers", .. parts]);
}

/// <summary>
/// An independent consumer did not accept what the product produced. The message says why, in its
/// own words.
/// </summary>
public sealed class ConsumerRefusedException(string message) : Exception(message);
