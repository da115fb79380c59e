using System.Text.Json;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Platform.Persistence;

namespace Pir.Reviews.Domain;

/// <summary>The one row with the rules for reviews, once someone has changed them.</summary>
public sealed class ReviewPolicy : IVersioned
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    /// <summary><see cref="PolicyRules"/> as JSON: read and written whole.</summary>
    public required string Json { get; set; }
    public DateTime ChangedAt { get; set; }
    public string ChangedBy { get; set; } = "";
    public int Version { get; set; }

    public PolicyRules Rules => JsonSerializer.Deserialize<PolicyRules>(Json, EventJson.Options)!;
}

/// <summary>The rules for reviews.</summary>
/// <param name="OpenFor">Severities whose incidents get a review when they are resolved.</param>
/// <param name="HoursUntilDue">Counted from the incident's resolution.</param>
/// <param name="Needed">
/// Required to publish, besides summary and factors: any of
/// <see cref="PolicyNeeds"/>.
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

    public string ToJson() => JsonSerializer.Serialize(this, EventJson.Options);
}

/// <summary>A blaming phrase, and what to ask instead.</summary>
/// <param name="Text">
/// One or several words. A star at the end of a word matches any ending.
/// </param>
public sealed record Phrase(string Text, string Ask);

/// <summary>What a policy can require of a review.</summary>
public static class PolicyNeeds
{
    public const string Impact = "impact";
    public const string Actions = "actions";
    public const string Learnings = "learnings";
    public const string WentWell = "wentWell";
    public const string Questions = "questions";

    public static IReadOnlyList<string> All { get; } =
    [Impact, Actions, Learnings, WentWell, Questions];
}

/// <summary>A change of the rules: who made it, and the rules before it.</summary>
public sealed class PolicyChange
{
    public required Guid Id { get; init; }
    public required DateTime At { get; init; }
    public required string ActorKind { get; init; }
    public required string ActorId { get; init; }
    public required string ActorName { get; init; }

    /// <summary>JSON of the rules.</summary>
    public required string Before { get; init; }

    /// <inheritdoc cref="Before"/>
    public required string After { get; init; }
}
