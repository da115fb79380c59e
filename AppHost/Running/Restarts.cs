using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Pir.AppHost.Running;

/// <summary>
/// Restarts processes that have ended, because Aspire does not. Uses the command behind the
/// dashboard's button. A process that somebody stops there stays stopped.
/// </summary>
internal sealed partial class Restarts(
    ResourceNotificationService notifications,
    ResourceCommandService commands,
    Outcome outcome,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<Restarts> logger
) : EarlyService
{
    private static readonly string[] Ended =
    [
        KnownResourceStates.Exited,
        KnownResourceStates.Finished,
        KnownResourceStates.FailedToStart,
    ];

    // Each replica has its own id.
    private readonly Dictionary<string, Watched> _watched = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            if (!change.Resource.Annotations.OfType<RestartAnnotation>().Any())
                continue;
            if (!_watched.TryGetValue(change.ResourceId, out var watched))
                _watched[change.ResourceId] = watched = new(new Backoff(clock));
            if (lifetime.ApplicationStopping.IsCancellationRequested || !watched.Ends(change))
                continue;
            _ = RestartAsync(change, watched, stoppingToken);
        }
    }

    private async Task RestartAsync(
        ResourceEvent ended,
        Watched watched,
        CancellationToken stopping
    )
    {
        var id = ended.ResourceId;
        var turn = watched.NextTurn();
        try
        {
            var givenUp = await new StartAttempts(watched.Backoff, clock).RunAsync(
                Cause(ended.Snapshot),
                () => watched.IsTurn(turn) ? TryStartAsync(id, stopping) : NothingToDo,
                (cause, pause) => Log.StartingAgain(logger, id, cause, pause.TotalSeconds),
                stopping
            );
            if (givenUp is not null)
                outcome.Fail($"{id} does not start; {givenUp}.");
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested) { }
    }

    private static Task<string?> NothingToDo => Task.FromResult<string?>(null);

    /// <summary>Null if it was started or is already running; otherwise why it failed.</summary>
    private async Task<string?> TryStartAsync(string id, CancellationToken stopping)
    {
        // Somebody may have started it by hand meanwhile.
        if (notifications.TryGetCurrentState(id, out var now) && !HasEnded(now.Snapshot))
            return null;
        try
        {
            var result = await commands.ExecuteCommandAsync(
                id,
                KnownResourceCommands.StartCommand,
                stopping
            );
            return result.Success
                ? null
                : $"its start failed: {result.Message ?? "no reason given"}";
        }
        catch (Exception exception)
            when (exception is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            return $"its start failed: {exception.Message}";
        }
    }

    private static bool HasEnded(CustomResourceSnapshot snapshot) =>
        Ended.Contains(snapshot.State?.Text);

    private static string Cause(CustomResourceSnapshot snapshot) =>
        snapshot.ExitCode is { } code ? $"it ended with exit code {code}" : "it did not start";

    /// <summary>One process: whether it is running and how often it failed.</summary>
    private sealed class Watched(Backoff backoff)
    {
        private bool _isUp = true;
        private bool _isAskedToStop;
        private int _turn;

        public Backoff Backoff => backoff;

        /// <summary>Begins a restart, in place of any attempt in progress.</summary>
        public int NextTurn() => Interlocked.Increment(ref _turn);

        public bool IsTurn(int turn) => Volatile.Read(ref _turn) == turn;

        /// <summary>Takes a state change; true if the process has exited on its own.</summary>
        public bool Ends(ResourceEvent change)
        {
            var state = change.Snapshot.State?.Text;
            if (!HasEnded(change.Snapshot))
            {
                _isUp |=
                    state == KnownResourceStates.Running || state == KnownResourceStates.Starting;
                _isAskedToStop = state == KnownResourceStates.Stopping;
                backoff.Observe(
                    state == KnownResourceStates.Running
                        && change.Snapshot.HealthStatus == HealthStatus.Healthy
                );
                return false;
            }
            var ends = _isUp && !_isAskedToStop;
            _isUp = false;
            return ends;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "{Resource}: {Cause}; starting it again in {Seconds} s"
        )]
        public static partial void StartingAgain(
            ILogger logger,
            string resource,
            string cause,
            double seconds
        );
    }
}

/// <summary>Marks a resource that is restarted when it ends.</summary>
internal sealed record RestartAnnotation : IResourceAnnotation;

internal static class RestartExtensions
{
    public static IResourceBuilder<T> RestartWhenEnded<T>(this IResourceBuilder<T> resource)
        where T : IResource
    {
        var builder = resource.ApplicationBuilder;
        if (!builder.ExecutionContext.IsRunMode)
            return resource;
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, Restarts>());
        return resource.WithAnnotation(new RestartAnnotation());
    }
}
