using System.Globalization;

namespace Pir.Contracts.References;

/// <summary>
/// How callers name an incident or an action: by id, by reference (<c>INC-42</c>, <c>ACT-7</c>) or
/// just by number.
/// </summary>
/// <param name="Id">Null if it was named by number.</param>
/// <param name="Number">1 or more; null if it was named by id.</param>
public sealed record Reference(Guid? Id, int? Number)
{
    private const string IncidentPrefix = "INC-";
    private const string ActionPrefix = "ACT-";

    /// <summary>The rule for a text that does not name an incident.</summary>
    public const string IncidentRule = "must be an incident's id or its number, e.g. INC-42";

    /// <summary>Parses the name of an incident; null for anything else.</summary>
    public static Reference? ToIncident(string? text) => Read(IncidentPrefix, text);

    /// <summary>Parses the name of an action; null for anything else.</summary>
    public static Reference? ToAction(string? text) => Read(ActionPrefix, text);

    /// <summary><c>INC-42</c></summary>
    public static string OfIncident(int number) => Of(IncidentPrefix, number);

    /// <summary><c>ACT-7</c></summary>
    public static string OfAction(int number) => Of(ActionPrefix, number);

    private static string Of(string prefix, int number) =>
        prefix + number.ToString(CultureInfo.InvariantCulture);

    private static Reference? Read(string prefix, string? text)
    {
        var trimmed = text?.Trim() ?? "";
        if (Guid.TryParse(trimmed, out var id))
        {
            return new(id, null);
        }

        var digits = trimmed.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            ? trimmed[prefix.Length..]
            : trimmed;
        return
            int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0
            ? new(null, number)
            : null;
    }
}
