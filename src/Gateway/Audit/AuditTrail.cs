using System.Threading.Channels;
using Pir.Gateway.Data;

namespace Pir.Gateway.Audit;

/// <summary>
/// Writes the audit log's lines about what was done in the services, a moment after the deed:
/// nobody waits for them. An ordinary stop writes what is still to be written. A crash loses the
/// lines of its last moments, usually less than a second's; the deeds themselves stand in the
/// services' own histories. At most <see cref="Capacity"/> wait while the database is away; further
/// ones, and what cannot be written until the stop's time is over, go to the process's log.
/// </summary>
internal sealed partial class AuditTrail(IServiceScopeFactory scopes, ILogger<AuditTrail> logger)
    : BackgroundService
{
    private const int Capacity = 10_000;
    private const int MaxBatch = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<AuditEntry> _lines = Channel.CreateBounded<AuditEntry>(
        new BoundedChannelOptions(Capacity) { SingleReader = true }
    );

    /// <summary>Queues a line; never waits.</summary>
    public void Post(AuditEntry line)
    {
        if (!_lines.Writer.TryWrite(line))
        {
            Lose(line);
        }
    }

    /// <summary>
    /// By now the server takes no requests any more, so that no line comes after.
    /// </summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _lines.Writer.TryComplete();
        if (ExecuteTask is { } running)
        {
            await Task.WhenAny(running, Task.Delay(Timeout.Infinite, cancellationToken));
        }

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _lines.Reader.WaitToReadAsync(CancellationToken.None))
        {
            var batch = new List<AuditEntry>();
            while (batch.Count < MaxBatch && _lines.Reader.TryRead(out var line))
            {
                batch.Add(line);
            }

            await WriteAsync(batch, stoppingToken);
        }
    }

    private async Task WriteAsync(List<AuditEntry> batch, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
                db.Audit.AddRange(batch);
                await db.SaveChangesAsync(CancellationToken.None);
                return;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.WriteFailed(logger, exception, batch.Count);
                await Task.Delay(Pause, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception)
            {
                batch.ForEach(Lose);
                return;
            }
        }
    }

    private void Lose(AuditEntry line) =>
        Log.Lost(logger, line.At, line.ActorId, line.Action, line.SubjectKind, line.SubjectId);

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "{Count} lines of the audit log were not written and are tried again"
        )]
        public static partial void WriteFailed(ILogger logger, Exception exception, int count);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "Not in the audit log: at {At} {ActorId} did {Action} to {SubjectKind} {SubjectId}"
        )]
        public static partial void Lost(
            ILogger logger,
            DateTime at,
            string actorId,
            string action,
            string subjectKind,
            string subjectId
        );
    }
}
