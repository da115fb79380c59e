using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pir.Gateway.Tests;

/// <summary>
/// An authenticator in software with one passkey. It sends whatever the test wants, even what a
/// browser would never send.
/// </summary>
internal sealed class SoftAuthenticator(string host, string origin) : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte WithKey = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(16);
    private int _signCount;

    /// <summary>The owner of the passkey, from the options for creating it.</summary>
    public string? UserHandle { get; set; }

    /// <summary>Whether its public key is not a point on its curve.</summary>
    public bool HasBrokenKey { get; init; }

    /// <summary>Whether its counter never increases, as for synchronized passkeys.</summary>
    public bool IsSynchronized { get; init; }

    /// <summary>Whether its owner unlocks it by fingerprint, face or PIN.</summary>
    public bool IsUnlocked { get; set; } = true;

    /// <summary>WebAuthn's RegistrationResponseJSON.</summary>
    /// <param name="extra">Replaces or adds members of the client data.</param>
    /// <param name="statement">Format and statement of the attestation, in CBOR.</param>
    public string Register(string challenge, JsonObject? extra = null, byte[]? statement = null)
    {
        byte[] attestation =
        [
            0xA3,
            .. statement ?? [.. Text("fmt"), .. Text("none"), .. Text("attStmt"), 0xA0],
            .. Text("authData"),
            .. Bytes(AuthenticatorData(WithKey, AttestedKey())),
        ];
        return Answer(
            new()
            {
                ["clientDataJSON"] = Encode(ClientData("webauthn.create", challenge, extra)),
                ["attestationObject"] = Encode(attestation),
                ["transports"] = new JsonArray(),
            }
        );
    }

    /// <summary>WebAuthn's AuthenticationResponseJSON.</summary>
    /// <param name="extra">Replaces or adds members of the client data.</param>
    /// <param name="change">Changes the response before it is sent.</param>
    public string SignIn(
        string challenge,
        JsonObject? extra = null,
        Action<JsonObject>? change = null
    )
    {
        _signCount += IsSynchronized ? 0 : 1;
        var data = AuthenticatorData(0, []);
        var client = ClientData("webauthn.get", challenge, extra);
        var signature = _key.SignData(
            [.. data, .. SHA256.HashData(client)],
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence
        );
        var response = new JsonObject
        {
            ["clientDataJSON"] = Encode(client),
            ["authenticatorData"] = Encode(data),
            ["signature"] = Encode(signature),
            ["userHandle"] = UserHandle,
        };
        change?.Invoke(response);
        return Answer(response);
    }

    public static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    public static byte[] Text(string text) =>
        [(byte)(0x60 + text.Length), .. Encoding.UTF8.GetBytes(text)];

    public void Dispose() => _key.Dispose();

    private static byte[] Bytes(byte[] bytes) => [0x58, (byte)bytes.Length, .. bytes];

    private string Answer(JsonObject response) =>
        new JsonObject
        {
            ["id"] = Encode(_id),
            ["rawId"] = Encode(_id),
            ["type"] = "public-key",
            ["response"] = response,
            ["clientExtensionResults"] = new JsonObject(),
        }.ToJsonString();

    private byte[] ClientData(string type, string challenge, JsonObject? extra)
    {
        var data = new JsonObject
        {
            ["type"] = type,
            ["challenge"] = challenge,
            ["origin"] = origin,
            ["crossOrigin"] = false,
        };
        foreach (var (name, value) in extra ?? [])
        {
            data[name] = value?.DeepClone();
        }

        return JsonSerializer.SerializeToUtf8Bytes(data);
    }

    private byte[] AuthenticatorData(byte flags, byte[] key) =>
        [
            .. SHA256.HashData(Encoding.UTF8.GetBytes(host)),
            (byte)(flags | Present | (IsUnlocked ? Verified : 0)),
            0,
            0,
            0,
            (byte)_signCount,
            .. key,
        ];

    /// <summary>Model, id and public key, the key as a COSE map for ES256.</summary>
    private byte[] AttestedKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return
        [
            .. new byte[16],
            0,
            (byte)_id.Length,
            .. _id,
            .. (byte[])[0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21],
            .. Bytes(point.X!),
            0x22,
            .. Bytes(HasBrokenKey ? new byte[point.Y!.Length] : point.Y!),
        ];
    }
}
