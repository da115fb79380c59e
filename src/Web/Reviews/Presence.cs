namespace Pir.Web.Reviews;

/// <summary>What somebody else does on a page, in words.</summary>
internal static class Presence
{
    /// <param name="field">
    /// As their page named it: a form of the page. Null while they only read.
    /// </param>
    public static string? Doing(string? field) =>
        field?.Split('-')[0] switch
        {
            null or "" => null,
            "notes" => "in the notes",
            "summary" => "in the summary",
            "factor" => "in a factor",
            "finding" => "in a finding",
            "action" => "in an action",
            "pick" => "choosing words",
            _ => "filling in a form",
        };

    /// <summary>First letters of the first and the last word.</summary>
    public static string Initials(string name)
    {
        var words = name.Split([' ', '.', '@'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length switch
        {
            0 => "?",
            1 => $"{char.ToUpperInvariant(words[0][0])}",
            _ => $"{char.ToUpperInvariant(words[0][0])}{char.ToUpperInvariant(words[^1][0])}",
        };
    }
}
