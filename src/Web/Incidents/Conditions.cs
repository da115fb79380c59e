using Pir.Contracts.Events;
using Pir.Contracts.Incidents;

namespace Pir.Web.Incidents;

/// <summary>What a condition of the list can be about.</summary>
/// <param name="Name">As the API names it.</param>
/// <param name="Operators">The API's operators with the words for people.</param>
internal sealed record ConditionTopic(
    string Name,
    string Label,
    IReadOnlyList<(string Value, string Text)> Operators,
    Func<string, bool> Accepts
)
{
    private static readonly (string, string)[] OfTexts =
    [
        ("is", "is"),
        ("not", "is not"),
        ("contains", "contains"),
    ];

    private static readonly (string, string)[] OfChoices = [("is", "is"), ("not", "is not")];

    private static readonly (string, string)[] OfTimes =
    [
        ("before", "is before"),
        ("after", "is after"),
    ];

    public static IReadOnlyList<ConditionTopic> All { get; } =
    [
        Text("title", "Title"),
        Text("service", "Service"),
        Text("team", "Team"),
        Text("environment", "Environment"),
        Text("commander", "Commander"),
        Choice("severity", "Severity", v => SeverityWords.Parse(v) is not null),
        Choice("status", "Status", v => v is "active" or "all" || IsWord<IncidentStatus>(v)),
        Choice("detectionSource", "Detected by", IsWord<DetectionSource>),
        Choice("drill", "Drill", v => bool.TryParse(v, out _)),
        Time("detected", "Detected"),
        Time("resolved", "Resolved"),
        Time("impactStarted", "Impact started"),
    ];

    private static ConditionTopic Text(string name, string label) =>
        new(name, label, OfTexts, v => v.Length <= 200);

    private static ConditionTopic Choice(string name, string label, Func<string, bool> isWord) =>
        new(
            name,
            label,
            OfChoices,
            v => v.Length > 0 && v.Split(',').All(word => isWord(word.Trim()))
        );

    private static ConditionTopic Time(string name, string label) =>
        new(
            name,
            label,
            OfTimes,
            v =>
                DateOnly.TryParseExact(v, "yyyy-MM-dd", out _)
                || UtcDateTimeConverter.TryRead(v, out _)
        );

    private static bool IsWord<T>(string text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out _) && !char.IsAsciiDigit(text[0]);
}

/// <summary>A condition of the list, in the address as <c>field:operator:value</c>.</summary>
internal sealed record ListCondition(ConditionTopic Topic, string Operator, string Value)
{
    /// <summary>Null for a text that is no condition.</summary>
    public static ListCondition? Parse(string? text)
    {
        if (
            text?.Split(':', 3) is not [var name, var word, var value]
            || ConditionTopic.All.FirstOrDefault(t => t.Name == name) is not { } topic
            || topic.Operators.All(o => o.Value != word)
            || !topic.Accepts(value.Trim())
            || (word == "contains" && value.Trim().Length == 0)
        )
        {
            return null;
        }

        return new(topic, word, value.Trim());
    }

    public string Text => $"{Topic.Name}:{Operator}:{Value}";

    /// <summary>For people.</summary>
    public string Words =>
        $"{Topic.Label} {Topic.Operators.First(o => o.Value == Operator).Text} "
        + (Value.Length == 0 ? "empty" : Value);
}
