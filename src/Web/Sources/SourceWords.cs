namespace Pir.Web.Sources;

/// <summary>The kinds and policies of sources as a reader sees them.</summary>
internal static class SourceWords
{
    public static readonly (string Value, string Text)[] Kinds =
    [
        ("alertmanager", "Prometheus Alertmanager"),
        ("generic", "Anything that posts JSON"),
    ];

    public static readonly (string Value, string Text)[] Groupings =
    [
        ("group", "each group of alerts"),
        ("alert", "each alert"),
    ];

    public static string Kind(SourceKind? kind) =>
        kind is { } known ? Kinds.First(k => k.Value == Words.Wire(known)).Text : "Unknown";
}
