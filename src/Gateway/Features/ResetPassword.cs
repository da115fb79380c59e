using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Events;
using Pir.Gateway.Data;
using Pir.Gateway.Identity;
using Pir.Web.Accounts;

namespace Pir.Gateway.Features;

/// <summary>
/// Somebody who forgot their password follows an administrator's link and sets a new one.
/// </summary>
internal static class ResetPassword
{
    public const string Path = "/new-password";
    private const string Dead = "This link is no longer valid. Ask an administrator for a new one.";

    public static void MapResetPassword(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        pages.MapGet(Path, ShowAsync);
        pages.MapPost(Path, PostAsync).DisableAntiforgery();
    }

    private static async Task<IResult> ShowAsync(
        string? token,
        OneTimeLinks links,
        CancellationToken ct
    ) =>
        await links.FindAsync(token, isReset: true, ct) is { } user
            ? Page(token, user, null, null)
            : Page(null, null, Dead, null);

    private static async Task<IResult> PostAsync(
        HttpContext http,
        IAntiforgery antiforgery,
        OneTimeLinks links,
        Accounts accounts,
        Sessions sessions,
        AuditLog audit,
        TimeProvider clock
    )
    {
        if (await PageForm.ReadAsync(http, antiforgery) is not { } form)
        {
            return Page(null, null, PageForm.Stale + " Open the link again.", null);
        }

        if (await links.FindAsync(form["token"], isReset: true, default) is not { } user)
        {
            return Page(null, null, Dead, null);
        }

        user.RecordSignIn(clock.GetUtcNow().UtcDateTime);
        var actor = new Actor("user", user.Id.ToString(), user.Name);
        audit.Add(AuditActions.PasswordReset, user, actor);
        try
        {
            var errors = await accounts.SetPasswordAsync(user, form["password"]);
            if (errors.Any)
            {
                return Page(form["token"], user, null, errors.Rules["password"]);
            }
        }
        catch (DbUpdateConcurrencyException)
        {
            return Page(null, null, Dead, null);
        }

        var isSignedIn = await sessions.TryBeginAsync(http, user);
        return TypedResults.LocalRedirect(isSignedIn ? "/" : "/sign-in");
    }

    private static RazorComponentResult<NewPasswordPage> Page(
        string? token,
        User? user,
        string? error,
        string? rule
    ) =>
        new(
            new Dictionary<string, object?>
            {
                [nameof(NewPasswordPage.Token)] = token,
                [nameof(NewPasswordPage.Email)] = user?.Email,
                [nameof(NewPasswordPage.Error)] = error,
                [nameof(NewPasswordPage.Rule)] = rule,
            }
        )
        {
            StatusCode = error is null && rule is null ? 200 : 400,
        };
}
