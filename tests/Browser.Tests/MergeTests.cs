using System.Text.Json;
using Pir.Browser.Tests.Drivers;
using Pir.Testing.Processes;

namespace Pir.Browser.Tests;

/// <summary>Merges two people's changes of one text, as the page does.</summary>
[Collection(ProductCollection.Name)]
public sealed class MergeTests(Product product)
{
    private const string Merge = """
        async ([source, base, mine, theirs, keep]) => {
          const { merge } = await import("data:text/javascript;base64," + source);
          const { text, clashes, caret } = merge(base, mine, theirs, keep);
          return { text, clashes, rest: text.slice(caret(mine.length)) };
        }
        """;

    [Theory]
    [InlineData("", "mine", "theirs", "theirs\nmine", "")]
    [InlineData("a", "a\nmine", "a\ntheirs", "a\ntheirs\nmine", "")]
    [InlineData("a\n", "a\nmine", "a\ntheirs", "a\ntheirs\nmine", "")]
    [InlineData("a", "a longer", "a\ntheirs", "a longer\ntheirs", "\ntheirs")]
    [InlineData("a\nb", "A\nb", "a\nB", "A\nB", "")]
    [InlineData("a\nb\nc", "a\nc", "a\nb\nc\nd", "a\nc\nd", "\nd")]
    [InlineData("a\nb", "a\nc", "a\nc", "a\nc", "")]
    [InlineData("", "one two three", "one two", "one two three", "")]
    [InlineData("a\r\nb", "a\nb\nmine", "theirs\r\na\r\nb", "theirs\na\nb\nmine", "")]
    public async Task Different_lines_go_together(
        string was,
        string mine,
        string theirs,
        string both,
        string afterTheCaret
    )
    {
        var outcome = await MergeAsync(was, mine, theirs, "both");
        outcome.GetProperty("text").GetString().ShouldBe(both);
        outcome.GetProperty("clashes").GetInt32().ShouldBe(0);
        outcome.GetProperty("rest").GetString().ShouldBe(afterTheCaret);
    }

    [Theory]
    [InlineData("both", "new\nx\ntheirs\nmine\nz\nmore")]
    [InlineData("mine", "new\nx\nmine\nz\nmore")]
    [InlineData("theirs", "new\nx\ntheirs\nz\nmore")]
    public async Task Of_a_line_both_changed_stays_what_is_chosen_and_all_else_once(
        string keep,
        string expected
    )
    {
        var outcome = await MergeAsync("x\ny\nz", "x\nmine\nz\nmore", "new\nx\ntheirs\nz", keep);
        outcome.GetProperty("text").GetString().ShouldBe(expected);
        outcome.GetProperty("clashes").GetInt32().ShouldBe(1);
    }

    private async Task<JsonElement> MergeAsync(params string[] texts)
    {
        var source = await File.ReadAllBytesAsync(
            Repository.PathOf("src", "Web", "assets", "js", "merge.js")
        );
        // Not a page of the product, because those only import their own scripts.
        await using var reader = await product.SomebodyAsync(isSignedIn: false);
        return await reader.Page.EvaluateAsync<JsonElement>(
            Merge,
            new[] { Convert.ToBase64String(source) }.Concat(texts)
        );
    }
}
