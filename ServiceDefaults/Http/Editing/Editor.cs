using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Audit;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;
using Pir.Platform.Persistence.Bulk;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;

namespace Pir.ServiceDefaults.Http.Editing;

/// <summary>
/// The steps of every change in every service: load, compare versions, decide, save with events and
/// history, answer. If another writer was faster, the change is retried on the current state.
/// </summary>
/// <param name="db">The context that <see cref="LoadAsync"/> loads from.</param>
/// <typeparam name="T">The aggregate.</typeparam>
/// <typeparam name="TKey">The key by which a request names it.</typeparam>
/// <typeparam name="TAnswer">The response to a change.</typeparam>
public abstract class Editor<T, TKey, TAnswer>(PirDbContext db, TimeProvider clock)
    where T : class, IAggregate
    where TKey : notnull
{
    private const int Attempts = 5;

    private DateTime? _now;

    /// <summary>The time of the request. It stays the same for the whole request.</summary>
    public DateTime Now => _now ??= clock.UtcNow();

    /// <summary>The caller and the time.</summary>
    public Stamp StampOf(HttpContext http) => new(http.User.ToActor(), Now);

    /// <summary>Changes one aggregate.</summary>
    /// <param name="version">From the body, if any. <c>If-Match</c> takes precedence.</param>
    /// <param name="decide">May run several times, so it must not have other side effects.</param>
    public Task<Results<Ok<TAnswer>, ProblemHttpResult>> ChangeAsync(
        HttpContext http,
        TKey key,
        int? version,
        Func<T, Stamp, Decision> decide
    ) => ChangeAsync(http, key, version, (it, by) => Task.FromResult(decide(it, by)));

    /// <summary>Changes one aggregate, with a decision that also reads other data.</summary>
    /// <inheritdoc cref="ChangeAsync(HttpContext, TKey, int?, Func{T, Stamp, Decision})"/>
    public Task<Results<Ok<TAnswer>, ProblemHttpResult>> ChangeAsync(
        HttpContext http,
        TKey key,
        int? version,
        Func<T, Stamp, Task<Decision>> decide
    )
    {
        var expected = ExpectedVersion.Of(http.Request, version);
        return RunAsync(http, key, expected, decide);
    }

    /// <summary>
    /// Changes one part of an aggregate. Only changes of that part conflict, so the domain compares
    /// versions. Somebody else may have changed the rest meanwhile.
    /// </summary>
    /// <param name="decide">Receives the version that the caller saw; null accepts any.</param>
    public Task<Results<Ok<TAnswer>, ProblemHttpResult>> ChangePartAsync(
        HttpContext http,
        TKey key,
        int? version,
        Func<T, int?, Stamp, Decision> decide
    )
    {
        var seen = ExpectedVersion.Of(http.Request, version);
        return RunAsync(http, key, null, (it, by) => Task.FromResult(decide(it, seen, by)));
    }

    /// <summary>Loads the aggregate, tracked; null if it does not exist for this caller.</summary>
    protected abstract Task<T?> LoadAsync(TKey key, HttpContext http, CancellationToken token);

    /// <summary>Names the aggregate in the 404, e.g. "incident INC-7".</summary>
    protected abstract string NameOf(TKey key);

    /// <summary>The name in the audit log, as it is after the change.</summary>
    protected abstract AuditSubject SubjectOf(T it);

    protected abstract Task<TAnswer> AnswerAsync(T it, HttpContext http, CancellationToken token);

    /// <summary>The current state in a 412; null shows only the version.</summary>
    protected virtual Task<object?> CurrentOfAsync(
        T it,
        HttpContext http,
        CancellationToken token
    ) => Task.FromResult<object?>(null);

    /// <summary>
    /// Why this caller may see the aggregate but not change it; null if they may.
    /// </summary>
    protected virtual ProblemHttpResult? Forbid(T it, HttpContext http) => null;

    /// <summary>Adds the decision's events to the commit.</summary>
    protected virtual void Raise(T it, Decision decision, Stamp by)
    {
        foreach (var (fact, occurredAt) in decision.Facts)
        {
            db.Raise(fact, it.Id, it, occurredAt ?? by.At, by.By);
        }
    }

    /// <summary>
    /// Runs the work, immediately unless the service has to take turns with other writers.
    /// </summary>
    protected virtual Task TakeTurnAsync(
        Func<CancellationToken, Task> work,
        CancellationToken token
    ) => work(token);

    /// <summary>Runs after the commit.</summary>
    protected virtual Task CommittedAsync(T it, CancellationToken token) => Task.CompletedTask;

    private async Task<Results<Ok<TAnswer>, ProblemHttpResult>> RunAsync(
        HttpContext http,
        TKey key,
        int? expected,
        Func<T, Stamp, Task<Decision>> decide
    )
    {
        var by = StampOf(http);
        Results<Ok<TAnswer>, ProblemHttpResult>? result = null;
        await TakeTurnAsync(
            async token =>
            {
                for (var attempt = 1; result is null; attempt++)
                {
                    result = await TryAsync(http, key, expected, decide, by, attempt, token);
                }
            },
            http.RequestAborted
        );
        return result!;
    }

    /// <summary>Null if another writer was faster and the change must be retried.</summary>
    private async Task<Results<Ok<TAnswer>, ProblemHttpResult>?> TryAsync(
        HttpContext http,
        TKey key,
        int? expected,
        Func<T, Stamp, Task<Decision>> decide,
        Stamp by,
        int attempt,
        CancellationToken token
    )
    {
        if (await LoadAsync(key, http, token) is not { } it)
        {
            return Problems.NotFound(NameOf(key));
        }

        if (Forbid(it, http) is { } forbidden)
        {
            return forbidden;
        }

        if (expected is not null && expected != it.Version)
        {
            var current = await CurrentOfAsync(it, http, token);
            return ExpectedVersion.Refuse(expected, it.Version, current)!;
        }

        var decision = await decide(it, by);
        if (decision.Refusal is { } refusal)
        {
            db.DiscardChanges();
            return Refusals.ToProblem(refusal, it.Version);
        }

        try
        {
            await SaveAsync(it, decision, by, http, token);
        }
        catch (Exception exception) when (DbConflict.Is(exception))
        {
            db.DiscardChanges();
            return attempt < Attempts
                ? null
                : (Results<Ok<TAnswer>, ProblemHttpResult>)Refusals.Contended();
        }

        return TypedResults.Ok(await AnswerAsync(it, http, token));
    }

    private async Task SaveAsync(
        T it,
        Decision decision,
        Stamp by,
        HttpContext http,
        CancellationToken token
    )
    {
        if (!decision.IsChange)
        {
            return;
        }

        db.AddRange(decision.History);
        Raise(it, decision, by);
        db.Audit(http, SubjectOf(it), it.Id);
        await db.SaveChangesAsync(token);
        await CommittedAsync(it, token);
    }
}
