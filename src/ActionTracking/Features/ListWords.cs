using Pir.Contracts.Actions;
using Pir.Contracts.Incidents;
using Pir.ServiceDefaults.Http;

namespace Pir.ActionTracking.Features;

/// <summary>Lists of words in the query of a request.</summary>
internal static class ListWords
{
    public static readonly (Func<string, IEnumerable<ActionStatus>?> Of, string Rule) Status = (
        word =>
            word switch
            {
                "proposed" => [ActionStatus.Proposed],
                "accepted" => [ActionStatus.Accepted],
                "completed" => [ActionStatus.Completed],
                "declined" => [ActionStatus.Declined],
                "open" => [ActionStatus.Proposed, ActionStatus.Accepted],
                "all" => Enum.GetValues<ActionStatus>(),
                _ => null,
            },
        "must be open, all, or one or several of proposed, accepted, completed, declined"
    );

    public static readonly (Func<string, IEnumerable<ActionType>?> Of, string Rule) Type = (
        word =>
            Enum.TryParse<ActionType>(word, ignoreCase: true, out var type)
            && !char.IsAsciiDigit(word[0])
                ? [type]
                : null,
        "must be one or several of "
            + $"{string.Join(", ", Enum.GetNames<ActionType>()).ToLowerInvariant()}"
    );

    public static readonly (Func<string, IEnumerable<Severity>?> Of, string Rule) Severity = (
        word => SeverityWords.Parse(word) is { } severity ? [severity] : null,
        "must be a list of sev1, sev2, sev3, sev4, sev5"
    );

    /// <summary>
    /// The values of a comma-separated list of words; empty if there are none.
    /// </summary>
    public static IReadOnlyList<T> Read<T>(
        string field,
        string? text,
        (Func<string, IEnumerable<T>?> Of, string Rule) words,
        FieldErrors errors
    )
    {
        var values = new List<T>();
        foreach (
            var word in (text ?? "").Split(
                ',',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
        {
            var named = words.Of(word.ToLowerInvariant());
            errors.Check(field, named is null ? words.Rule : null);
            values.AddRange(named ?? []);
        }

        return values;
    }
}
