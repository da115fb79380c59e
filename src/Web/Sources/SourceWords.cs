namespace Pir.Web.Sources;

/// <summary>Display names of the kinds and policies of sources.</summary>
internal static class SourceWords
{
    public static readonly (string Value, string Text)[] Kinds =
    [
        ("alertmanager", "Prometheus Alertmanager"),
        ("generic", "Any tool that posts JSON"),
    ];

    public static readonly (string Value, string Text)[] Groupings =
    [
        ("group", "each group of alerts"),
        ("alert", "each alert"),
    ];

    public static string Kind(SourceKind? kind) =>
        kind is { } known ? Kinds.First(k => k.Value == Words.Wire(known)).Text : "Unknown";
}
