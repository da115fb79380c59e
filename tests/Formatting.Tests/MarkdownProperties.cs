using System.Diagnostics;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Shouldly;
using Xunit;

namespace Pir.Formatting.Tests;

/// <summary>Any text is rendered in time, and nothing in it is executed.</summary>
// One at a time, because costs are measured as processor time of the whole process.
[Collection("Formatting")]
public sealed class MarkdownProperties
{
    private static readonly string[] Units =
    [
        "[a](",
        "[a](b)",
        "[",
        "![",
        "[a][",
        "](",
        "[[",
        "[![a](b)](c)",
        "*",
        "*a ",
        "*a_ ",
        "**a*",
        "a**b",
        "_a ",
        "*_",
        "~a ",
        "^a",
        "==a",
        "++a",
        "`",
        "`a ",
        "<",
        "<a ",
        "<b>",
        "<b><i>",
        "<br>",
        "<!--",
        "<details>\n",
        "</details>\n",
        "<img src=x>",
        "<a href=x>",
        "&",
        "&amp;",
        "|a",
        "|a\n",
        "a | b\n",
        "| `a | b |\n",
        "[^1]",
        "[^1]: a\n\n",
        "[a]: b\n",
        "[a]: <b\n",
        "> ",
        ">",
        "- ",
        "1. ",
        "# a\n",
        "- a\n",
        "- [ ] a\n",
        "-\n",
        "> a\n- b\n",
        "> [!NOTE]\n",
        "a\n: b\n\n",
        "```\n",
        "~~~\n\n",
        "a  \n",
        "\\",
        "http://a.b/",
        "www.",
        "a@b",
        "INFO [main] a_b=c d*e\n",
        "\n",
        "\t",
        "\0",
        "\ud800",
    ];

    private static readonly string[] Pieces =
    [
        .. Units,
        "javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "https://e.org",
        "//e.org",
        " onerror=alert(1) ",
        "<script>",
        "</script>",
        "<svg onload=x>",
        "<math><mtext>",
        "<style>@import 'x'",
        "<iframe src=x>",
        "<form action=x>",
        "\"",
        "'",
        ">",
        ")",
        "]",
        "(",
        " ",
        "\n\n",
        "x",
        "]: javascript:x\n",
        "-->",
        "<a href=\"javascript:x\">",
        "<details ontoggle=x>",
        "|---|\n",
        "&#106;",
        "&lt;script&gt;",
    ];

    private static readonly TimeSpan NoLimit = TimeSpan.FromHours(1);

    /// <summary>Bounded by what an ordinary text of that length takes.</summary>
    [Fact]
    public void No_construct_takes_long_however_often_it_is_repeated()
    {
        var text = Repeated("We saw *five* errors, see [log](https://e.org/1).\n\n");
        // The first ones pay for the compilation of the renderer.
        var ordinary = Enumerable.Range(0, 4).Min(_ => CostOf(text));
        var bound = TimeSpan.FromSeconds(1) + (ordinary * 8);

        var slow = Units
            .Select(unit => (Unit: unit, Cost: CostOf(Repeated(unit))))
            .Where(c => c.Cost > bound)
            .ToList();

        slow.ShouldBeEmpty($"an ordinary text takes {ordinary.TotalMilliseconds} ms");
    }

    [Fact]
    public void Nothing_that_is_written_runs_or_leads_where_it_must_not()
    {
        var random = new Random(17);
        for (var round = 0; round < 4_000; round++)
        {
            var text = string.Concat(
                Enumerable
                    .Range(0, random.Next(1, 40))
                    .Select(_ => Pieces[random.Next(Pieces.Length)])
            );

            WrongIn(MarkdownText.ToHtml(text, "x")).ShouldBeEmpty(text);
        }
    }

    private static IEnumerable<string> WrongIn(string html)
    {
        string[] forbidden =
        [
            "script",
            "style",
            "svg",
            "math",
            "iframe",
            "img",
            "form",
            "object",
            "base",
        ];
        foreach (var element in new HtmlParser().ParseDocument(html).Body!.QuerySelectorAll("*"))
        {
            if (forbidden.Contains(element.LocalName))
            {
                yield return element.LocalName;
            }

            foreach (var attribute in element.Attributes)
            {
                if (
                    attribute.Name is "style" or "src"
                    || attribute.Name.StartsWith("on", StringComparison.Ordinal)
                    || (attribute.Name == "href" && !Links.IsSafe(attribute.Value))
                )
                {
                    yield return $"{attribute.Name}={attribute.Value}";
                }
            }
        }
    }

    private static string Repeated(string unit) =>
        string.Concat(Enumerable.Repeat(unit, MarkdownText.MaxLength / unit.Length));

    // Processor time, because the machine may be busy with other programs. Without the time limit,
    // which would hide a construct that the other limits do not stop.
    private static TimeSpan CostOf(string text)
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        MarkdownText.ToHtml(text, "x", 3, NoLimit);
        return Process.GetCurrentProcess().TotalProcessorTime - before;
    }
}
