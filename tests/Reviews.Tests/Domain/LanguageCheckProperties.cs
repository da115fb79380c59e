using FsCheck;
using FsCheck.Fluent;
using Pir.Contracts.Reviews;
using Pir.Reviews.Domain;
using Shouldly;
using Xunit;

namespace Pir.Reviews.Tests.Domain;

/// <summary>The positions of language hints, for any text.</summary>
public sealed class LanguageCheckProperties
{
    private static readonly string[] Names = ["Grace Hopper", "Åsa Öberg"];

    // Phrases, names, and what stands between words; pieces run together as often as not.
    private static readonly string[] Pieces =
    [
        "should have",
        "SHOULD\n have",
        "should",
        "have",
        "human  error",
        "carelessness",
        "Grace Hopper",
        "grace",
        "Åsa",
        "caused",
        " ",
        " ",
        ". ",
        "\r\n",
        "👩‍🚒",
        "’",
        "-",
        "*",
        "shoulder",
    ];

    [Fact]
    public void A_hint_quotes_what_stands_at_its_place() =>
        Holds(
            (text, hints) =>
                hints.All(h => h.Length > 0 && text.Substring(h.Start, h.Length) == h.Text)
        );

    [Fact]
    public void Hints_come_in_order_and_never_overlap() =>
        Holds(
            (_, hints) =>
                hints.Zip(hints.Skip(1)).All(p => p.First.Start + p.First.Length <= p.Second.Start)
        );

    [Fact]
    public void What_is_said_before_moves_a_hint_and_changes_nothing_else() =>
        Holds(
            (text, hints) =>
                Find("We saw this. " + text)
                    .Select(h => h with { Start = h.Start - 13 })
                    .SequenceEqual(hints)
        );

    [Fact]
    public void Case_makes_no_difference() =>
        Holds(
            (text, hints) =>
                Find(text.ToUpperInvariant())
                    .Select(h => (h.Start, h.Length))
                    .SequenceEqual(hints.Select(h => (h.Start, h.Length)))
        );

    [Theory]
    [InlineData("Ops should have seen it", "should have")]
    [InlineData("it was HUMAN\nERROR again", "HUMAN\nERROR")]
    [InlineData("a careless change", "careless")]
    [InlineData("next time we try harder", "try harder")]
    [InlineData("the on-call failed to page", "failed to")]
    [InlineData("they should’ve known", "should’ve")]
    public void Phrases_are_found(string text, string expected)
    {
        // A typographic apostrophe is a policy's own to list.
        var phrases = LanguageCheck.Defaults.Append(new("should’ve", "What was missing?")).ToList();
        LanguageCheck.Find(text, phrases, []).ShouldHaveSingleItem().Text.ShouldBe(expected);
    }

    [Theory]
    [InlineData("the shoulder. Have a look")]
    [InlineData("should. have")]
    [InlineData("the service failed; to be clear, it was down")]
    [InlineData("an inhuman error-rate")]
    public void Other_words_are_left_alone(string text) => Find(text).ShouldBeEmpty();

    [Fact]
    public void A_name_before_a_verb_that_blames_is_more_than_a_name()
    {
        var hints = Find("Grace broke the build. Grace Hopper repaired it.");

        hints
            .Select(h => (h.Text, h.Kind))
            .ShouldBe([("Grace", LanguageHintKind.Blame), ("Grace Hopper", LanguageHintKind.Name)]);
    }

    private static IReadOnlyList<LanguageHint> Find(string text) =>
        LanguageCheck.Find(text, LanguageCheck.Defaults, Names);

    private static void Holds(Func<string, IReadOnlyList<LanguageHint>, bool> property) =>
        Prop.ForAll(
                Gen.Elements(Pieces).ListOf().Select(p => string.Concat(p)).ToArbitrary(),
                text => property(text, Find(text))
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(30));
}
