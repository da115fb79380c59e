using Pir.Web.Shared.Text;

namespace Pir.Browser.Tests;

/// <summary>The differences between two texts, whatever they are.</summary>
public sealed class WordDiffTests
{
    private static readonly string[] Words =
    [
        "the",
        "cache",
        "was",
        "cold",
        ".",
        " ",
        "\n",
        "é",
        "👩‍🚒",
        "",
    ];

    [Fact]
    public void Without_what_was_added_it_is_the_old_text_without_what_was_removed_the_new()
    {
        var random = new Random(42);
        for (var round = 0; round < 2_000; round++)
        {
            var (before, after) = (Text(random), Text(random));

            var runs = WordDiff.Of(before, after);

            Join(runs, DiffKind.Added).ShouldBe(before);
            Join(runs, DiffKind.Removed).ShouldBe(after);
            runs.ShouldAllBe(r => r.Text.Length > 0);
            runs.Zip(runs.Skip(1)).ShouldAllBe(p => p.First.Kind != p.Second.Kind);
        }
    }

    [Fact]
    public void One_changed_word_is_all_that_changed() =>
        WordDiff
            .Of("The cache was cold on Sunday.", "The cache was empty on Sunday.")
            .ShouldBe([
                new(DiffKind.Same, "The cache was "),
                new(DiffKind.Removed, "cold"),
                new(DiffKind.Added, "empty"),
                new(DiffKind.Same, " on Sunday."),
            ]);

    [Fact]
    public void Two_long_texts_that_share_little_are_compared_in_time()
    {
        var before = string.Join(' ', Enumerable.Range(0, 20_000));
        var after = string.Join(' ', Enumerable.Range(10_000, 20_000));

        Join(WordDiff.Of(before, after), DiffKind.Removed).ShouldBe(after);
    }

    private static string Text(Random random) =>
        string.Concat(
            Enumerable.Range(0, random.Next(15)).Select(_ => Words[random.Next(Words.Length)])
        );

    private static string Join(IEnumerable<DiffRun> runs, DiffKind without) =>
        string.Concat(runs.Where(r => r.Kind != without).Select(r => r.Text));
}
