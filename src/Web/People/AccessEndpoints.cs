using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Pir.Web.Accounts;
using Pir.Web.Audit;

namespace Pir.Web.People;

/// <summary>Addresses of the pages about people and what they may do.</summary>
internal static class AccessEndpoints
{
    public static void AddAccessPages(this IServiceCollection services)
    {
        services.AddScoped<AccountsClient>();
        services.AddScoped<PeoplePages>();
        services.AddScoped<TeamPages>();
        services.AddScoped<AccountPages>();
        services.AddScoped<TokenPages>();
        services.AddScoped<AuditPages>();
    }

    public static void MapAccess(this RouteGroupBuilder pages)
    {
        MapPeople(pages);
        MapTeams(pages);
        MapAccount(pages);
        MapTokens(pages);
        pages.MapGet(
            "/audit",
            (
                string? action,
                string? actor,
                string? subject,
                string? from,
                string? to,
                string? kind,
                string? after,
                AuditPages p,
                CancellationToken ct
            ) => p.ShowAsync(new(action, actor, subject, from, to, kind), after, ct)
        );
    }

    private static void MapPeople(RouteGroupBuilder pages)
    {
        pages.MapGet("/people", (PeoplePages p, CancellationToken ct) => p.ListAsync(null, ct));
        pages.MapPost("/people", (PeoplePages p, CancellationToken ct) => p.InviteAsync(ct));
        pages.MapGet("/people/roles", (PeoplePages p, CancellationToken ct) => p.RolesAsync(ct));
        pages.MapGet(
            "/people/{id:guid}",
            (Guid id, PeoplePages p, CancellationToken ct) => p.ShowAsync(id, null, ct)
        );
        pages.MapPost(
            "/people/{id:guid}/change",
            (Guid id, PeoplePages p, CancellationToken ct) => p.ChangeAsync(id, ct)
        );
        pages.MapPost(
            "/people/{id:guid}/invite",
            (Guid id, PeoplePages p, CancellationToken ct) => p.InviteAgainAsync(id, ct)
        );
        pages.MapPost(
            "/people/{id:guid}/disable",
            (Guid id, PeoplePages p, CancellationToken ct) => p.SetDisabledAsync(id, true, ct)
        );
        pages.MapPost(
            "/people/{id:guid}/enable",
            (Guid id, PeoplePages p, CancellationToken ct) => p.SetDisabledAsync(id, false, ct)
        );
        pages.MapPost(
            "/people/{id:guid}/sign-out",
            (Guid id, PeoplePages p, CancellationToken ct) => p.SignOutAsync(id, ct)
        );
        pages.MapGet("/people/{id:guid}/{verb}", (Guid id) => new SeeOther($"/people/{id}"));
    }

    private static void MapTeams(RouteGroupBuilder pages)
    {
        pages.MapGet("/teams", (TeamPages p, CancellationToken ct) => p.ListAsync(null, ct));
        pages.MapPost("/teams", (TeamPages p, CancellationToken ct) => p.AddAsync(ct));
        pages.MapGet(
            "/teams/{id:guid}",
            (Guid id, TeamPages p, CancellationToken ct) => p.ShowAsync(id, null, ct)
        );
        pages.MapPost(
            "/teams/{id:guid}/rename",
            (Guid id, TeamPages p, CancellationToken ct) => p.RenameAsync(id, ct)
        );
        pages.MapPost(
            "/teams/{id:guid}/remove",
            (Guid id, TeamPages p, CancellationToken ct) => p.RemoveAsync(id, ct)
        );
        pages.MapPost(
            "/teams/{id:guid}/members",
            (Guid id, TeamPages p, CancellationToken ct) => p.AddMemberAsync(id, ct)
        );
        pages.MapPost(
            "/teams/{id:guid}/members/{person:guid}/remove",
            (Guid id, Guid person, TeamPages p, CancellationToken ct) =>
                p.RemoveMemberAsync(id, person, ct)
        );
        pages.MapGet("/teams/{id:guid}/{**rest}", (Guid id) => new SeeOther($"/teams/{id}"));
    }

    private static void MapAccount(RouteGroupBuilder pages)
    {
        pages.MapGet("/account", (AccountPages p, CancellationToken ct) => p.ShowAsync(null, ct));
        pages.MapPost("/account/name", (AccountPages p, CancellationToken ct) => p.RenameAsync(ct));
        pages.MapPost(
            "/account/password",
            (AccountPages p, CancellationToken ct) => p.ChangePasswordAsync(ct)
        );
        pages.MapPost(
            "/account/passkeys",
            (AccountPages p, CancellationToken ct) => p.AddPasskeyAsync(ct)
        );
        pages.MapPost(
            "/account/passkeys/{id:guid}/rename",
            (Guid id, AccountPages p, CancellationToken ct) => p.RenamePasskeyAsync(id, ct)
        );
        pages.MapPost(
            "/account/passkeys/{id:guid}/remove",
            (Guid id, AccountPages p, CancellationToken ct) => p.RemovePasskeyAsync(id, ct)
        );
        pages.MapPost(
            "/account/sessions/{id:guid}/end",
            (Guid id, AccountPages p, CancellationToken ct) => p.EndSessionAsync(id, ct)
        );
        pages.MapPost(
            "/account/sign-out-everywhere",
            (HttpContext context, AccountPages p, CancellationToken ct) =>
                p.SignOutEverywhereAsync(context, ct)
        );
        pages.MapGet("/account/{**rest}", () => new SeeOther("/account"));
    }

    private static void MapTokens(RouteGroupBuilder pages)
    {
        pages.MapGet("/tokens", (TokenPages p, CancellationToken ct) => p.ListAsync(null, ct));
        pages.MapPost("/tokens", (TokenPages p, CancellationToken ct) => p.AddAsync(ct));
        pages.MapPost(
            "/tokens/{id:guid}/revoke",
            (Guid id, TokenPages p, CancellationToken ct) => p.RevokeAsync(id, ct)
        );
        pages.MapGet("/tokens/{**rest}", () => new SeeOther("/tokens"));
    }
}
