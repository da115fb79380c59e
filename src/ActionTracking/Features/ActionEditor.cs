using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Pir.ActionTracking.Data;
using Pir.ActionTracking.Domain;
using Pir.Contracts.Api;
using Pir.Contracts.Audit;
using Pir.Contracts.References;
using Pir.Platform.Decisions;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.ActionTracking.Features;

/// <summary>Changes one action.</summary>
public sealed class ActionEditor(ActionsDbContext db, TimeProvider clock)
    : Editor<ActionItem, string, ActionResponse>(db, clock)
{
    /// <summary>
    /// The action that a request names by id, reference or number; null if it does not exist for
    /// this caller.
    /// </summary>
    public Task<ActionItem?> FindAsync(string key, ClaimsPrincipal user, CancellationToken token)
    {
        var actions = db.ActionsFor(user);
        return Reference.ToAction(key) switch
        {
            { Id: { } id } => actions.FirstOrDefaultAsync(a => a.Id == id, token),
            { Number: { } number } => actions.FirstOrDefaultAsync(a => a.Number == number, token),
            _ => Task.FromResult<ActionItem?>(null),
        };
    }

    protected override Task<ActionItem?> LoadAsync(
        string key,
        HttpContext http,
        CancellationToken token
    ) => FindAsync(key, http.User, token);

    protected override string NameOf(string key) => "action " + key;

    protected override AuditSubject SubjectOf(ActionItem it) => it.ToAuditSubject();

    protected override async Task<object?> CurrentOfAsync(
        ActionItem it,
        HttpContext http,
        CancellationToken token
    ) => await AnswerAsync(it, http, token);

    protected override void Raise(ActionItem it, Decision decision, Stamp by) =>
        db.Tell(decision, it, by.At, by.By);

    protected override Task<ActionResponse> AnswerAsync(
        ActionItem it,
        HttpContext http,
        CancellationToken token
    ) => Task.FromResult(it.ToResponse(Now));
}
