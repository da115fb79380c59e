using System.Globalization;

namespace Pir.Timelines.Domain;

/// <summary>How callers name an incident: by id, as <c>INC-42</c>, or by the bare number.</summary>
public sealed record IncidentKey(Guid? Id, int? Number)
{
    private const string Prefix = "INC-";

    /// <summary>Reads any of the three; null for anything else.</summary>
    public static IncidentKey? Parse(string text)
    {
        if (Guid.TryParse(text, out var id))
        {
            return new IncidentKey(id, null);
        }

        var digits = text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            ? text[Prefix.Length..]
            : text;
        return
            int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0
            ? new IncidentKey(null, number)
            : null;
    }
}
