using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Pir.Platform.Persistence;

/// <summary>
/// SQLite allows one writer per file and makes the others poll. A queue in front of it costs
/// nothing and never polls, so every write to a SQLite file takes a turn here. On other databases,
/// writers pass immediately.
/// </summary>
public sealed class WriteGate
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(
        StringComparer.Ordinal
    );

    /// <summary>
    /// Waits for this context's turn to write. Dispose the turn after the commit. A context inside
    /// its own transaction already has the turn.
    /// </summary>
    public ValueTask<Turn> EnterAsync(DbContext db, CancellationToken cancellationToken)
    {
        if (!db.Database.IsSqlite() || db.Database.CurrentTransaction is not null)
        {
            return new(default(Turn));
        }

        return EnterAsync(db.Database.GetConnectionString()!, cancellationToken);
    }

    /// <summary>The same, for a writer with a plain connection to a SQLite file.</summary>
    public async ValueTask<Turn> EnterAsync(
        string connectionString,
        CancellationToken cancellationToken
    )
    {
        var gate = _gates.GetOrAdd(connectionString, static _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellationToken);
        return new(gate);
    }

    /// <summary>The right to write until disposed.</summary>
#pragma warning disable CA1815 // Never compared.
    public readonly struct Turn(SemaphoreSlim? gate) : IDisposable
#pragma warning restore CA1815
    {
        public void Dispose() => gate?.Release();
    }
}
