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
/// history, answer. If another writer was faster, the change starts again from the current state.
/// </summary>
/// <param name="db">The context that <see cref="LoadAsync"/> loads from.</param>
/// <typeparam name="T">The aggregate.</typeparam>
/// <typeparam name="TKey">What a request names it by.</typeparam>
/// <typeparam name="TAnswer">What a change is answered with.</typeparam>
public abstract class Editor<T, TKey, TAnswer>(PirDbContext db, TimeProvider clock)
    where T : class, IAggregate
    where TKey : notnull
{
    private const int Attempts = 5;

    private DateTime? _now;

    /// <summary>The time of the request, the same however often it is asked for.</summary>
    public DateTime Now => _now ??= clock.UtcNow();

    /// <summary>Who asks, and when.</summary>
    public Stamp StampOf(HttpContext http) => new(http.User.ToActor(), Now);

    /// <summary>Changes one aggregate.</summary>
    /// <param name="version">In the body, if any; <c>If-Match</c> goes first.</param>
    /// <param name="decide">May run several times; decides, and has no effect elsewhere.</param>
    public Task<Results<Ok<TAnswer>, ProblemHttpResult>> ChangeAsync(
        HttpContext http,
        TKey key,
        int? version,
        Func<T, Stamp, Decision> decide
    ) => ChangeAsync(http, key, version, (it, by) => Task.FromResult(decide(it, by)));

    /// <summary>Changes one aggregate, with a decision that has to read something else.</summary>
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
    /// Changes one part of an aggregate. Only a later change of that part matters, and the domain
    /// compares: somebody else may have changed the rest meanwhile.
    /// </summary>
    /// <param name="decide">Is given the version that the caller saw; null for any.</param>
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

    /// <summary>The aggregate, tracked; null where for this caller there is none.</summary>
    protected abstract Task<T?> LoadAsync(TKey key, HttpContext http, CancellationToken token);

    /// <summary>In words, for the 404, e.g. "incident INC-7".</summary>
    protected abstract string NameOf(TKey key);

    /// <summary>What the audit log calls it, as it is after the change.</summary>
    protected abstract AuditSubject SubjectOf(T it);

    protected abstract Task<TAnswer> AnswerAsync(T it, HttpContext http, CancellationToken token);

    /// <summary>What a 412 shows of what stands now; null shows its version alone.</summary>
    protected virtual Task<object?> CurrentOfAsync(
        T it,
        HttpContext http,
        CancellationToken token
    ) => Task.FromResult<object?>(null);

    /// <summary>Why this caller may not change it, though they may know of it.</summary>
    protected virtual ProblemHttpResult? Forbid(T it, HttpContext http) => null;

    /// <summary>Adds the events of a decision to the commit.</summary>
    protected virtual void Raise(T it, Decision decision, Stamp by)
    {
        foreach (var (fact, occurredAt) in decision.Facts)
        {
            db.Raise(fact, it.Id, it, occurredAt ?? by.At, by.By);
        }
    }

    /// <summary>
    /// Runs the work: at once, unless a service has other writers to take turns with.
    /// </summary>
    protected virtual Task TakeTurnAsync(
        Func<CancellationToken, Task> work,
        CancellationToken token
    ) => work(token);

    /// <summary>After the commit.</summary>
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

    /// <summary>Null where another writer was faster, and it is to be tried again.</summary>
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
