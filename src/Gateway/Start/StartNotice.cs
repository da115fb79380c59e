using Pir.Gateway.Identity;

namespace Pir.Gateway.Start;

/// <summary>
/// Prints what a newcomer needs: the address, the one-time set-up link, a first command. On the
/// console and not in the log, because logs are collected and the link is a secret.
/// </summary>
internal sealed class StartNotice(
    IServiceScopeFactory scopes,
    IHostApplicationLifetime lifetime,
    PublicAddress address,
    BootstrapToken bootstrap,
    NoticeWriter writer
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (await StartedAsync(stoppingToken) && address.OfProcess is { } url)
        {
            await using var scope = scopes.CreateAsyncScope();
            var secret = await scope
                .ServiceProvider.GetRequiredService<SetupLinks>()
                .OpenAsync(stoppingToken);
            await writer.WriteAsync(Compose(url, secret?.Text, bootstrap.IsSet));
        }
    }

    /// <summary>The text, ready for the console.</summary>
    internal static string Compose(string url, string? setupToken, bool hasBootstrapToken)
    {
        var lines = new List<string> { "", $"PIR Platform: {url}" };
        if (setupToken is not null)
        {
            lines.Add($"Setup: {url}/setup?token={setupToken}");
            lines.Add(
                "       (one-time link to create the first account; until the account exists, each "
                    + "start prints a new link)"
            );
        }

        lines.Add("");
        lines.Add(
            hasBootstrapToken
                ? "Open your first incident (PIR_TOKEN is the value of Identity:BootstrapToken):"
            : setupToken is not null
                ? "Open your first incident (PIR_TOKEN is the API token shown at the end of the "
                    + "setup):"
            : $"Open an incident (PIR_TOKEN is an API token; create one at {url}/tokens):"
        );
        lines.Add("");
        lines.Add(FirstIncident.Curl(url, "$PIR_TOKEN"));
        lines.Add("");
        return string.Join(Environment.NewLine, lines);
    }

    private async Task<bool> StartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var whenStarted = lifetime.ApplicationStarted.Register(() =>
            started.TrySetResult()
        );
        await using var whenStopped = stoppingToken.Register(() =>
            started.TrySetCanceled(stoppingToken)
        );
        await started.Task;
        return !stoppingToken.IsCancellationRequested;
    }
}

/// <summary>Where the notice is printed.</summary>
internal sealed class NoticeWriter(TextWriter target)
{
    public Task WriteAsync(string text) => target.WriteLineAsync(text);
}
