using System.Globalization;

namespace Pir.Actions.Domain;

/// <summary>
/// How callers name an action or an incident: by id, by reference (<c>ACT-7</c>, <c>INC-42</c>), or
/// by the bare number.
/// </summary>
public sealed record NumberedKey(Guid? Id, int? Number)
{
    public const string Action = "ACT-";
    public const string Incident = "INC-";

    /// <summary>Reads any of the three; null for anything else.</summary>
    public static NumberedKey? Parse(string prefix, string text)
    {
        if (Guid.TryParse(text, out var id))
        {
            return new NumberedKey(id, null);
        }

        var digits = text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            ? text[prefix.Length..]
            : text;
        return
            int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0
            ? new NumberedKey(null, number)
            : null;
    }
}
