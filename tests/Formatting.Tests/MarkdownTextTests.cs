using Shouldly;
using Xunit;

namespace Pir.Formatting.Tests;

/// <summary>What readers see of the shapes that post-mortems are written in.</summary>
[Collection("Formatting")]
public sealed class MarkdownTextTests
{
    [Theory]
    [InlineData("a\nb", "<p>a\nb</p>")]
    [InlineData("a  \nb", "<p>a<br>\nb</p>")]
    [InlineData("~~old~~ ==new== H~2~O", "<p><del>old</del> <mark>new</mark> H<sub>2</sub>O</p>")]
    [InlineData("one<br>two", "<p>one<br>two</p>")]
    [InlineData("a <!-- hidden --> b", "<p>a  b</p>")]
    [InlineData("<!-- hidden -->", "")]
    [InlineData("<span style=\"color:red\">Draft</span>", "<p>Draft</p>")]
    [InlineData("press <kbd>x</kbd>, <b>now", "<p>press <kbd>x</kbd>, now</p>")]
    [InlineData("List<String> of <none>", "<p>List&lt;String&gt; of &lt;none&gt;</p>")]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("[js](javascript:alert(1)) [file](a.md)", "<p>js file</p>")]
    [InlineData("![error rate](data:image/png;base64,iVBO=)", "<p>error rate</p>")]
    [InlineData("| a |\n|--:|\n| 1 |", "class=\"is-right\"")]
    [InlineData("| a |\n|---|\n| `x \\| y` |", "<td><code>x | y</code></td>")]
    [InlineData("`x \\| y`", "<code>x \\| y</code>")]
    [InlineData("- [x] done", "<input disabled=\"\" type=\"checkbox\" checked=\"checked\"")]
    [InlineData("> [!WARNING]\n> Wait", "<p class=\"markdown-alert-title\">Warning</p>")]
    public void Shows(string markdown, string html) => Html(markdown).ShouldContain(html);

    [Theory]
    [InlineData("![graph](https://e.org/g.png)", "https://e.org/g.png", "graph")]
    [InlineData("![](https://e.org/g.png)", "https://e.org/g.png", "https://e.org/g.png")]
    [InlineData("a <img src='https://e.org/g.png' alt=graph>", "https://e.org/g.png", "graph")]
    [InlineData("<img alt=\"graph\" src=\"https://e.org/g.png\">", "https://e.org/g.png", "graph")]
    [InlineData(
        "https://e.org/?a=1&b=2",
        "https://e.org/?a=1&amp;b=2",
        "https://e.org/?a=1&amp;b=2"
    )]
    [InlineData("[in](/actions/1)", "/actions/1", "in")]
    public void Links_and_pictures_lead_to_their_address(string markdown, string to, string text) =>
        Html(markdown)
            .ShouldContain($"<a href=\"{to}\" rel=\"noopener noreferrer nofollow\">{text}</a>");

    [Fact]
    public void A_section_to_unfold_keeps_what_is_in_it()
    {
        var html = Html("<details open onclick=x><summary>Log</summary>\n\n- a\n\n</details>\n\nb");

        html.ShouldContain("<details><summary>Log</summary>");
        html.IndexOf("<li>", StringComparison.Ordinal)
            .ShouldBeLessThan(html.IndexOf("</details>", StringComparison.Ordinal));
        html.ShouldEndWith("</details>\n\n<p>b</p>\n");
    }

    [Fact]
    public void A_footnote_and_a_heading_are_found_by_ids_of_this_text_alone()
    {
        var html = Html("# The end\n\n[up](#the-end) told[^1]\n\n[^1]: by mail");

        html.ShouldContain("id=\"notes-the-end\"");
        html.ShouldContain("href=\"#notes-the-end\"");
        html.ShouldContain("href=\"#notes-fn:1\"");
        html.ShouldContain("<li id=\"notes-fn:1\">");
    }

    [Fact]
    public void Headings_start_below_the_page_and_leave_no_holes() =>
        Html("# a\n\n#### b")
            .ShouldSatisfyAllConditions(
                html => html.ShouldContain("<h3 id=\"notes-a\">a</h3>"),
                html => html.ShouldContain("<h4 id=\"notes-b\">b</h4>")
            );

    [Fact]
    public void A_link_within_a_link_publishes_no_script()
    {
        foreach (
            var markdown in new[]
            {
                "[a [b](javascript:x) c](https://e.org)",
                "[![a](javascript:x)](javascript:y)",
                "[a ![b](javascript:x) <https://e.org>](https://f.org)",
                "[a][j]\n\n[j]: javascript:x",
                "<javascript:x>",
                "[a](java&#10;script:x) [b](&#106;avascript:x) [c](JaVaScRiPt:x)",
                "[a](\u0001javascript:x) [b](//evil.example) [c](/\\evil.example)",
            }
        )
        {
            Html(markdown).ShouldNotContain("href=\"j", Case.Insensitive);
            Html(markdown).ShouldNotContain("href=\"/", Case.Insensitive);
        }
    }

    [Fact]
    public void One_paragraph_that_cannot_be_formatted_leaves_the_others_as_they_are()
    {
        var html = Html("**before**\n\n" + new string('[', 500) + "\n\n**after**");

        html.ShouldContain("<strong>before</strong>");
        html.ShouldContain(new string('[', 500));
        html.ShouldContain("<strong>after</strong>");
    }

    [Theory]
    [InlineData(">")]
    [InlineData("> ")]
    [InlineData("- ")]
    [InlineData("1. ")]
    public void What_is_nested_too_deeply_is_shown_as_written_and_says_so(string unit)
    {
        var html = Html(string.Concat(Enumerable.Repeat(unit, 128)) + "**a**");

        html.ShouldContain("too long or too deeply nested");
        html.ShouldContain("**a**");
    }

    [Fact]
    public void A_text_beyond_the_time_limit_is_shown_as_written() =>
        MarkdownText
            .ToHtml("**a** " + new string('x', 50_000) + " *b*", "notes", 3, TimeSpan.Zero)
            .ShouldContain("**a**");

    [Fact]
    public void Nothing_is_nothing() => Html(" \n").ShouldBe("");

    private static string Html(string markdown) => MarkdownText.ToHtml(markdown, "notes");
}
