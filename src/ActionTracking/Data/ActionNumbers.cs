using Microsoft.EntityFrameworkCore;
using Pir.Platform.Persistence;

namespace Pir.ActionTracking.Data;

/// <summary>
/// Gives numbers to new actions. They are taken before the action is saved and in a commit of their
/// own, so that many can be made at once without one waiting for the other's commit; a number whose
/// action then could not be saved is never used.
/// </summary>
public sealed class ActionNumbers(ActionsDbContext db, WriteGate gate)
{
    private readonly Queue<int> _reserved = new();

    /// <summary>Takes several at once, for <see cref="NextAsync"/> to hand out.</summary>
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

    /// <summary>A number nobody else has.</summary>
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

    // The update locks the row until the transaction ends, so what is read after it is this
    // caller's own.
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
