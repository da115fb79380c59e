namespace Pir.Web.Reviews;

/// <summary>What another person is doing on a page, in words.</summary>
internal static class Presence
{
    /// <param name="field">
    /// The form they are editing, as their page named it. Null while they only read.
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
            "pick" => "sorting the notes",
            _ => "filling in a form",
        };

    /// <summary>The first letters of the first and last words.</summary>
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
