using System.Text.RegularExpressions;
using Pir.Contracts.Events;

namespace Pir.Contracts.Audit;

/// <summary>
/// An audit entry as a sentence, split into the parts that a page shows differently: "Mara Lind",
/// "resolved", "INC-7 Checkout down", "".
/// </summary>
/// <param name="Subject">The subject; <c>""</c> if the words are complete without it.</param>
public sealed partial record AuditSentence(string Who, string Before, string Subject, string After)
{
    /// <summary>The text for a subject of each kind, with and without its name.</summary>
    private static readonly Dictionary<string, (string Named, string Any)> Kinds = new(
        StringComparer.Ordinal
    )
    {
        ["incident"] = ("{0}", "an incident"),
        ["review"] = ("the review of {0}", "a review"),
        ["policies"] = ("the review policies", "the review policies"),
        ["action"] = ("{0}", "an action"),
        ["source"] = ("the source {0}", "a source"),
        ["catalog"] = ("{0}", "services"),
        ["delivery"] = ("a webhook from {0}", "a webhook"),
        ["alertRule"] = ("the alert rule {0}", "an alert rule"),
        ["alertRules"] = ("the alert rules", "the alert rules"),
        ["silence"] = ("the silence {0}", "a silence"),
        ["automationRule"] = ("the automation rule {0}", "an automation rule"),
        ["channelRule"] = ("the channel rule {0}", "a channel rule"),
        ["channelRules"] = ("the channel rules", "the channel rules"),
        ["subscription"] = ("the subscription {0}", "a subscription"),
        ["service"] = ("the service {0}", "a service"),
        ["engagementRule"] = ("the engagement rule {0}", "an engagement rule"),
        ["escalationPolicy"] = ("the escalation policy {0}", "an escalation policy"),
        ["engagementSettings"] = ("the default team", "the default team"),
        ["severity"] = ("the severity {0}", "a severity"),
        ["user"] = ("{0}", "a person"),
        ["team"] = ("the team {0}", "a team"),
        ["token"] = ("the token {0}", "a token"),
    };

    public static AuditSentence Of(Actor actor, string words, AuditSubject subject)
    {
        var (before, kind, after) = Split(words);
        var named = string.Join(
            ' ',
            ((string?[])[subject.Reference, subject.Name]).OfType<string>()
        );
        var shown =
            kind is null ? ""
            : named.Length == 0 ? AnyOf(kind)
            : Kinds
                .GetValueOrDefault(kind, ("{0}", ""))
                .Item1.Replace("{0}", named, StringComparison.Ordinal);
        return new(NameOf(actor), before, shown, after);
    }

    /// <summary>What was done, without actor and name: "Resolved an incident".</summary>
    public static string Describe(string words)
    {
        var (before, kind, after) = Split(words);
        var text = before + (kind is null ? "" : AnyOf(kind)) + after;
        return text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..];
    }

    public override string ToString() => $"{Who} {Before}{Subject}{After}";

    // A personal token's name follows its owner's: "Mara Lind (Deployments)".
    private static string NameOf(Actor actor) =>
        actor.Kind == "token" && Owned().Match(actor.Name) is { Success: true } owned
            ? $"{owned.Groups["owner"].Value} (token {owned.Groups["token"].Value})"
        : actor.Kind is "token" or "source" ? $"{actor.Name} ({actor.Kind})"
        : actor.Name;

    [GeneratedRegex("""^(?<owner>[^(]+) \((?<token>.+)\)$""", RegexOptions.Singleline, 200)]
    private static partial Regex Owned();

    private static string AnyOf(string kind) =>
        Kinds.TryGetValue(kind, out var form) ? form.Any : kind;

    private static (string Before, string? Kind, string After) Split(string words)
    {
        var from = words.IndexOf('{', StringComparison.Ordinal);
        var to = words.IndexOf('}', StringComparison.Ordinal);
        return from < 0 || to < from
            ? (words, null, "")
            : (words[..from], words[(from + 1)..to], words[(to + 1)..]);
    }
}
