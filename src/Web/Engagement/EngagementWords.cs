using Pir.Contracts.Incidents;

namespace Pir.Web.Engagement;

/// <summary>Rules and policies in words.</summary>
internal static class EngagementWords
{
    public static IReadOnlyList<(string, string)> Severities { get; } =
    [
        .. Enum.GetValues<Severity>()
            .Select(s => (Words.Wire(s), $"{Words.Of(s)}, {Words.Meaning(s)}")),
    ];

    /// <summary>"checkout, payments · SEV1, SEV2".</summary>
    public static string Scope(
        IReadOnlyList<string>? names,
        string all,
        IReadOnlyList<Severity>? severities
    )
    {
        var which = names is { Count: > 0 } ? string.Join(", ", names) : all;
        return severities is { Count: > 0 }
            ? $"{which} · {string.Join(", ", severities.Select(Words.Of))}"
            : $"{which} · every severity";
    }

    /// <summary>"After 5 min Platform, after 10 min more Riley".</summary>
    public static string Chain(IReadOnlyList<EscalationStep>? steps) =>
        string.Join(", ", (steps ?? []).Select(Step));

    private static string Step(EscalationStep step, int position)
    {
        // The number and its unit stay on one line.
        var after = $"{step.AfterMinutes}\u00a0min";
        var who = step.Team ?? step.Person?.Name;
        return position == 0 ? $"After {after} {who}" : $"after {after} more {who}";
    }
}
