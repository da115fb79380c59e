using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Gateway.Data;
using Pir.Gateway.Identity;
using Pir.Gateway.Oidc;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Gateway.Features;

/// <summary>The caller's identity and password.</summary>
internal static class Me
{
    public static void MapMe(this IEndpointRouteBuilder api)
    {
        var me = api.MapGroup("/api/me").WithTags("Me");
        me.MapGet("", GetAsync)
            .May(Permissions.SeeOneself)
            .WithName("GetMe")
            .WithSummary("Get your identity and permissions");
        me.MapPatch("", ChangeAsync)
            .May(Permissions.ChangeOneself)
            .Audited(AuditActions.UserChanged)
            .WithName("ChangeMe")
            .WithSummary("Change your name")
            .ProducesProblem(403);
        me.MapPost("/password", ChangePasswordAsync)
            .May(Permissions.ChangeOneself)
            .Audited(AuditActions.PasswordChanged)
            .WithName("ChangePassword")
            .WithSummary("Change your password; your other sessions end");
    }

    private static async Task<Ok<MeResponse>> GetAsync(
        ClaimsPrincipal caller,
        HttpContext http,
        GatewayDbContext db,
        CancellationToken cancellationToken
    )
    {
        var actor = caller.ToActor();
        var user = caller.SignedInId() is { } id
            ? await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancellationToken)
            : null;
        return TypedResults.Ok(
            new MeResponse(
                actor.Kind,
                actor.Id,
                actor.Name,
                caller.FindFirstValue(PirClaims.Role),
                [.. caller.FindAll(PirClaims.Scope).Select(c => c.Value)],
                caller.Teams(),
                user?.Email,
                user is null ? null : Users.SignsInWith(user),
                user is null ? null : ProviderSignIn.ProviderName(http)
            )
        );
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangeAsync(
        ChangeMeRequest request,
        ClaimsPrincipal caller,
        GatewayDbContext db,
        UserSaving saving,
        AuditLog audit,
        CancellationToken cancellationToken
    )
    {
        if (
            caller.SignedInId() is not { } id
            || await db.Users.FindAsync([id], cancellationToken) is not { } user
        )
        {
            return Problems.OnlyInPerson();
        }

        if (Accounts.Check(request.Name, user.Email).Problem is { } wrong)
        {
            return wrong;
        }

        var before = user.Name;
        user.Name = request.Name!.Trim();
        Accounts.Touch(user);
        audit.Add(AuditActions.UserChanged, user, detail: $"{before} → {user.Name}");
        var saved = await saving.SaveAsync(user, cancellationToken);
        return saved.Result is ProblemHttpResult problem ? problem : TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangePasswordAsync(
        ChangePasswordRequest request,
        HttpContext http,
        GatewayDbContext db,
        Accounts accounts,
        AuditLog audit,
        CancellationToken cancellationToken
    )
    {
        if (
            http.User.SignedInId() is not { } id
            || await db.Users.FindAsync([id], cancellationToken) is not { } user
        )
        {
            return Problems.OnlyInPerson();
        }

        if (user.PasswordHash is null)
        {
            return Problems.Unprocessable(
                "no-password",
                "This account signs in with single sign-on and has no password."
            );
        }

        var outcome = await accounts.TrySignInAsync(user.Email!, request.Current ?? "");
        if (!outcome.Succeeded)
        {
            audit.Add(AuditActions.SignInFailed, user, detail: outcome.Reason);
            await db.SaveChangesAsync(cancellationToken);
            return Problems.Validation("current", "is not the current password");
        }

        audit.Add(AuditActions.PasswordChanged, user);
        var here = Sessions.IdOf(http.User);
        var errors = await accounts.SetPasswordAsync(user, request.New, here);
        if (errors.Any)
        {
            return Problems.Validation("new", errors.Rules["password"]);
        }

        return TypedResults.NoContent();
    }
}
