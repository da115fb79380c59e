namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// What is wrong with the structure of a text that is meant to be JSON. Dialects of JSON, with
/// comments or single quotes, are no damage.
/// </summary>
[Flags]
internal enum JsonDamage
{
    None = 0,
    MissingComma = 1,
    ExtraComma = 2,
    Bracket = 4,
    OpenText = 8,
    QuoteInText = 16,
    BareText = 32,
    MissingValue = 64,
    NotAMember = 128,
    TooDeep = 256,
}

/// <summary>Damage in words.</summary>
internal static class JsonDamages
{
    private static readonly (JsonDamage Damage, string Words)[] All =
    [
        (JsonDamage.MissingComma, "a comma is missing"),
        (JsonDamage.ExtraComma, "there is a comma too many"),
        (JsonDamage.Bracket, "a bracket is missing or of the wrong kind"),
        (JsonDamage.OpenText, "a quotation mark is missing at the end of a text"),
        (JsonDamage.QuoteInText, "a quotation mark within a text is not escaped"),
        (JsonDamage.BareText, "a text has no quotation marks"),
        (JsonDamage.MissingValue, "a field has no value"),
        (JsonDamage.NotAMember, "something between the fields is none, and is left out"),
        (JsonDamage.TooDeep, "what is nested too deep is left out"),
    ];

    /// <summary>A sentence; null for no damage.</summary>
    public static string? Describe(JsonDamage damage) =>
        damage == JsonDamage.None
            ? null
            : "The JSON is not well formed and was read as it seems to be meant: "
                + string.Join(", ", All.Where(d => damage.HasFlag(d.Damage)).Select(d => d.Words))
                + ".";
}
