using Pir.Contracts.Audit;

namespace Pir.Web.Audit;

/// <summary>How the audit log names things for a reader.</summary>
internal static class AuditWords
{
    /// <summary>The kinds of subjects, for the filter.</summary>
    public static readonly IReadOnlyList<(string Value, string Text)> Kinds =
    [
        ("user", "People"),
        ("team", "Teams"),
        ("token", "Tokens"),
        ("incident", "Incidents"),
        ("review", "Reviews"),
        ("policies", "Review policies"),
        ("action", "Actions"),
        ("source", "Sources"),
        ("delivery", "Webhooks"),
        ("subscription", "Subscriptions"),
        ("service", "Operations"),
        ("product", "Sample data"),
    ];

    /// <summary>The page of a subject; null when it has none.</summary>
    public static string? PathOf(AuditSubject subject) =>
        (subject.Kind, subject.Id) switch
        {
            ("policies", _) => "/policies",
            (_, null) => null,
            ("incident", { } id) => "/incidents/" + Uri.EscapeDataString(subject.Reference ?? id),
            ("review", { } id) => "/reviews/" + Uri.EscapeDataString(id),
            ("action", { } id) => "/actions/" + Uri.EscapeDataString(subject.Reference ?? id),
            ("source", { } id) => "/sources/" + Uri.EscapeDataString(id),
            ("delivery", { } id) => "/deliveries/" + Uri.EscapeDataString(id),
            ("subscription", { } id) => "/subscriptions/" + Uri.EscapeDataString(id),
            _ => null,
        };
}
