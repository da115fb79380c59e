namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// What is wrong with the structure of a text that should be JSON. Dialects of JSON, with comments
/// or single quotes, do not count as damage.
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

/// <summary>Describes damage in words.</summary>
internal static class JsonDamages
{
    private static readonly (JsonDamage Damage, string Words)[] All =
    [
        (JsonDamage.MissingComma, "a comma is missing"),
        (JsonDamage.ExtraComma, "there is an extra comma"),
        (JsonDamage.Bracket, "a bracket is missing or wrong"),
        (JsonDamage.OpenText, "a quotation mark is missing at the end of a text"),
        (JsonDamage.QuoteInText, "a quotation mark inside a text is not escaped"),
        (JsonDamage.BareText, "a text has no quotation marks"),
        (JsonDamage.MissingValue, "a field has no value"),
        (JsonDamage.NotAMember, "something between the fields is not a field and was left out"),
        (JsonDamage.TooDeep, "content that is nested too deeply was left out"),
    ];

    /// <summary>A sentence; null for no damage.</summary>
    public static string? Describe(JsonDamage damage) =>
        damage == JsonDamage.None
            ? null
            : "The JSON is malformed and was read as probably intended: "
                + string.Join(", ", All.Where(d => damage.HasFlag(d.Damage)).Select(d => d.Words))
                + ".";
}
