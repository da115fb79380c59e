using System.Globalization;

namespace Pir.Web.Shared.Text;

/// <summary>
/// A range of whole days that an action has been open, both ends included, written as <c>8-30</c>,
/// or <c>91-</c> without an upper end.
/// </summary>
public sealed record AgeRange(int From, int? To)
{
    /// <summary>The ranges used by Insights.</summary>
    public static IReadOnlyList<AgeRange> All { get; } =
    [new(0, 7), new(8, 30), new(31, 90), new(91, null)];

    public string Text => string.Create(CultureInfo.InvariantCulture, $"{From}-{To}");

    public string Words =>
        To is not { } to ? $"over {From - 1} days"
        : From == 0 ? $"up to {to} days"
        : $"{From}–{to} days";

    /// <summary>Null if the text is not a range.</summary>
    public static AgeRange? Parse(string? text) =>
        (text ?? "").Trim().Split('-') is [var first, var last]
        && Days(first) is { } from
        && (last.Length == 0 || Days(last) >= from)
            ? new(from, Days(last))
            : null;

    private static int? Days(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
        && days < 100_000
            ? days
            : null;
}
