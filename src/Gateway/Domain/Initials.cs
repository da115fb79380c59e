using System.Globalization;

namespace Pir.Gateway.Domain;

/// <summary>Two letters for a person, for small spaces.</summary>
public static class Initials
{
    /// <summary>
    /// First letters of the first and the last word: <c>AL</c> for Ada King of Lovelace.
    /// </summary>
    public static string Of(string name)
    {
        var words = name.Split(
            [' ', '.', '@', '-'],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        return words.Length switch
        {
            0 => "?",
            1 => First(words[0]),
            _ => First(words[0]) + First(words[^1]),
        };
    }

    // A letter may be more than one char.
    private static string First(string word) =>
        StringInfo.GetNextTextElement(word).ToUpperInvariant();
}
