using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.Accounts;

/// <param name="Tokens">The viewer's own tokens.</param>
/// <param name="PasskeyOptions">
/// The options that the browser needs to create a passkey; null if it cannot.
/// </param>
public sealed record AccountModel(
    Me Me,
    IReadOnlyList<SignInSession> Sessions,
    IReadOnlyList<ApiToken> Tokens,
    IReadOnlyList<Passkey> Passkeys,
    string? PasskeyOptions
);

/// <summary>The viewer's own account.</summary>
internal sealed class AccountPages(AccountClient account, Forms forms)
{
    public static void Map(RouteGroupBuilder pages)
    {
        var everybody = pages.ForEverybody();
        everybody.MapGet(
            "/account",
            (AccountPages p, CancellationToken ct) => p.ShowAsync(null, ct)
        );
        everybody.MapPost(
            "/account/name",
            (AccountPages p, CancellationToken ct) => p.RenameAsync(ct)
        );
        everybody.MapPost(
            "/account/password",
            (AccountPages p, CancellationToken ct) => p.ChangePasswordAsync(ct)
        );
        everybody.MapPost(
            "/account/passkeys",
            (AccountPages p, CancellationToken ct) => p.AddPasskeyAsync(ct)
        );
        everybody.MapPost(
            "/account/passkeys/{id:guid}/rename",
            (Guid id, AccountPages p, CancellationToken ct) => p.RenamePasskeyAsync(id, ct)
        );
        everybody.MapPost(
            "/account/passkeys/{id:guid}/remove",
            (Guid id, AccountPages p, CancellationToken ct) => p.RemovePasskeyAsync(id, ct)
        );
        everybody.MapPost(
            "/account/sessions/{id:guid}/end",
            (Guid id, AccountPages p, CancellationToken ct) => p.EndSessionAsync(id, ct)
        );
        everybody.MapPost(
            "/account/sign-out-everywhere",
            (HttpContext context, AccountPages p, CancellationToken ct) =>
                p.SignOutEverywhereAsync(context, ct)
        );
        everybody.MapGet("/account/{**rest}", () => new SeeOther("/account"));
    }

    public async Task<IResult> ShowAsync(Refusal? refusal, CancellationToken ct)
    {
        var me = account.MeAsync(ct);
        var sessions = account.MySessionsAsync(ct);
        var tokens = account.TokensAsync(ct);
        var passkeys = account.MyPasskeysAsync(ct);
        var options = account.BeginPasskeyAsync(ct);
        var (who, where, all) = (await me, await sessions, await tokens);
        return Page.Show<AccountPage, AccountModel>(
            new(
                who,
                where.Items,
                [.. all.Items.Where(t => t.OwnerId?.ToString() == who.Id)],
                (await passkeys).Items,
                (await options).Options
            ),
            refusal
        );
    }

    public Task<IResult> RenameAsync(CancellationToken ct) =>
        forms.SubmitAsync(
            "account-name",
            async form =>
            {
                await account.RenameMeAsync(form.Required("name"), ct);
                return new("/account", "saved");
            },
            refusal => ShowAsync(refusal, ct)
        );

    public Task<IResult> ChangePasswordAsync(CancellationToken ct) =>
        forms.SubmitAsync(
            "account-password",
            async form =>
            {
                // Not trimmed: spaces are part of a password.
                await account.ChangePasswordAsync(form.Raw("current"), form.Raw("new"), ct);
                return new("/account", "password");
            },
            refusal => ShowAsync(refusal, ct)
        );

    public Task<IResult> AddPasskeyAsync(CancellationToken ct) =>
        forms.SubmitAsync(
            "account-passkey",
            async form =>
            {
                var name = form.Required("name");
                await account.AddPasskeyAsync(name, form.Raw("credential"), ct);
                return new("/account", "passkey-added");
            },
            refusal => ShowAsync(refusal, ct)
        );

    public Task<IResult> RenamePasskeyAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "passkey-" + id,
            async form =>
            {
                await account.RenamePasskeyAsync(id, form.Required("name"), ct);
                return new("/account", "saved");
            },
            refusal => ShowAsync(refusal, ct)
        );

    public Task<IResult> RemovePasskeyAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "passkey-" + id,
            async _ =>
            {
                await account.RemovePasskeyAsync(id, ct);
                return new("/account", "passkey-removed");
            },
            refusal => ShowAsync(refusal, ct)
        );

    public Task<IResult> EndSessionAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "account-session",
            async _ =>
            {
                await account.EndMySessionAsync(id, ct);
                return new("/account", "session-ended");
            },
            refusal => ShowAsync(refusal, ct)
        );

    public Task<IResult> SignOutEverywhereAsync(HttpContext context, CancellationToken ct) =>
        forms.SubmitAsync(
            "account-everywhere",
            async _ =>
            {
                await account.EndMySessionsAsync(ct);
                await context.SignOutAsync();
                return new("/sign-in");
            },
            refusal => ShowAsync(refusal, ct)
        );
}
