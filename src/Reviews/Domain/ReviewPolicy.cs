using System.Text.Json;
using Pir.Contracts.Events;
using Pir.Contracts.Reviews;
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

    public static string JsonOf(PolicyRules rules) =>
        JsonSerializer.Serialize(rules, EventJson.Options);
}

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
