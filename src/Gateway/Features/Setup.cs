using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Events;
using Pir.Gateway.Data;
using Pir.Gateway.Identity;
using Pir.Gateway.Start;
using Pir.ServiceDefaults.Http;
using Pir.Web.Accounts;
using ApiToken = Pir.Gateway.Data.ApiToken;

namespace Pir.Gateway.Features;

/// <summary>
/// Creates the first account by the one-time link from the console. The answer shows the first API
/// token, which is never shown again.
/// </summary>
internal static class Setup
{
    private const string Dead =
        "This set-up link is no longer valid. Until the first account is created, each start of "
        + "the product prints a new one.";

    public static void MapSetup(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        pages.MapGet("/setup", ShowAsync);
        pages.MapPost("/setup", PostAsync).DisableAntiforgery();
    }

    private static async Task<IResult> ShowAsync(
        string? token,
        SetupLinks links,
        CancellationToken cancellationToken
    ) =>
        await links.FindAsync(token, cancellationToken) is null
            ? Page(null, Dead)
            : Page(token, null);

    private static async Task<IResult> PostAsync(
        HttpContext http,
        IAntiforgery antiforgery,
        GatewayDbContext db,
        Accounts accounts,
        SetupLinks links,
        Sessions sessions,
        AuditLog audit,
        PublicAddress address,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        if (await PageForm.ReadAsync(http, antiforgery) is not { } form)
        {
            return Page(null, PageForm.Stale + " Open the set-up link again.");
        }

        var secret = form["token"];
        if (await links.FindAsync(secret, cancellationToken) is null)
        {
            return Page(null, Dead);
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var user = User.Create(form["name"].Trim(), form["email"].Trim(), Role.Admin, now);
        var actor = new Actor("user", user.Id.ToString(), user.Name);
        var (token, tokenSecret) = ApiToken.Create(
            "First token",
            user.Id,
            null,
            FirstIncident.Scopes,
            now + FirstIncident.TokenLifetime,
            actor,
            now
        );
        user.RecordSignIn(now);
        links.UseUp();
        db.Tokens.Add(token);
        audit.Add(AuditActions.SetUp, user, actor);
        audit.Add(AuditActions.TokenCreated, token, actor, string.Join(' ', token.OwnScopes));
        FieldErrors errors;
        try
        {
            errors = await accounts.CreateAsync(user, form["password"]);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Page(null, Dead); // The link was used twice at the same moment.
        }

        if (errors.Any)
        {
            return Page(secret, null, form, errors);
        }

        await sessions.TryBeginAsync(http, user);
        http.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<SetupDonePage>(
            new Dictionary<string, object?>
            {
                [nameof(SetupDonePage.Name)] = user.Name,
                [nameof(SetupDonePage.ApiToken)] = tokenSecret.Text,
                [nameof(SetupDonePage.Curl)] = FirstIncident.Curl(
                    address.Of(http.Request),
                    tokenSecret.Text
                ),
            }
        );
    }

    private static RazorComponentResult<SetupPage> Page(
        string? token,
        string? error,
        PageForm? form = null,
        FieldErrors? errors = null
    ) =>
        new(
            new Dictionary<string, object?>
            {
                [nameof(SetupPage.IsLinkValid)] = token is not null,
                [nameof(SetupPage.Token)] = token,
                [nameof(SetupPage.Error)] = error,
                [nameof(SetupPage.Name)] = form?["name"],
                [nameof(SetupPage.Email)] = form?["email"],
                [nameof(SetupPage.FieldErrors)] = errors?.Rules,
            }
        )
        {
            StatusCode = error is null && errors is null ? 200 : 400,
        };
}
