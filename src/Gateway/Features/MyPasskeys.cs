using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Gateway.Data;
using Pir.Gateway.Identity;
using Pir.Gateway.Passkeys;
using Pir.Platform.Persistence.Bulk;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Gateway.Features;

/// <summary>
/// A person's passkeys: register, rename, list, remove. Only for the signed-in person, because a
/// token must not change how its owner signs in.
/// </summary>
internal static class MyPasskeys
{
    public static void MapMyPasskeys(this IEndpointRouteBuilder api)
    {
        var passkeys = api.MapGroup("/api/me/passkeys").WithTags("Me");
        passkeys
            .MapGet("", ListAsync)
            .May(Permissions.ChangeOneself)
            .WithName("ListMyPasskeys")
            .WithSummary("List your passkeys")
            .ProducesProblem(403);
        passkeys
            .MapPost("/options", BeginAsync)
            .May(Permissions.ChangeOneself)
            .NotAudited(UnauditedBecause.ChangesNothing)
            .WithName("BeginMyPasskey")
            .WithSummary("Prepare a passkey: options for the browser, valid for 15 minutes")
            .ProducesProblem(403);
        passkeys
            .MapPost("", AddAsync)
            .May(Permissions.ChangeOneself)
            .Audited(AuditActions.PasskeyAdded)
            .WithName("AddMyPasskey")
            .WithSummary("Register a passkey that a browser has created")
            .ProducesProblem(403);
        passkeys
            .MapPatch("/{id:guid}", RenameAsync)
            .Serialized()
            .May(Permissions.ChangeOneself)
            .NotAudited(UnauditedBecause.OwnThings)
            .WithName("RenameMyPasskey")
            .WithSummary("Rename a passkey")
            .ProducesProblem(403)
            .ProducesProblem(404);
        passkeys
            .MapDelete("/{id:guid}", RemoveAsync)
            .Serialized()
            .May(Permissions.ChangeOneself)
            .Audited(AuditActions.PasskeyRemoved)
            .WithName("RemoveMyPasskey")
            .WithSummary("Remove a passkey")
            .ProducesProblem(403)
            .ProducesProblem(404);
    }

    private static async Task<Results<Ok<ItemList<PasskeyResponse>>, ProblemHttpResult>> ListAsync(
        ClaimsPrincipal caller,
        GatewayDbContext db,
        CancellationToken ct
    )
    {
        if (caller.SignedInId() is not { } person)
        {
            return Problems.OnlyInPerson();
        }

        var passkeys = await db
            .Passkeys.AsNoTracking()
            .Where(p => p.UserId == person)
            .OrderBy(p => p.Id)
            .ToListAsync(ct);
        return TypedResults.Ok(new ItemList<PasskeyResponse>(passkeys.ConvertAll(ToResponse)));
    }

    private static async Task<Results<Ok<PasskeyOptions>, ProblemHttpResult>> BeginAsync(
        HttpContext http,
        GatewayDbContext db,
        PasskeyCeremonies passkeys,
        CancellationToken ct
    )
    {
        if (
            http.User.SignedInId() is not { } person
            || await db.Users.FindAsync([person], ct) is not { } user
        )
        {
            return Problems.OnlyInPerson();
        }

        var purpose = PurposeOf(http.User);
        return TypedResults.Ok(
            new PasskeyOptions(await passkeys.CreationOptionsAsync(http.Request, user, purpose, ct))
        );
    }

    private static async Task<Results<Created<PasskeyResponse>, ProblemHttpResult>> AddAsync(
        AddPasskeyRequest request,
        HttpContext http,
        GatewayDbContext db,
        PasskeyCeremonies passkeys,
        AuditLog audit,
        CancellationToken ct
    )
    {
        if (
            http.User.SignedInId() is not { } person
            || await db.Users.FindAsync([person], ct) is not { } user
        )
        {
            return Problems.OnlyInPerson();
        }

        if (NameOf(request.Name) is not { } name)
        {
            return WrongName();
        }

        if (await db.Passkeys.CountAsync(p => p.UserId == person, ct) >= Passkey.MostPerPerson)
        {
            return Problems.Unprocessable(
                "too-many-passkeys",
                $"You already have {Passkey.MostPerPerson} passkeys. Remove one first."
            );
        }

        var passkey = await passkeys.RegisterAsync(
            http.Request,
            user,
            PurposeOf(http.User),
            name,
            request.Credential ?? "",
            ct
        );
        if (passkey is null)
        {
            return WrongCredential();
        }

        audit.Add(AuditActions.PasskeyAdded, user, detail: passkey.Name);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (DbConflict.Is(exception))
        {
            // Sent twice at the same moment. The index lets only one through.
            return WrongCredential();
        }

        return TypedResults.Created($"/api/me/passkeys/{passkey.Id}", ToResponse(passkey));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RenameAsync(
        Guid id,
        RenamePasskeyRequest request,
        ClaimsPrincipal caller,
        GatewayDbContext db,
        CancellationToken ct
    )
    {
        if (await FindAsync(caller, id, db, ct) is not { } passkey)
        {
            return Missing(caller, id);
        }

        if (NameOf(request.Name) is not { } name)
        {
            return WrongName();
        }

        passkey.Name = name;
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        Guid id,
        ClaimsPrincipal caller,
        GatewayDbContext db,
        AuditLog audit,
        CancellationToken ct
    )
    {
        if (await FindAsync(caller, id, db, ct) is not { } passkey)
        {
            return Missing(caller, id);
        }

        db.Passkeys.Remove(passkey);
        var actor = caller.ToActor();
        audit.Add(AuditActions.PasskeyRemoved, "user", actor.Id, actor.Name, detail: passkey.Name);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    // A challenge is valid only in the session it was created for.
    private static string PurposeOf(ClaimsPrincipal caller) =>
        "register " + (Sessions.IdOf(caller) ?? Guid.Empty);

    private static async Task<Passkey?> FindAsync(
        ClaimsPrincipal caller,
        Guid id,
        GatewayDbContext db,
        CancellationToken ct
    ) =>
        caller.SignedInId() is { } person
            ? await db.Passkeys.SingleOrDefaultAsync(p => p.Id == id && p.UserId == person, ct)
            : null;

    private static ProblemHttpResult Missing(ClaimsPrincipal caller, Guid id) =>
        caller.SignedInId() is null ? Problems.OnlyInPerson() : Problems.NotFound("passkey " + id);

    private static string? NameOf(string? name) =>
        name?.Trim() is { Length: > 0 and <= Passkey.MaximumNameLength } text ? text : null;

    private static ProblemHttpResult WrongCredential() =>
        Problems.Validation("credential", "has expired or does not belong to this page: try again");

    private static ProblemHttpResult WrongName() =>
        Problems.Validation("name", $"must have 1 to {Passkey.MaximumNameLength} characters");

    private static PasskeyResponse ToResponse(Passkey passkey) =>
        new(passkey.Id, passkey.Name, passkey.CreatedAt, passkey.LastUsedAt);
}
