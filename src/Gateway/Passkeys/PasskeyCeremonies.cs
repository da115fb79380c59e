using System.Data.Common;
using System.Text.Json;
using Fido2NetLib;
using Fido2NetLib.Objects;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Texts;
using Pir.Gateway.Data;

namespace Pir.Gateway.Passkeys;

/// <summary>Registers passkeys and verifies their signatures.</summary>
internal sealed partial class PasskeyCeremonies(
    GatewayDbContext db,
    RelyingParty party,
    PasskeyChallenges challenges,
    TimeProvider clock,
    ILogger<PasskeyCeremonies> logger
)
{
    // Longer than any authenticator's response.
    private const int LongestAnswer = 20_000;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>
    /// The options that a browser needs to create a passkey, as JSON; null if it cannot create any.
    /// </summary>
    public async Task<string?> CreationOptionsAsync(
        HttpRequest request,
        User user,
        string purpose,
        CancellationToken ct
    )
    {
        if (party.For(request) is not { } fido)
        {
            return null;
        }

        var known = await db
            .Passkeys.Where(p => p.UserId == user.Id)
            .Select(p => p.CredentialId)
            .ToListAsync(ct);
        return Options(fido, user, known, challenges.Create(purpose)).ToJson();
    }

    /// <summary>
    /// Adds the passkey that a browser has created, with the next save; null if it is not valid.
    /// </summary>
    public async Task<Passkey?> RegisterAsync(
        HttpRequest request,
        User user,
        string purpose,
        string name,
        string credential,
        CancellationToken ct
    )
    {
        if (
            party.For(request) is not { } fido
            || Read<AuthenticatorAttestationRawResponse>(credential) is not { } answer
            || ChallengeOf(answer.Response?.ClientDataJson) is not { } challenge
            || !await challenges.TryUseAsync(challenge, purpose, ct)
        )
        {
            return null;
        }

        try
        {
            var made = await fido.MakeNewCredentialAsync(
                new()
                {
                    AttestationResponse = answer,
                    OriginalOptions = Options(fido, user, [], challenge),
                    IsCredentialIdUniqueToUserCallback = async (id, token) =>
                        !await db.Passkeys.AnyAsync(p => p.CredentialId == id.CredentialId, token),
                },
                ct
            );
            var passkey = new Passkey
            {
                Id = Guid.CreateVersion7(),
                UserId = user.Id,
                Name = name.CutTo(Passkey.MaximumNameLength),
                CredentialId = made.Id,
                PublicKey = made.PublicKey,
                SignCount = made.SignCount,
                CreatedAt = Now,
            };
            db.Passkeys.Add(passkey);
            return passkey;
        }
        catch (Exception exception) when (IsAnswersFault(exception))
        {
            Log.Refused(logger, exception.GetType().Name);
            return null;
        }
    }

    /// <summary>
    /// The options that a browser needs to sign in with a passkey; null if nobody has one.
    /// </summary>
    public async Task<string?> SignInOptionsAsync(HttpRequest request, CancellationToken ct) =>
        party.For(request) is { } fido && await db.Passkeys.AnyAsync(ct)
            ? SignInOptions(fido, challenges.Create(PasskeyChallenges.SignIn)).ToJson()
            : null;

    /// <summary>
    /// The passkey that has signed, marked as used with the next save; null if the signature is not
    /// valid.
    /// </summary>
    public async Task<Passkey?> CheckAsync(
        HttpRequest request,
        string credential,
        CancellationToken ct
    )
    {
        if (
            party.For(request) is not { } fido
            || Read<AuthenticatorAssertionRawResponse>(credential) is not { RawId: { } id } answer
            || ChallengeOf(answer.Response?.ClientDataJson) is not { } challenge
            || !await challenges.TryUseAsync(challenge, PasskeyChallenges.SignIn, ct)
            || await db.Passkeys.SingleOrDefaultAsync(p => p.CredentialId == id, ct)
                is not { } passkey
        )
        {
            return null;
        }

        try
        {
            var checkedAnswer = await fido.MakeAssertionAsync(
                new()
                {
                    AssertionResponse = answer,
                    OriginalOptions = SignInOptions(fido, challenge),
                    StoredPublicKey = passkey.PublicKey,
                    StoredSignatureCounter = (uint)passkey.SignCount,
                    IsUserHandleOwnerOfCredentialIdCallback = (owner, _) =>
                        Task.FromResult(
                            passkey.UserId.ToByteArray().AsSpan().SequenceEqual(owner.UserHandle)
                        ),
                },
                ct
            );
            passkey.SignCount = checkedAnswer.SignCount;
            passkey.LastUsedAt = Now;
            return passkey;
        }
        catch (Exception exception) when (IsAnswersFault(exception))
        {
            Log.Refused(logger, exception.GetType().Name);
            return null;
        }
    }

    /// <summary>
    /// Whether the fault is in the browser's data. The library parses untrusted keys and
    /// certificates, so any exception about them is a refusal. Database errors are ours.
    /// </summary>
    private static bool IsAnswersFault(Exception exception) =>
        exception is not (OperationCanceledException or DbException);

    private static CredentialCreateOptions Options(
        Fido2 fido,
        User user,
        IEnumerable<byte[]> known,
        byte[] challenge
    )
    {
        var options = fido.RequestNewCredential(
            new()
            {
                User = new()
                {
                    Id = user.Id.ToByteArray(),
                    Name = user.Email!,
                    DisplayName = user.Name,
                },
                ExcludeCredentials = [.. known.Select(id => new PublicKeyCredentialDescriptor(id))],
                // Stored by the authenticator, so that no e-mail address is needed, and unlocked by
                // fingerprint, face or PIN. It replaces both name and password.
                AuthenticatorSelection = new()
                {
                    ResidentKey = ResidentKeyRequirement.Required,
                    UserVerification = UserVerificationRequirement.Required,
                },
                AttestationPreference = AttestationConveyancePreference.None,
            }
        );
        options.Challenge = challenge;
        return options;
    }

    private static AssertionOptions SignInOptions(Fido2 fido, byte[] challenge)
    {
        var options = fido.GetAssertionOptions(
            new() { UserVerification = UserVerificationRequirement.Required }
        );
        options.Challenge = challenge;
        return options;
    }

    private static T? Read<T>(string json)
        where T : class
    {
        try
        {
            return json.Length > LongestAnswer ? null : JsonSerializer.Deserialize<T>(json);
        }
        catch (Exception exception) when (IsAnswersFault(exception))
        {
            return null;
        }
    }

    /// <summary>The signed challenge. The library compares it with the expected one.</summary>
    private static byte[]? ChallengeOf(byte[]? clientData)
    {
        try
        {
            return clientData is null ? null
                : JsonSerializer.Deserialize<ClientData>(clientData)?.Challenge is { } text
                    ? System.Buffers.Text.Base64Url.DecodeFromChars(text)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        // Only the type, because messages quote the request.
        [LoggerMessage(Level = LogLevel.Warning, Message = "A passkey was refused: {Reason}")]
        public static partial void Refused(ILogger logger, string reason);
    }

    private sealed record ClientData(
        [property: System.Text.Json.Serialization.JsonPropertyName("challenge")] string? Challenge
    );
}
