using Pir.Contracts.Incidents;

namespace Pir.Contracts.Reviews;

/// <summary>The rules for reviews.</summary>
/// <param name="OpenFor">Severities whose incidents get a review when they are resolved.</param>
/// <param name="HoursUntilDue">Counted from the incident's resolution.</param>
/// <param name="Needed">
/// Required to publish, besides summary and factors: any of impact, actions, learnings, wentWell,
/// questions.
/// </param>
/// <param name="Phrases">The phrases that the language check flags.</param>
/// <param name="NeutralFor">
/// Severities whose review should not be led by someone with a role in the incident.
/// </param>
public sealed record PolicyRules(
    IReadOnlyList<Severity> OpenFor,
    double HoursUntilDue,
    IReadOnlyList<string> Needed,
    IReadOnlyList<Phrase> Phrases,
    IReadOnlyList<Severity> NeutralFor
)
{
    public TimeSpan DueAfter => TimeSpan.FromHours(HoursUntilDue);

    public bool AsksFor(Severity severity) => OpenFor.Contains(severity);
}

/// <summary>A blaming phrase, and what to ask instead.</summary>
/// <param name="Text">
/// One or several words. A star at the end of a word matches any ending.
/// </param>
public sealed record Phrase(string Text, string Ask);
