using System.Globalization;
using System.Text.RegularExpressions;
using Pir.Contracts.Times;

namespace Pir.Web.Shared.Text;

/// <summary>
/// A range of whole days (UTC), written in the address of a list as <c>30d</c> for the last thirty
/// days and today, or <c>2026-08-17..2026-08-23</c>, both included.
/// </summary>
/// <param name="From">First moment.</param>
/// <param name="To">First moment after it; null for a range that ends now.</param>
public sealed partial record DayRange(string Text, DateTime From, DateTime? To)
{
    private const int MostDays = 3_660;

    /// <summary>Null if the text is not a range.</summary>
    /// <param name="now">UTC.</param>
    public static DayRange? Parse(string? text, DateTime now)
    {
        var word = text?.Trim() ?? "";
        if (LastDays().Match(word) is { Success: true } last)
        {
            var days = int.Parse(last.Groups["days"].ValueSpan, CultureInfo.InvariantCulture);
            return days is 0 or > MostDays ? null : new(word, now.Date.AddDays(-days), null);
        }

        return
            word.Split("..") is [var first, var end]
            && Day(first) is { } from
            && Day(end) is { } to
            && from <= to
            && TimeRules.Check(Start(from)) is null
            && TimeRules.Check(Start(to)) is null
            ? Between(from, to)
            : null;
    }

    /// <param name="last">Included.</param>
    public static DayRange Between(DateOnly first, DateOnly last) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"{first:yyyy-MM-dd}..{last:yyyy-MM-dd}"),
            Start(first),
            Start(last.AddDays(1))
        );

    /// <summary>For people: <c>Last 30 days</c>, or <c>17 Aug – 23 Aug 2026</c>.</summary>
    public string Words
    {
        get
        {
            if (To is not { } to)
            {
                return $"Last {Text.TrimEnd('d')} days";
            }

            var (first, last) = (
                DateOnly.FromDateTime(From),
                DateOnly.FromDateTime(to).AddDays(-1)
            );
            return first == last
                ? string.Create(CultureInfo.InvariantCulture, $"{last:d MMM yyyy}")
                : first.ToString(
                    first.Year == last.Year ? "d MMM" : "d MMM yyyy",
                    CultureInfo.InvariantCulture
                ) + string.Create(CultureInfo.InvariantCulture, $" – {last:d MMM yyyy}");
        }
    }

    /// <summary>The format for services.</summary>
    internal string FromText => Wire(From);

    internal string? ToText => To is { } to ? Wire(to) : null;

    private static string Wire(DateTime time) =>
        time.ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static DateTime Start(DateOnly day) =>
        day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(
            text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day
            : null;

    [GeneratedRegex("^(?<days>[0-9]{1,4})d$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex LastDays();
}
