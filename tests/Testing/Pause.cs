using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Pir.Testing;

/// <summary>
/// Stops one request or handler in the middle of its work, so that a test can do something else
/// meanwhile. Register it in the host as an <see cref="IInterceptor"/>.
/// </summary>
public sealed class Pause : DbCommandInterceptor, IDbTransactionInterceptor
{
    private readonly TaskCompletionSource _reached = New();
    private readonly TaskCompletionSource _released = New();
    private string? _table;
    private int _commits;

    /// <summary>Completes once somebody has stopped.</summary>
    public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Stops whoever reads the table next, after reading it.</summary>
    public void AfterReading(string table) => Volatile.Write(ref _table, $"\"{table}\"");

    /// <summary>Stops whoever commits next, before the commit.</summary>
    public void BeforeCommit() => Interlocked.Exchange(ref _commits, 1);

    public void Release() => _released.TrySetResult();

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command,
        CommandExecutedEventData eventData,
        DbDataReader result,
        CancellationToken cancellationToken = default
    )
    {
        var table = Volatile.Read(ref _table);
        if (
            table is not null
            && command.CommandText.Contains("FROM " + table, StringComparison.Ordinal)
            && Interlocked.CompareExchange(ref _table, null, table) == table
        )
        {
            await StopAsync(cancellationToken);
        }

        return result;
    }

    public async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction,
        TransactionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default
    )
    {
        if (Interlocked.Exchange(ref _commits, 0) == 1)
        {
            await StopAsync(cancellationToken);
        }

        return result;
    }

    private Task StopAsync(CancellationToken token)
    {
        _reached.TrySetResult();
        return _released.Task.WaitAsync(token);
    }

    private static TaskCompletionSource New() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
