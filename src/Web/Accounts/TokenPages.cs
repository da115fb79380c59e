using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.Accounts;

/// <param name="Created">
/// A token that was just created. Its secret is only shown in this response.
/// </param>
public sealed record TokenListModel(Paged<ApiToken> Tokens, CreatedToken? Created);

internal sealed class TokenPages(AccountClient account, Forms forms, TimeProvider clock)
{
    public static void Map(RouteGroupBuilder pages)
    {
        var everybody = pages.ForEverybody();
        everybody.MapGet("/tokens", (TokenPages p, CancellationToken ct) => p.ListAsync(null, ct));
        everybody.MapPost("/tokens", (TokenPages p, CancellationToken ct) => p.AddAsync(ct));
        everybody.MapPost(
            "/tokens/{id:guid}/revoke",
            (Guid id, TokenPages p, CancellationToken ct) => p.RevokeAsync(id, ct)
        );
        everybody.MapGet("/tokens/{**rest}", () => new SeeOther("/tokens"));
    }

    public Task<IResult> ListAsync(Refusal? refusal, CancellationToken ct) =>
        ListAsync(refusal, null, ct);

    public Task<IResult> AddAsync(CancellationToken ct) =>
        forms.ShowAsync(
            "token-new",
            async form =>
            {
                var days = form.Number("days");
                var created = await account.AddTokenAsync(
                    new(
                        form.Text("name"),
                        form.Many("scopes"),
                        Kind: form.Choice<TokenKind>("kind"),
                        ExpiresAt: days is null
                            ? null
                            : clock.GetUtcNow().UtcDateTime.AddDays(days.Value)
                    ),
                    ct
                );
                return await ListAsync(null, created, ct);
            },
            refusal => ListAsync(refusal, null, ct)
        );

    public Task<IResult> RevokeAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "token-revoke",
            async _ =>
            {
                await account.RevokeTokenAsync(id, ct);
                return new("/tokens", "token-revoked");
            },
            refusal => ListAsync(refusal, null, ct)
        );

    private async Task<IResult> ListAsync(
        Refusal? refusal,
        CreatedToken? created,
        CancellationToken ct
    ) =>
        Page.Show<TokensPage, TokenListModel>(new(await account.TokensAsync(ct), created), refusal);
}
