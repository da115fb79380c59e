using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Pir.Gateway.Oidc;

namespace Pir.Gateway.Tests;

/// <summary>ID tokens that somebody forged, stole from elsewhere or kept: what an honest provider cannot be made to send.</summary>
public sealed class IdTokenTests
{
    private const string Issuer = "https://id.example";
    private const string Client = "pir";
    private const string Nonce = "of this sign-in";
    private const string ClientSecret = "a secret both sides know, long enough for HS256";

    private static readonly RsaSecurityKey Key = new(RSA.Create(2048)) { KeyId = "k-1" };
    private static readonly RsaSecurityKey Foreign = new(RSA.Create(2048)) { KeyId = "k-1" };

    [Fact]
    public async Task An_honest_token_is_taken() =>
        (await CheckAsync(Token())).Subject.ShouldBe("r-1");

    [Fact]
    public async Task A_token_for_us_among_others_is_taken_where_it_was_given_to_us() =>
        (await CheckAsync(Token(more: [("aud", "other"), ("azp", Client)]))).Subject.ShouldBe(
            "r-1"
        );

    public static TheoryData<string, string> Forged =>
        new()
        {
            { "not signed", Unsigned() },
            { "signed by another key of the same name", Token(Credentials(Foreign)) },
            { "signed with the secret both know", Token(Shared()) },
            { "of another issuer", Token(issuer: "https://evil.example") },
            { "for another client", Token(audience: "other") },
            { "for another client as well", Token(more: [("aud", "other")]) },
            { "given to another client", Token(more: [("aud", "other"), ("azp", "other")]) },
            { "over for longer than clocks differ", Token(ends: -3) },
            { "of another sign-in", Token(nonce: "another") },
            { "of no sign-in", Token(nonce: null) },
            { "about nobody", Token(subject: null) },
            { "no token at all", "abc" },
        };

    [Theory]
    [MemberData(nameof(Forged))]
    public async Task Any_other_token_is_refused(string what, string token) =>
        (await Record.ExceptionAsync(() => CheckAsync(token))).ShouldNotBeNull(what);

    [Fact]
    public async Task A_sign_in_that_has_lost_its_nonce_takes_no_token_without_one() =>
        await Should.ThrowAsync<SecurityTokenException>(() =>
            IdTokens.CheckAsync(Token(nonce: null), null, Options(), default)
        );

    private static Task<JsonWebToken> CheckAsync(string token) =>
        IdTokens.CheckAsync(token, Nonce, Options(), default);

    private static OidcOptions Options()
    {
        var provider = new OpenIdConnectConfiguration { Issuer = Issuer };
        provider.SigningKeys.Add(Key);
        return new()
        {
            ClientId = Client,
            Metadata = new(
                Issuer,
                new Known(provider),
                new HttpDocumentRetriever { RequireHttps = false }
            ),
            ReadMetadata = _ => Task.FromResult(provider),
        };
    }

    private static string Token(
        SigningCredentials? by = null,
        string issuer = Issuer,
        string audience = Client,
        string? nonce = Nonce,
        string? subject = "r-1",
        int ends = 10,
        params (string Type, string Value)[] more
    )
    {
        var claims = new ClaimsIdentity();
        claims.AddClaim(new("aud", audience));
        claims.AddClaims(more.Select(m => new Claim(m.Type, m.Value)));
        if (nonce is not null)
        {
            claims.AddClaim(new("nonce", nonce));
        }

        if (subject is not null)
        {
            claims.AddClaim(new("sub", subject));
        }

        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = issuer,
                Subject = claims,
                IssuedAt = now.AddMinutes(-20),
                NotBefore = now.AddMinutes(-20),
                Expires = now.AddMinutes(ends),
                SigningCredentials = by ?? Credentials(Key),
            }
        );
    }

    private static SigningCredentials Credentials(SecurityKey key) =>
        new(key, SecurityAlgorithms.RsaSha256);

    private static SigningCredentials Shared() =>
        new(
            new SymmetricSecurityKey(System.Text.Encoding.UTF8.GetBytes(ClientSecret)),
            SecurityAlgorithms.HmacSha256
        );

    /// <summary>The same claims under <c>alg: none</c>.</summary>
    private static string Unsigned()
    {
        var header = Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""");
        return $"{header}.{Token().Split('.')[1]}.";
    }

    private sealed class Known(OpenIdConnectConfiguration provider)
        : IConfigurationRetriever<OpenIdConnectConfiguration>
    {
        public Task<OpenIdConnectConfiguration> GetConfigurationAsync(
            string address,
            IDocumentRetriever retriever,
            CancellationToken cancel
        ) => Task.FromResult(provider);
    }
}
