using System.Security.Cryptography;
using System.Text;

namespace Pir.Web.Reviews;

/// <summary>Identifies the text that a writer of the notes started from.</summary>
internal static class NotesBase
{
    /// <summary>
    /// A fingerprint of the text. Two writers who started from the same text get the same value.
    /// </summary>
    public static string Of(string? notes) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes((notes ?? "").ReplaceLineEndings("\n")))
        )[..16];
}
