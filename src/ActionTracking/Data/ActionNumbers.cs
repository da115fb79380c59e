using Microsoft.EntityFrameworkCore;
using Pir.Platform.Persistence;

namespace Pir.ActionTracking.Data;

/// <summary>
/// Gives numbers to new actions. A number is taken in its own commit before the action is saved,
/// so that concurrent requests do not wait for each other's commits. If the action cannot be
/// saved, its number stays unused.
/// </summary>
public sealed class ActionNumbers(ActionsDbContext db, WriteGate gate)
{
    private readonly Queue<int> _reserved = new();

    /// <summary>Reserves several numbers for <see cref="NextAsync"/>.</summary>
    public async Task ReserveAsync(int count, CancellationToken cancellationToken)
    {
        if (count <= 0)
        {
            return;
        }

        var last = await AdvanceAsync(count, cancellationToken);
        for (var number = last - count + 1; number <= last; number++)
        {
            _reserved.Enqueue(number);
        }
    }

    /// <summary>A unique number.</summary>
    public async Task<int> NextAsync(CancellationToken cancellationToken) =>
        _reserved.TryDequeue(out var number) ? number : await AdvanceAsync(1, cancellationToken);

    private async Task<int> AdvanceAsync(int count, CancellationToken token)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            return await AdvanceInTransactionAsync(count, token);
        }

        using var turn = await gate.EnterAsync(db, token);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var last = await AdvanceInTransactionAsync(count, token);
        await transaction.CommitAsync(token);
        return last;
    }

    // The update locks the row until the transaction ends, so no other caller reads the same
    // value.
    private async Task<int> AdvanceInTransactionAsync(int count, CancellationToken token)
    {
        var counter = db.Numbers.Where(n => n.Id == ActionNumber.OnlyId);
        await counter.ExecuteUpdateAsync(
            s => s.SetProperty(n => n.Last, n => n.Last + count),
            token
        );
        return await counter.Select(n => n.Last).SingleAsync(token);
    }
}
