using Microsoft.AspNetCore.Antiforgery;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Events;
using Pir.Gateway.Data;
using Pir.Gateway.Identity;
using Pir.Gateway.Passkeys;

namespace Pir.Gateway.Features;

/// <summary>
/// Sign-in with a passkey. The page's script lets the browser sign, and posts the result.
/// </summary>
internal static class PasskeySignIn
{
    public const string Path = "/sign-in/passkey";

    private const string Refused =
        "This passkey is unknown, or the sign-in took too long. Try again, or sign in with "
        + "your password.";

    public static void MapPasskeySignIn(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        pages.MapPost(Path, PostAsync).DisableAntiforgery();
        pages.MapGet(Path, () => TypedResults.LocalRedirect("/sign-in"));
    }

    private static async Task<IResult> PostAsync(
        HttpContext http,
        IAntiforgery antiforgery,
        GatewayDbContext db,
        PasskeyCeremonies passkeys,
        Sessions sessions,
        AuditLog audit,
        TimeProvider clock
    )
    {
        if (await PageForm.ReadAsync(http, antiforgery) is not { } form)
        {
            return await SignIn.PageAsync(http, PageForm.Stale, null, null, 400);
        }

        var returnUrl = form["returnUrl"];
        var passkey = await passkeys.CheckAsync(
            http.Request,
            form.Long("credential"),
            http.RequestAborted
        );
        var user = passkey is null ? null : await db.Users.FindAsync(passkey.UserId);
        if (user is not { Status: UserStatus.Active })
        {
            db.DiscardChanges();
            await NoteRefusalAsync(db, audit, user);
            return await SignIn.PageAsync(http, Refused, null, returnUrl, 401);
        }

        user.RecordSignIn(clock.GetUtcNow().UtcDateTime);
        var actor = new Actor("user", user.Id.ToString(), user.Name);
        audit.Add(AuditActions.SignedIn, user, actor, "passkey: " + passkey!.Name);
        try
        {
            await db.SaveChangesAsync(http.RequestAborted);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Used or removed at the same moment.
            return await SignIn.PageAsync(http, Refused, null, returnUrl, 401);
        }

        var way = new SignInWay("passkey", IsKept: form["keep"].Length > 0);
        if (!await sessions.TryBeginAsync(http, user, way))
        {
            await NoteRefusalAsync(db, audit, user);
            return await SignIn.PageAsync(http, Refused, null, returnUrl, 401);
        }

        return TypedResults.LocalRedirect(SignIn.Local(returnUrl));
    }

    private static async Task NoteRefusalAsync(GatewayDbContext db, AuditLog audit, User? user)
    {
        audit.Add(
            AuditActions.SignInFailed,
            "user",
            user?.Id.ToString() ?? "",
            user?.Name ?? "an unknown account",
            detail: "passkey"
        );
        await db.SaveChangesAsync();
    }
}
