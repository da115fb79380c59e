using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Events;
using Pir.Gateway.Data;
using Pir.Gateway.Identity;
using Pir.ServiceDefaults.Http;
using Pir.Web.Accounts;

namespace Pir.Gateway.Features;

/// <summary>A person accepts an invitation with a name and a password.</summary>
internal static class AcceptInvitation
{
    public const string Path = "/invitation";
    private const string Dead =
        "This invitation is no longer valid. Ask an administrator for a new one.";

    public static void MapInvitation(this IEndpointRouteBuilder routes)
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
        await links.FindAsync(token, isReset: false, ct) is { } user
            ? Page(token, user, user.Name, null, null)
            : Page(null, null, null, Dead, null);

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
            return Page(null, null, null, PageForm.Stale + " Open the invitation again.", null);
        }

        if (await links.FindAsync(form["token"], isReset: false, default) is not { } user)
        {
            return Page(null, null, null, Dead, null);
        }

        var name = form["name"].Trim();
        var errors = Accounts.Check(name, user.Email);
        if (!errors.Any)
        {
            user.Name = name;
            user.RecordSignIn(clock.GetUtcNow().UtcDateTime);
            audit.Add(
                AuditActions.InvitationAccepted,
                user,
                new Actor("user", user.Id.ToString(), name)
            );
            try
            {
                errors = await accounts.SetPasswordAsync(user, form["password"]);
            }
            catch (DbUpdateConcurrencyException)
            {
                return Page(null, null, null, Dead, null);
            }
        }

        if (errors.Any)
        {
            return Page(form["token"], user, name, null, errors);
        }

        var isSignedIn = await sessions.TryBeginAsync(http, user);
        return TypedResults.LocalRedirect(isSignedIn ? "/" : "/sign-in");
    }

    private static RazorComponentResult<SetupPage> Page(
        string? token,
        User? user,
        string? name,
        string? error,
        FieldErrors? errors
    ) =>
        new(
            new Dictionary<string, object?>
            {
                [nameof(SetupPage.Heading)] = "Welcome to PIR Platform",
                [nameof(SetupPage.Action)] = Path,
                [nameof(SetupPage.IsLinkValid)] = user is not null,
                [nameof(SetupPage.Token)] = token,
                [nameof(SetupPage.Name)] = name,
                [nameof(SetupPage.Email)] = user?.Email,
                [nameof(SetupPage.IsEmailFixed)] = true,
                [nameof(SetupPage.Error)] = error,
                [nameof(SetupPage.FieldErrors)] = errors?.Rules,
            }
        )
        {
            StatusCode = error is null && errors is null ? 200 : 400,
        };
}
