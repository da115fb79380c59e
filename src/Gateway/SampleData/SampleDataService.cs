using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Events;
using Pir.Contracts.Texts;
using Pir.Gateway.Data;
using Pir.Gateway.Identity;
using Pir.Web.SampleData;

namespace Pir.Gateway.SampleData;

/// <summary>
/// Whether the sample data should be loaded, and the list of incidents that it created. The audit
/// log's last entry about it says what was requested and whether it was finished, so after a crash
/// the next process knows where to continue.
/// </summary>
internal sealed class SampleDataService(
    GatewayDbContext db,
    AuditLog audit,
    SampleDataSignal signal,
    TimeProvider clock
) : ISampleData
{
    private static readonly string[] Actions =
    [
        AuditActions.SampleDataLoad,
        AuditActions.SampleDataLoaded,
        AuditActions.SampleDataRemove,
        AuditActions.SampleDataRemoved,
        AuditActions.SampleDataFailed,
    ];

    public async Task<SampleDataState> ReadAsync(CancellationToken cancellationToken)
    {
        var last = await signal.LastAsync(FindLastAsync, clock, cancellationToken);
        var phase = PhaseOf(last?.Action);
        var isUnderWay = phase is not (SampleDataPhase.None or SampleDataPhase.Loaded);
        var there = isUnderWay ? await db.LoadedIncidents.CountAsync(cancellationToken) : 0;
        return new(
            phase,
            there,
            SampleCompany.Instance.Incidents.Count,
            phase == SampleDataPhase.Failed ? last!.Detail : null,
            last?.ActorName,
            last?.At
        );
    }

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var phase = PhaseOf((await FindLastAsync(cancellationToken))?.Action);
        if (phase is SampleDataPhase.None or SampleDataPhase.Failed or SampleDataPhase.Removing)
        {
            await AskAsync(AuditActions.SampleDataLoad, cancellationToken);
        }
    }

    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        var phase = PhaseOf((await FindLastAsync(cancellationToken))?.Action);
        if (phase is not (SampleDataPhase.None or SampleDataPhase.Removing))
        {
            await AskAsync(AuditActions.SampleDataRemove, cancellationToken);
        }
    }

    /// <summary>What is to be done, and since when; null if there is nothing to do.</summary>
    public async Task<(SampleDataPhase Phase, DateTime Since)?> FindWorkAsync(
        CancellationToken token
    )
    {
        var last = await FindLastAsync(token);
        return PhaseOf(last?.Action) switch
        {
            SampleDataPhase.Loading => (SampleDataPhase.Loading, await FindBeginAsync(token)),
            SampleDataPhase.Removing => (SampleDataPhase.Removing, last!.At),
            _ => null,
        };
    }

    /// <summary>
    /// The id for one of the incidents, the same each time. It is on the list of what to remove
    /// before the incident exists.
    /// </summary>
    public async Task<Guid> NoteIncidentAsync(int number, CancellationToken token)
    {
        var known = await db.LoadedIncidents.SingleOrDefaultAsync(i => i.Number == number, token);
        if (known is null)
        {
            known = new() { Id = Guid.CreateVersion7(), Number = number };
            db.LoadedIncidents.Add(known);
            await db.SaveChangesAsync(token);
        }

        return known.Id;
    }

    public Task<List<Guid>> ListIncidentsAsync(CancellationToken token) =>
        db.LoadedIncidents.OrderBy(i => i.Number).Select(i => i.Id).ToListAsync(token);

    /// <summary>Takes a deleted incident off the list.</summary>
    public async Task ForgetIncidentAsync(Guid id, CancellationToken token)
    {
        await db.RemoveAllAsync<LoadedIncident>(i => i.Id == id, token);
        await db.SaveChangesAsync(token);
    }

    /// <summary>Records how the work ended.</summary>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    public async Task NoteAsync(string action, string? detail, CancellationToken token)
    {
        var cut = detail?.CutTo(500);
        audit.Add(action, "product", "sample-data", "Sample data", Actor.System, cut);
        await db.SaveChangesAsync(token);
        signal.Forget();
    }

    private async Task AskAsync(string action, CancellationToken token)
    {
        audit.Add(action, "product", "sample-data", "Sample data");
        await db.SaveChangesAsync(token);
        signal.Ring();
    }

    private Task<AuditEntry?> FindLastAsync(CancellationToken token) =>
        db
            .Audit.AsNoTracking()
            .Where(a => Actions.Contains(a.Action))
            .OrderByDescending(a => a.Id)
            .FirstOrDefaultAsync(token);

    /// <summary>
    /// The first request to load since the last removal, so that interrupted work continues with
    /// the same stories.
    /// </summary>
    private async Task<DateTime> FindBeginAsync(CancellationToken token)
    {
        var removed = await db
            .Audit.Where(a => a.Action == AuditActions.SampleDataRemoved)
            .MaxAsync(a => (long?)a.Id, token);
        return await db
            .Audit.Where(a => a.Action == AuditActions.SampleDataLoad)
            .Where(a => removed == null || a.Id > removed)
            .OrderBy(a => a.Id)
            .Select(a => a.At)
            .FirstAsync(token);
    }

    private static SampleDataPhase PhaseOf(string? action) =>
        action switch
        {
            AuditActions.SampleDataLoad => SampleDataPhase.Loading,
            AuditActions.SampleDataLoaded => SampleDataPhase.Loaded,
            AuditActions.SampleDataRemove => SampleDataPhase.Removing,
            AuditActions.SampleDataFailed => SampleDataPhase.Failed,
            _ => SampleDataPhase.None,
        };
}
