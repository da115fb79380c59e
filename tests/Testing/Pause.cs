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
    private string? _read;
    private string? _written;
    private int _commits;

    /// <summary>Completes once somebody has stopped.</summary>
    public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Stops whoever reads the table next, after reading it.</summary>
    public void AfterReading(string table) => Volatile.Write(ref _read, $"\"{table}\"");

    /// <summary>Stops whoever adds a row to the table next, before it is added.</summary>
    public void BeforeAdding(string table) => Volatile.Write(ref _written, $"\"{table}\"");

    /// <summary>Stops whoever commits next, before the commit.</summary>
    public void BeforeCommit() => Interlocked.Exchange(ref _commits, 1);

    public void Release() => _released.TrySetResult();

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        if (IsDue(ref _written, "INSERT INTO ", command))
        {
            await StopAsync(cancellationToken);
        }

        return result;
    }

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command,
        CommandExecutedEventData eventData,
        DbDataReader result,
        CancellationToken cancellationToken = default
    )
    {
        if (IsDue(ref _read, "FROM ", command))
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

    /// <summary>Whether the command is the awaited one, the first time.</summary>
    private static bool IsDue(ref string? awaited, string verb, DbCommand command) =>
        Volatile.Read(ref awaited) is { } table
        && command.CommandText.Contains(verb + table, StringComparison.Ordinal)
        && Interlocked.CompareExchange(ref awaited, null, table) == table;

    private Task StopAsync(CancellationToken token)
    {
        _reached.TrySetResult();
        return _released.Task.WaitAsync(token);
    }

    private static TaskCompletionSource New() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
