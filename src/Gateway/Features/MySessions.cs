using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Gateway.Data;
using Pir.Gateway.Identity;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Gateway.Features;

/// <summary>
/// A person's sessions: list them, end one, the others or all. Only for the signed-in person,
/// because a token must not sign its owner out.
/// </summary>
internal static class MySessions
{
    public static void MapMySessions(this IEndpointRouteBuilder api)
    {
        var sessions = api.MapGroup("/api/me/sessions").WithTags("Me");
        sessions
            .MapGet("", ListAsync)
            .May(Permissions.ChangeOneself)
            .WithName("ListMySessions")
            .WithSummary("List your sessions, last used first")
            .ProducesProblem(403);
        sessions
            .MapDelete("/{id:guid}", EndAsync)
            .May(Permissions.ChangeOneself)
            .Audited(AuditActions.SessionEnded)
            .WithName("EndMySession")
            .WithSummary("End one of your sessions")
            .ProducesProblem(403)
            .ProducesProblem(404);
        sessions
            .MapDelete("", EndAllAsync)
            .May(Permissions.ChangeOneself)
            .Audited(AuditActions.SessionsEnded)
            .WithName("EndMySessions")
            .WithSummary("End all your sessions; with others=true, all but the current one")
            .ProducesProblem(403);
    }

    public static ItemList<SessionResponse> ToPage(
        IReadOnlyList<Session> sessions,
        Guid? current
    ) =>
        new([
            .. sessions.Select(s => new SessionResponse(
                s.Id,
                s.Device,
                s.Address,
                s.Provider,
                s.CreatedAt,
                s.LastSeenAt,
                s.KeptUntil,
                s.Id == current
            )),
        ]);

    private static async Task<Results<Ok<ItemList<SessionResponse>>, ProblemHttpResult>> ListAsync(
        ClaimsPrincipal caller,
        Sessions sessions,
        CancellationToken cancellationToken
    ) =>
        caller.SignedInId() is { } person
            ? TypedResults.Ok(
                ToPage(await sessions.OpenAsync(person, cancellationToken), Sessions.IdOf(caller))
            )
            : Problems.OnlyInPerson();

    private static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(
        Guid id,
        ClaimsPrincipal caller,
        GatewayDbContext db,
        Sessions sessions,
        AccessChanges changes,
        AuditLog audit,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        if (caller.SignedInId() is not { } person)
        {
            return Problems.OnlyInPerson();
        }

        var open = await sessions.OpenAsync(person, cancellationToken);
        if (open.Find(s => s.Id == id) is not { } session)
        {
            return Problems.NotFound("session " + id);
        }

        session.EndedAt = clock.GetUtcNow().UtcDateTime;
        var actor = caller.ToActor();
        audit.Add(AuditActions.SessionEnded, "user", actor.Id, actor.Name, detail: session.Device);
        await db.SaveChangesAsync(cancellationToken);
        changes.Note();
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndAllAsync(
        ClaimsPrincipal caller,
        GatewayDbContext db,
        Sessions sessions,
        AccessChanges changes,
        AuditLog audit,
        CancellationToken cancellationToken,
        bool others = false
    )
    {
        if (caller.SignedInId() is not { } person)
        {
            return Problems.OnlyInPerson();
        }

        var stays = others ? Sessions.IdOf(caller) : null;
        var count = await sessions.EndAllAsync(person, stays, cancellationToken);
        var actor = caller.ToActor();
        audit.Add(
            AuditActions.SessionsEnded,
            "user",
            actor.Id,
            actor.Name,
            detail: $"{count} ended"
        );
        await db.SaveChangesAsync(cancellationToken);
        changes.Note();
        return TypedResults.NoContent();
    }
}
