using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Actions.Data;
using Pir.Actions.Domain;
using Pir.Platform.Samples;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Actions.Features;

/// <summary>
/// What every change of an action has in common: find it, decide, tell, save; and again from the
/// start where somebody was faster.
/// </summary>
public sealed class ActionDesk(ActionsDbContext db, TimeProvider clock)
{
    private const int Attempts = 3;

    private DateTime? _now;

    /// <summary>The time of the request: the same however often it is asked for.</summary>
    public DateTime Now => _now ??= SampleTime.Now(clock);

    /// <summary>
    /// The action a request names by id, reference or number; null where for them there is none.
    /// </summary>
    public Task<ActionItem?> FindAsync(string key, ClaimsPrincipal user, CancellationToken token)
    {
        var actions = db.ActionsFor(user);
        var named = NumberedKey.Parse(NumberedKey.Action, key);
        return named switch
        {
            null => Task.FromResult<ActionItem?>(null),
            { Id: { } id } => actions.FirstOrDefaultAsync(a => a.Id == id, token),
            _ => actions.FirstOrDefaultAsync(a => a.Number == named.Number, token),
        };
    }

    /// <summary>Has an action decide and keeps what came of it.</summary>
    /// <param name="key">As callers name it.</param>
    /// <param name="expected">The version the caller read, or null to take whatever stands.</param>
    public async Task<Results<Ok<ActionResponse>, ProblemHttpResult>> ChangeAsync(
        string key,
        int? expected,
        ClaimsPrincipal user,
        Func<ActionItem, Decision> decide,
        CancellationToken token
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(key, expected, user, decide, token);
            }
            catch (DbUpdateConcurrencyException) when (attempt < Attempts)
            {
                // Somebody was faster: look again, and decide on what stands now.
                db.DiscardChanges();
            }
        }
    }

    private async Task<Results<Ok<ActionResponse>, ProblemHttpResult>> TryAsync(
        string key,
        int? expected,
        ClaimsPrincipal user,
        Func<ActionItem, Decision> decide,
        CancellationToken token
    )
    {
        if (await FindAsync(key, user, token) is not { } action)
        {
            return Problems.NotFound("action " + key);
        }

        if (
            ExpectedVersion.Refuse(expected, action.Version, ActionResponse.From(action, Now)) is
            { } stale
        )
        {
            return stale;
        }

        var decision = decide(action);
        if (decision.Refusal is { } why)
        {
            return Problems.Conflict(
                "invalid-transition",
                $"{NumberedKey.Action}{action.Number}: {why}"
            );
        }

        if (decision.Fact is { } fact)
        {
            db.Tell(fact, action, Now, user.ToActor());
            await db.SaveChangesAsync(token);
        }

        return TypedResults.Ok(ActionResponse.From(action, Now));
    }
}
