namespace Pir.AppHost.Running;

/// <summary>
/// Prints what the person at the console needs: which servers run, the gateway's start notice and
/// address, and the cause if the migrations fail.
/// </summary>
internal sealed class Announcements(
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    DistributedApplicationModel model,
    Outcome outcome,
    Servers servers
) : EarlyService
{
    private ProjectResource Gateway =>
        model.GetProjectResources().Single(r => r.Name == Product.GatewayName);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Console.Out.WriteLineAsync($"Servers: {servers.Description}");
        await Task.WhenAll(
            AnnounceReadyAsync(stoppingToken),
            RelayAsync(stoppingToken),
            WatchMigrationsAsync(stoppingToken)
        );
    }

    private async Task AnnounceReadyAsync(CancellationToken cancellationToken)
    {
        var services = model.GetProjectResources().Where(r => r.Name != Product.MigrationsName);
        foreach (var service in services)
            await notifications.WaitForResourceHealthyAsync(
                service.Name,
                WaitBehavior.WaitOnResourceUnavailable,
                cancellationToken
            );
        await Console.Out.WriteLineAsync($"Ready: {Gateway.GetEndpoint("http").Url}");
    }

    private async Task RelayAsync(CancellationToken cancellationToken)
    {
        var speech = new ConsoleSpeech();
        await foreach (var batch in logs.WatchAsync(Gateway).WithCancellation(cancellationToken))
        foreach (var line in batch)
            if (speech.Of(line.Content) is { } said)
                await Console.Out.WriteLineAsync(said);
    }

    private async Task WatchMigrationsAsync(CancellationToken cancellationToken)
    {
        var ended = await notifications.WaitForResourceAsync(
            Product.MigrationsName,
            change => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text),
            cancellationToken
        );
        if (ended.Snapshot.ExitCode is 0)
            return;
        await foreach (
            var batch in logs.GetAllAsync(ended.Resource).WithCancellation(cancellationToken)
        )
        foreach (var line in batch)
            await Console.Error.WriteLineAsync(line.Content);
        outcome.Fail(
            $"The migrations failed with exit code {ended.Snapshot.ExitCode}; no service can start."
        );
    }
}
