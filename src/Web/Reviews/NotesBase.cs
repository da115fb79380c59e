using System.Security.Cryptography;
using System.Text;

namespace Pir.Web.Reviews;

/// <summary>The text the writer of the notes began from.</summary>
internal static class NotesBase
{
    /// <summary>
    /// Stands for a text: two writers who started from the same one have the same.
    /// </summary>
    public static string Of(string? notes) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes((notes ?? "").ReplaceLineEndings("\n")))
        )[..16];
}
