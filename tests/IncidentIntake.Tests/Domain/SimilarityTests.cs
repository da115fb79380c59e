using Pir.Contracts.Api;
using Pir.IncidentIntake.Domain;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Domain;

public sealed class SimilarityTests
{
    private static readonly DateTime Noon = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("Checkout returns errors", "Errors on checkout", true)]
    [InlineData("Checkout returns errors", "The CHECKOUT page fails", true)]
    [InlineData("Checkout returns errors", "Search returns nothing", false)]
    [InlineData("Checkout returns errors", "Mail is late", false)]
    [InlineData("Errors", "Error", false)]
    [InlineData("", "", false)]
    public void Titles_with_enough_common_words_are_similar(string a, string b, bool isSimilar)
    {
        var found = Similarity.Between(new(a, "", Noon), new(b, "", Noon));

        (found is not null).ShouldBe(isSimilar);
    }

    [Fact]
    public void The_same_service_is_enough_and_the_time_alone_is_not()
    {
        Similarity
            .Between(new("a", "shop", Noon), new("b", "shop", Noon.AddDays(-2)))!
            .Because.ShouldBe([SimilarBecause.SameService]);
        Similarity.Between(new("a", "shop", Noon), new("b", "mail", Noon)).ShouldBeNull();
        Similarity.Between(new("a", "", Noon), new("b", "", Noon)).ShouldBeNull();
    }

    [Fact]
    public void The_likelier_one_has_the_higher_score()
    {
        var wanted = new Sketch("Checkout is slow", "shop", Noon);
        var both = Similarity.Between(wanted, new("Slow checkout", "shop", Noon.AddMinutes(-9)));
        var service = Similarity.Between(wanted, new("Login fails", "shop", Noon.AddMinutes(-9)));
        var old = Similarity.Between(wanted, new("Login fails", "shop", Noon.AddHours(-9)));

        both!.Score.ShouldBeGreaterThan(service!.Score);
        service.Score.ShouldBeGreaterThan(old!.Score);
        both.Because.ShouldBe([
            SimilarBecause.SameService,
            SimilarBecause.SimilarTitle,
            SimilarBecause.SameTime,
        ]);
    }
}
