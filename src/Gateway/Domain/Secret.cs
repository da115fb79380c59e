using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Pir.Gateway.Domain;

/// <summary>
/// A random secret that is shown once and kept only as its hash. 32 random bytes need no slow hash:
/// there is nothing to guess.
/// </summary>
/// <param name="Text">What its holder keeps.</param>
public sealed record Secret(string Text)
{
    private const int PrefixLength = 12;

    /// <summary>SHA-256 of the text; what the database keeps.</summary>
    public byte[] Hash => HashOf(Text);

    /// <summary>First characters, by which the row is found and which a list may show.</summary>
    public string Prefix => PrefixOf(Text);

    /// <param name="mark">
    /// What the text begins with, so that a leaked one can be recognised.
    /// </param>
    public static Secret Create(string mark = "") =>
        new(mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    public static string PrefixOf(string text) => text[..Math.Min(text.Length, PrefixLength)];

    /// <summary>Compares in constant time.</summary>
    public static bool Matches(string text, byte[] hash) =>
        CryptographicOperations.FixedTimeEquals(HashOf(text), hash);

    // A record would print its members.
    public override string ToString() => "***";
}
