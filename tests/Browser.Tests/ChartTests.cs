using Pir.Web.Insights;
using Pir.Web.Shared.Text;

namespace Pir.Browser.Tests;

/// <summary>The numbers of a chart as CSV, and the ranges in its links.</summary>
public sealed class ChartTests
{
    private static readonly DateTime Noon = new(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void The_csv_has_plain_numbers_whatever_the_words_on_the_page_are()
    {
        var chart = Of(
            ["week", "median (seconds)", "incidents counted"],
            new ChartRow("2026-11-16", "16 Nov", [5_400, 3], ["1 h 30 min", "3"], ""),
            new ChartRow("2026-11-23", "23 Nov", [null, 0], ["none", "0"], "")
        );
        Assert.Equal(
            "week,median (seconds),incidents counted\r\n2026-11-16,5400,3\r\n2026-11-23,,0\r\n",
            chart.ToCsv()
        );
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-2", "'-2")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("plain", "plain")]
    public void No_text_of_the_csv_is_a_formula(string key, string cell) =>
        Assert.Equal(
            $"name,n\r\n{cell},1\r\n",
            Of(["name", "n"], new ChartRow(key, key, [1], ["1"], "")).ToCsv()
        );

    [Theory]
    [InlineData("30d", "2026-10-22", null, "Last 30 days")]
    [InlineData("2026-08-17..2026-08-23", "2026-08-17", "2026-08-24", "17 Aug – 23 Aug 2026")]
    [InlineData("2025-12-29..2026-01-04", "2025-12-29", "2026-01-05", "29 Dec 2025 – 4 Jan 2026")]
    [InlineData("2026-11-21..2026-11-21", "2026-11-21", "2026-11-22", "21 Nov 2026")]
    public void Days_are_whole_and_both_ends_are_in(
        string text,
        string from,
        string? to,
        string words
    )
    {
        var range = DayRange.Parse(text, Noon)!;
        Assert.Equal(text, range.Text);
        Assert.Equal(from, $"{range.From:yyyy-MM-dd}");
        Assert.Equal(to, range.To is { } end ? $"{end:yyyy-MM-dd}" : null);
        Assert.Equal(words, range.Words);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0d")]
    [InlineData("9999d")]
    [InlineData("yesterday")]
    [InlineData("2026-08-23..2026-08-17")]
    [InlineData("2026-08-17")]
    [InlineData("2026-02-30..2026-03-01")]
    [InlineData("2026-01-01..9999-12-31")]
    public void What_are_no_days_is_no_filter(string? text) =>
        Assert.Null(DayRange.Parse(text, Noon));

    [Theory]
    [InlineData("0-7", 0, 7, "up to 7 days")]
    [InlineData("8-30", 8, 30, "8–30 days")]
    [InlineData("91-", 91, null, "over 90 days")]
    public void Ages_are_days_with_both_ends(string text, int from, int? to, string words)
    {
        var age = AgeRange.Parse(text)!;
        Assert.Equal((from, to, text, words), (age.From, age.To, age.Text, age.Words));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("7")]
    [InlineData("30-8")]
    [InlineData("a-b")]
    [InlineData("-5")]
    [InlineData("1-2-3")]
    public void What_is_no_age_is_no_filter(string? text) => Assert.Null(AgeRange.Parse(text));

    private static Chart Of(IReadOnlyList<string> columns, params ChartRow[] rows) =>
        new("x", "X", "", 1, 0, "", "", ChartKind.Stack, columns, ["n"], rows, ("/", "All"));
}
