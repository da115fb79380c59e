using Pir.Contracts.Texts;
using Shouldly;
using Xunit;

namespace Pir.Contracts.Tests;

/// <summary>Cleaning of text from outside, whoever sends it.</summary>
public sealed class CleanTextTests
{
    [Theory]
    [InlineData("as it was", "as it was")]
    [InlineData("é 🔥 \u05d0", "é 🔥 \u05d0")]
    [InlineData("", "")]
    [InlineData("  \t\n", "")]
    [InlineData("\u200b\u2060\ufeff", "")]
    [InlineData("\u3164 \u2800", "")]
    [InlineData("\u202e\u2066", "")]
    [InlineData("\u200bx", "\u200bx")]
    public void What_nobody_sees_is_empty(string text, string clean) =>
        text.Cleaned().ShouldBe(clean);

    [Fact]
    public void Half_a_character_is_substituted()
    {
        // Attributes cannot contain them.
        "a\ud800b".Cleaned().ShouldBe("a\ufffdb");
        "\udc00".Cleaned().ShouldBe("\ufffd");
        "🔥\ud83d".Cleaned().ShouldBe("🔥\ufffd");
        "🔥".Cleaned().ShouldBe("🔥");
    }

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdef", 4, "abc…")]
    [InlineData("ab🔥cd", 4, "ab…")]
    [InlineData("abe\u0301cd", 4, "ab…")]
    [InlineData("a👨‍👩‍👧bcd", 7, "a…")]
    [InlineData("abc", 0, "…")]
    public void Text_is_cut_between_characters(string text, int length, string cut) =>
        text.Truncated(length).ShouldBe(cut);

    [Fact]
    public void One_character_longer_than_all_the_room_is_cut_between_its_code_points()
    {
        "👨‍👩‍👧".CutTo(3).ShouldBe("👨‍");
        "👨‍👩‍👧".CutTo(4).ShouldBe("👨‍");
        "🔥".CutTo(1).ShouldBe("");
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\u202etxt.exe", "\u2068\u202etxt.exe\u2069")]
    [InlineData("a\u2066b", "\u2068a\u2066b\u2069\u2069")]
    [InlineData("a\u2069b", "\u2068ab\u2069")]
    [InlineData("\u2067a\u2069\u2069b", "\u2068\u2067a\u2069b\u2069")]
    public void A_quotation_cannot_rearrange_the_sentence_around_it(string text, string isolated) =>
        text.Isolated().ShouldBe(isolated);
}
