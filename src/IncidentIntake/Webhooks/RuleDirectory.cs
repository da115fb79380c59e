using Microsoft.EntityFrameworkCore;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Rules;
using Pir.Platform.Persistence;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// The rules, silences and owners of services in memory, compiled once for each state of the
/// database. Changes by this process apply at once, changes by another replica within seconds.
/// </summary>
public sealed class RuleDirectory(
    IDbContextFactory<IntakeDbContext> factory,
    PirDbServices services
) : IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long an ended silence is still known, so that incidents can name it.
    /// </summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _loading = new(1, 1);
    private Snapshot? _snapshot;

    // Rises with each change, so that what was read before it does not count as current.
    private int _changes;

    /// <summary>The rules as they are now.</summary>
    public async ValueTask<AlertRulebook> CurrentAsync(CancellationToken token)
    {
        if (Fresh() is { } known)
        {
            return known;
        }

        await _loading.WaitAsync(token);
        try
        {
            return Fresh() ?? await LoadAsync(token);
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Reloads on the next use.</summary>
    public void Forget() => Interlocked.Increment(ref _changes);

    public void Dispose() => _loading.Dispose();

    private AlertRulebook? Fresh() =>
        Volatile.Read(ref _snapshot) is { } current
        && current.Changes == Volatile.Read(ref _changes)
        && services.Clock.GetElapsedTime(current.LoadedAt) < MaxAge
            ? current.Rules
            : null;

    private async Task<AlertRulebook> LoadAsync(CancellationToken token)
    {
        var changes = Volatile.Read(ref _changes);
        var at = services.Clock.GetTimestamp();
        var since = services.Clock.GetUtcNow().UtcDateTime - Remembered;
        await using var db = await factory.CreateDbContextAsync(token);
        var rules = await db
            .AlertRules.AsNoTracking()
            .Where(r => r.DeletedAt == null)
            .ToListAsync(token);
        var silences = await db
            .Silences.AsNoTracking()
            .Where(s => s.DeletedAt == null && s.Until > since)
            .ToListAsync(token);
        var owned = await db.Catalog.AsNoTracking().Where(s => s.Team != null).ToListAsync(token);
        var state = StateOf(rules, silences, owned);
        var before = Volatile.Read(ref _snapshot);
        var book =
            before?.State == state ? before.Rules
            : rules.Count + silences.Count + owned.Count == 0 ? AlertRulebook.Empty
            : new AlertRulebook(rules, silences, new(owned));
        Volatile.Write(ref _snapshot, new(book, state, at, changes));
        return book;
    }

    private static string StateOf(
        IEnumerable<AlertRule> rules,
        IEnumerable<Silence> silences,
        IEnumerable<CatalogService> owned
    ) =>
        string.Join(
            ' ',
            rules
                .Select(r => $"{r.Id}:{r.Version}:{r.Position}")
                .Concat(silences.Select(s => $"{s.Id}:{s.Version}"))
                .Concat(owned.Select(s => $"{s.Id}:{s.Version}"))
                .Order(StringComparer.Ordinal)
        );

    /// <param name="State">Ids and versions of what it was made from.</param>
    /// <param name="Changes">How many changes were known before it was read.</param>
    private sealed record Snapshot(AlertRulebook Rules, string State, long LoadedAt, int Changes);
}
