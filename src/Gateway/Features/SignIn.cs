using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Events;
using Pir.Gateway.Data;
using Pir.Gateway.Identity;
using Pir.Gateway.Oidc;
using Pir.Gateway.Passkeys;
using Pir.ServiceDefaults.Auth;
using Pir.Web.Accounts;

namespace Pir.Gateway.Features;

/// <summary>Sign-in with e-mail address and password, and sign-out.</summary>
internal static class SignIn
{
    // The same text for every reason, so that nobody learns which accounts exist.
    private const string Refused =
        "Wrong e-mail address or password. After several wrong passwords, the account is "
        + "locked for a while. If you forgot your password, ask an administrator for a "
        + "reset link.";

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        pages.MapGet("/sign-in", ShowAsync);
        pages.MapPost("/sign-in", PostAsync).DisableAntiforgery();
        pages.MapPost("/sign-out", SignOutAsync).DisableAntiforgery();
    }

    private static async Task<IResult> ShowAsync(
        string? returnUrl,
        string? refused,
        HttpContext http,
        Accounts accounts,
        CancellationToken token
    )
    {
        var refusal = SingleSignOnWords.Explain(refused);
        if (http.User.Identity?.IsAuthenticated == true)
        {
            // Why connecting the account with the provider failed.
            return refusal is null
                ? TypedResults.LocalRedirect(Local(returnUrl))
                : NotConnected(refusal);
        }

        var error =
            refusal
            ?? (
                await accounts.IsEmptyAsync(token)
                    ? "No account exists yet. Open the set-up link in the product's console output."
                    : null
            );
        return await PageAsync(http, error, null, returnUrl);
    }

    private static async Task<IResult> PostAsync(
        HttpContext http,
        IAntiforgery antiforgery,
        GatewayDbContext db,
        Accounts accounts,
        Sessions sessions,
        AuditLog audit,
        TimeProvider clock
    )
    {
        var form = await PageForm.ReadAsync(http, antiforgery);
        if (form is null)
        {
            return await PageAsync(http, PageForm.Stale, null, null, 400);
        }

        var (email, password, returnUrl) = (
            form["email"].Trim(),
            form["password"],
            form["returnUrl"]
        );
        var outcome = await accounts.TrySignInAsync(email, password);
        var isSaved = await SaveAsync(db, audit, outcome);
        if (outcome.RestsUntil is { } until)
        {
            return await RestingAsync(
                http,
                until - clock.GetUtcNow().UtcDateTime,
                email,
                returnUrl
            );
        }

        if (!isSaved || !outcome.Succeeded)
        {
            return await PageAsync(http, Refused, email, returnUrl, 401);
        }

        var way = new SignInWay(IsKept: form["keep"].Length > 0);
        if (!await sessions.TryBeginAsync(http, outcome.User!, way))
        {
            await SaveAsync(db, audit, outcome.Overtaken());
            return await PageAsync(http, Refused, email, returnUrl, 401);
        }

        return TypedResults.LocalRedirect(Local(returnUrl));
    }

    private static RazorComponentResult<NotConnectedPage> NotConnected(string refusal) =>
        new(new Dictionary<string, object?> { [nameof(NotConnectedPage.Reason)] = refusal });

    /// <summary>
    /// Says how long sign-in is locked: on the page, and for programs in Retry-After.
    /// </summary>
    private static Task<RazorComponentResult<SignInPage>> RestingAsync(
        HttpContext http,
        TimeSpan wait,
        string email,
        string returnUrl
    )
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        http.Response.Headers.RetryAfter = seconds.ToString();
        var minutes = (seconds + 59) / 60;
        var span = minutes == 1 ? "a minute" : $"{minutes} minutes";
        return PageAsync(
            http,
            "Too many wrong passwords for this e-mail address. Sign-in is locked. Try again in "
                + $"{span}. If you forgot your password, ask an administrator for a reset link.",
            email,
            returnUrl,
            429
        );
    }

    private static async Task<bool> SaveAsync(
        GatewayDbContext db,
        AuditLog audit,
        SignInOutcome outcome
    )
    {
        var action = outcome.Succeeded ? AuditActions.SignedIn : AuditActions.SignInFailed;
        if (outcome.User is { } user)
        {
            audit.Add(
                action,
                user,
                outcome.Succeeded ? new Actor("user", user.Id.ToString(), user.Name) : null,
                outcome.Reason
            );
        }
        else
        {
            // The text is not stored, because people sometimes type a password here.
            audit.Add(action, "user", "", "an unknown account", detail: outcome.Reason);
        }

        try
        {
            await db.SaveChangesAsync();
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another attempt for this account was made at the same moment. Neither succeeds.
            return false;
        }
    }

    private static async Task<IResult> SignOutAsync(
        HttpContext http,
        IAntiforgery antiforgery,
        GatewayDbContext db,
        Sessions sessions,
        SingleSignOut singleSignOut,
        AuditLog audit
    )
    {
        if (http.Request.HasFormContentType)
        {
            // Reports what is wrong with the form.
            await http.Request.ReadFormAsync(http.RequestAborted);
        }

        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return TypedResults.LocalRedirect("/");
        }

        if (http.User.Identity?.IsAuthenticated == true)
        {
            var actor = http.User.ToActor();
            audit.Add(AuditActions.SignedOut, actor.Kind, actor.Id, actor.Name);
            await sessions.EndAsync(http.User, http.RequestAborted);
            await db.SaveChangesAsync();
        }

        var page = await singleSignOut.PageAsync(http);
        await http.SignOutAsync(GatewaySchemes.Cookie);
        return page ?? TypedResults.LocalRedirect("/sign-in");
    }

    internal static async Task<RazorComponentResult<SignInPage>> PageAsync(
        HttpContext http,
        string? error,
        string? email,
        string? returnUrl,
        int status = 200
    )
    {
        var passkeys = http.RequestServices.GetRequiredService<PasskeyCeremonies>();
        return new(
            new Dictionary<string, object?>
            {
                [nameof(SignInPage.Error)] = error,
                [nameof(SignInPage.Provider)] = ProviderSignIn.ProviderName(http),
                [nameof(SignInPage.PasskeyOptions)] = await passkeys.SignInOptionsAsync(
                    http.Request,
                    http.RequestAborted
                ),
                [nameof(SignInPage.Email)] = email,
                [nameof(SignInPage.ReturnUrl)] = Local(returnUrl),
            }
        )
        {
            StatusCode = status,
        };
    }

    /// <summary>
    /// The path if it is one of ours, otherwise the start page, so that a sign-in cannot be abused
    /// to send people elsewhere.
    /// </summary>
    internal static string Local(string? url) =>
        url is ['/', ..] and not ['/', '/' or '\\', ..]
        && !url.Any(char.IsControl)
        && !url.StartsWith("/sign-", StringComparison.Ordinal)
            ? url
            : "/";
}
