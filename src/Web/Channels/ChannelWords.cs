using Pir.Contracts.Incidents;

namespace Pir.Web.Channels;

/// <summary>The channel policy in words.</summary>
internal static class ChannelWords
{
    public static IReadOnlyList<(string, string)> Severities { get; } =
    [
        .. Enum.GetValues<Severity>()
            .Select(s => (Words.Wire(s), $"{Words.Of(s)}, {Words.Meaning(s)}")),
    ];

    public static IReadOnlyList<(string, string)> Moments { get; } =
    [.. Enum.GetValues<ChannelMoment>().Select(m => (Words.Wire(m), Of(m)))];

    public static string Of(ChannelMoment moment) =>
        moment switch
        {
            ChannelMoment.Opened => "Incident opened",
            ChannelMoment.SeverityChanged => "Severity changed",
            _ => "Incident resolved",
        };

    /// <summary>"SEV1, SEV2 · checkout · every team · always".</summary>
    public static string Scope(ChannelRuleFields rule) =>
        string.Join(
            " · ",
            Some(rule.Severities?.Select(Words.Of), "every severity"),
            Some(rule.Services, "every service"),
            Some(rule.Teams, "every team"),
            Some(rule.Moments?.Select(m => Of(m).ToLowerInvariant()), "from opening to resolution")
        );

    /// <summary>"Management by Status page".</summary>
    public static string Of(TriedChannel channel) =>
        $"{channel.Audience} by {channel.Channel ?? "a removed subscription"}";

    public static (string Text, string Shape, string Tone) Of(TellingStatus status) =>
        status switch
        {
            TellingStatus.Sent => ("Sent", "tick", "green"),
            TellingStatus.Failed => ("Failed", "cross", "red"),
            TellingStatus.Retried => ("Retrying", "ring", "amber"),
            TellingStatus.Off => ("Not sent", "ring", "amber"),
            _ => ("Sending", "ring", ""),
        };

    private static string Some(IEnumerable<string>? names, string all) =>
        names?.ToList() is { Count: > 0 } some ? string.Join(", ", some) : all;
}
