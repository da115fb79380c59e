using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pir.Platform.Persistence;

namespace Pir.Platform.Messaging;

/// <summary>
/// Publishes what its service committed: its own rows in order per key, with keys in parallel. A
/// row is deleted only after its publish is confirmed. Rows of a dead process are taken over when
/// their lease expires.
/// </summary>
public sealed partial class OutboxDispatcher<TDb>(
    IDbContextFactory<TDb> factory,
    IEventTransport transport,
    PirDbServices services,
    IOptions<OutboxOptions> options,
    ILogger<OutboxDispatcher<TDb>> logger
) : BackgroundService
    where TDb : PirDbContext
{
    private const int WorthDeleting = 1_000;
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan AdoptEvery = TimeSpan.FromSeconds(15);
    private readonly OutboxOptions _options = options.Value;
    private readonly OutboxSignal _signal = services.Signals.For(typeof(TDb));
    private readonly ConcurrentDictionary<string, DateTime> _blockedKeys = new(
        StringComparer.Ordinal
    );

    /// <summary>
    /// Nothing up to this id is left to publish, until <see cref="_lookAgain"/>. Ids follow the
    /// order of the commits only if there is a single writer.
    /// </summary>
    private long _floor;
    private DateTime _lookAgain;
    private string _source = "";
    private long _roundBegan;

    private PublishedRows Published => _signal.Published;
    private string Me => services.Instance.Name;
    private DateTime Now => services.Clock.GetUtcNow().UtcDateTime;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var nextAdoption = DateTime.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (Now >= nextAdoption)
                {
                    await AdoptAsync(
                        takeAll: nextAdoption == DateTime.MinValue && _options.IsOnlyProcess,
                        stoppingToken
                    );
                    nextAdoption = Now + Jitter(AdoptEvery);
                }

                await RestAsync(stoppingToken);
                var full = transport.IsReady && await DispatchAsync(stoppingToken);
                if (!full)
                {
                    await DeleteAsync(Published.Take(int.MaxValue));
                    await _signal.WaitAsync(
                        transport.IsReady ? Jitter(_options.Idle) : TimeSpan.FromSeconds(1),
                        services.Clock,
                        stoppingToken
                    );
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The database is unavailable or busy. Nothing is lost: the rows are still there.
                Log.RoundFailed(logger, exception, typeof(TDb).Name);
                await _signal.WaitAsync(TimeSpan.FromSeconds(1), services.Clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>
    /// Lets a few commits gather for the next round if the last one has only just started. Every
    /// round costs something, however little it finds, and under load it slows down the writers.
    /// </summary>
    private async Task RestAsync(CancellationToken token)
    {
        var rest = Rest - Stopwatch.GetElapsedTime(_roundBegan);
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, token);
        }

        _roundBegan = Stopwatch.GetTimestamp();
    }

    /// <summary>Runs one round. True if there may be more to do right away.</summary>
    private async Task<bool> DispatchAsync(CancellationToken token)
    {
        var rows = await ReadAsync(token);
        if (rows.Count == 0)
        {
            return false;
        }

        var confirmed = new ConcurrentQueue<long>();
        var failed = new ConcurrentQueue<OutboxMessage>();
        try
        {
            foreach (var segment in Segments(rows))
            {
                await Parallel.ForEachAsync(
                    segment.GroupBy(r => r.Key ?? ""),
                    new ParallelOptions
                    {
                        MaxDegreeOfParallelism = _options.Parallelism,
                        CancellationToken = token,
                    },
                    (group, stop) => SendInOrderAsync(group, confirmed, failed, stop)
                );
            }
        }
        finally
        {
            Published.Add(confirmed);
            // Also on shutdown, so that the next process does not send confirmed messages again.
            if (
                !_options.IsOnlyProcess
                || Published.Count >= WorthDeleting
                || token.IsCancellationRequested
            )
            {
                await DeleteAsync(Published.Take(int.MaxValue));
            }

            await SaveFailuresAsync(failed);
        }

        _floor = _options.IsOnlyProcess && failed.IsEmpty ? rows[^1].Id : 0;
        return !confirmed.IsEmpty;
    }

    private async Task<List<OutboxMessage>> ReadAsync(CancellationToken token)
    {
        await using var db = await factory.CreateDbContextAsync(token);
        _source = db.ServiceName;
        var now = Now;
        foreach (var (key, until) in _blockedKeys)
        {
            if (until <= now)
            {
                _blockedKeys.TryRemove(key, out _);
                _floor = 0;
            }
        }

        if (now >= _lookAgain)
        {
            // Failed rows become due, and rows of dead processes are adopted.
            (_floor, _lookAgain) = (0, now + _options.Idle);
        }

        var blocked = _blockedKeys.Keys.ToList();
        var rows = await db
            .Outbox.AsNoTracking()
            .Where(m =>
                m.Owner == Me
                && m.Id > _floor
                && m.ParkedAt == null
                && (m.NotBefore == null || m.NotBefore <= now)
                && (m.Key == null || !blocked.Contains(m.Key))
            )
            .OrderBy(m => m.Id)
            .Take(_options.BatchSize + Published.Count)
            .ToListAsync(token);
        rows.RemoveAll(r => Published.Contains(r.Id));
        if (rows.Exists(r => r.LeaseUntil < now + TimeSpan.FromSeconds(10)))
        {
            await ExtendLeaseAsync(db, now, token);
        }

        return rows;
    }

    private async Task ExtendLeaseAsync(TDb db, DateTime now, CancellationToken token)
    {
        using var turn = await services.WriteGate.EnterAsync(db, token);
        await db
            .Outbox.Where(m => m.Owner == Me)
            .ExecuteUpdateAsync(
                s => s.SetProperty(m => m.LeaseUntil, now + OutboxMessage.Lease),
                token
            );
    }

    /// <summary>
    /// A batch about several aggregates is sent alone: after everything before it and before
    /// everything behind it.
    /// </summary>
    private static IEnumerable<List<OutboxMessage>> Segments(List<OutboxMessage> rows)
    {
        var segment = new List<OutboxMessage>();
        foreach (var row in rows)
        {
            if (row.Key is not null)
            {
                segment.Add(row);
                continue;
            }

            if (segment.Count > 0)
            {
                yield return segment;
                segment = [];
            }

            yield return [row];
        }

        if (segment.Count > 0)
        {
            yield return segment;
        }
    }

    private async ValueTask SendInOrderAsync(
        IEnumerable<OutboxMessage> rows,
        ConcurrentQueue<long> confirmed,
        ConcurrentQueue<OutboxMessage> failed,
        CancellationToken token
    )
    {
        foreach (var row in rows)
        {
            try
            {
                await SendAsync(row, token);
                confirmed.Enqueue(row.Id);
            }
            catch (Exception exception) when (!token.IsCancellationRequested)
            {
                Fail(row, exception);
                failed.Enqueue(row);
                return; // The rest of this key waits.
            }
        }
    }

    private async Task SendAsync(OutboxMessage row, CancellationToken token)
    {
        var batch = OutgoingBatch.Of(row.MessageId, _source, row.Body);
        using var activity = PirTelemetry.Source.StartActivity(
            "outbox publish",
            ActivityKind.Producer,
            row.TraceParent
        );
        activity?.SetTag("pir.service", batch.Source);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(token);
        timeout.CancelAfter(_options.PublishTimeout);
        await transport.PublishAsync(batch, timeout.Token);
        Seam.Pass(batch.Source, Seam.Confirmed);
        PirTelemetry.Published.Add(1, new KeyValuePair<string, object?>("service", batch.Source));
    }

    private void Fail(OutboxMessage row, Exception exception)
    {
        Log.PublishFailed(logger, exception, row.MessageId, row.Attempts);
        PirTelemetry.PublishFailed.Add(1);
        row.LastError = exception.GetType().Name;
        if (exception is JsonException)
        {
            row.ParkedAt = Now;
            return;
        }

        if (transport.IsReady)
        {
            row.Attempts++;
        }

        if (row.Attempts >= _options.MaxAttempts)
        {
            row.ParkedAt = Now;
            return;
        }

        var delay = Jitter(
            TimeSpan.FromSeconds(Math.Min(300, Math.Pow(2, Math.Max(0, row.Attempts - 1))))
        );
        row.NotBefore = Now + delay;
        if (row.Key is not null)
        {
            _blockedKeys[row.Key] = row.NotBefore.Value;
        }
    }

    private async Task DeleteAsync(List<long> ids)
    {
        if (ids.Count == 0)
        {
            return;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var db = await factory.CreateDbContextAsync(CancellationToken.None);
                using var turn = await services.WriteGate.EnterAsync(db, CancellationToken.None);
                await db
                    .Outbox.Where(m => ids.Contains(m.Id) && m.Owner == Me)
                    .ExecuteDeleteAsync(CancellationToken.None);
                Published.Deleted(ids);
                return;
            }
            catch (Exception exception) when (attempt < 10)
            {
                // Retry only the marking, not the sending. If all attempts fail, the inboxes
                // recognise the second copy.
                Log.DeleteFailed(logger, exception, ids.Count);
                await Task.Delay(
                    TimeSpan.FromMilliseconds(100 * attempt),
                    services.Clock,
                    CancellationToken.None
                );
            }
        }
    }

    private async Task SaveFailuresAsync(ConcurrentQueue<OutboxMessage> failed)
    {
        foreach (var row in failed)
        {
            await using var db = await factory.CreateDbContextAsync(CancellationToken.None);
            using var turn = await services.WriteGate.EnterAsync(db, CancellationToken.None);
            await db
                .Outbox.Where(m => m.Id == row.Id && m.Owner == Me)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(m => m.Attempts, row.Attempts)
                            .SetProperty(m => m.NotBefore, row.NotBefore)
                            .SetProperty(m => m.LastError, row.LastError)
                            .SetProperty(m => m.ParkedAt, row.ParkedAt),
                    CancellationToken.None
                );
        }
    }

    /// <summary>
    /// Takes over rows with an expired lease. The condition is repeated in the UPDATE, so that of
    /// two processes that saw the same row only one gets it.
    /// </summary>
    private async Task AdoptAsync(bool takeAll, CancellationToken token)
    {
        await using var db = await factory.CreateDbContextAsync(token);
        var now = Now;
        while (true)
        {
            var ids = await db
                .Outbox.Where(m => m.Owner != Me && (takeAll || m.LeaseUntil < now))
                .OrderBy(m => m.Id)
                .Select(m => m.Id)
                .Take(500)
                .ToListAsync(token);
            if (ids.Count == 0)
            {
                return;
            }

            using var turn = await services.WriteGate.EnterAsync(db, token);
            var taken = await db
                .Outbox.Where(m =>
                    ids.Contains(m.Id) && m.Owner != Me && (takeAll || m.LeaseUntil < now)
                )
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(m => m.Owner, Me)
                            .SetProperty(m => m.LeaseUntil, now + OutboxMessage.Lease),
                    token
                );
            PirTelemetry.Adopted.Add(taken);
            _signal.Pulse();
        }
    }

    private static TimeSpan Jitter(TimeSpan span) =>
        span * (0.8 + (Random.Shared.NextDouble() * 0.4));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Database}: a publishing round failed; trying again")]
        public static partial void RoundFailed(
            ILogger logger,
            Exception exception,
            string database
        );

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "Message {MessageId} was not published (attempt {Attempts})"
        )]
        public static partial void PublishFailed(
            ILogger logger,
            Exception exception,
            Guid messageId,
            int attempts
        );

        [LoggerMessage(3, LogLevel.Warning, "{Count} published messages could not be deleted yet")]
        public static partial void DeleteFailed(ILogger logger, Exception exception, int count);
    }
}
