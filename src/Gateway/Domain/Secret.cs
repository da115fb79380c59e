using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Pir.Gateway.Domain;

/// <summary>
/// A random secret that is shown once and stored only as a hash. 32 random bytes need no slow hash,
/// because they cannot be guessed.
/// </summary>
/// <param name="Text">The secret, for its holder.</param>
public sealed record Secret(string Text)
{
    private const int PrefixLength = 12;

    /// <summary>SHA-256 of the text, for the database.</summary>
    public byte[] Hash => HashOf(Text);

    /// <summary>First characters, to find the row and to show in lists.</summary>
    public string Prefix => PrefixOf(Text);

    /// <param name="mark">Prefix of the text, so that a leaked secret can be recognised.</param>
    public static Secret Create(string mark = "") =>
        new(mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    public static string PrefixOf(string text) => text[..Math.Min(text.Length, PrefixLength)];

    /// <summary>Compares in constant time.</summary>
    public static bool Matches(string text, byte[] hash) =>
        CryptographicOperations.FixedTimeEquals(HashOf(text), hash);

    // Overridden because a record prints its members.
    public override string ToString() => "***";
}
