using Pir.Contracts.Events;
using Pir.Notifications.Domain;
using Shouldly;
using Xunit;

namespace Pir.Notifications.Tests.Domain;

public sealed class EventPatternTests
{
    [Theory]
    [InlineData("*", "pir.review.published.v1", true)]
    [InlineData("pir.*", "pir.review.published.v1", true)]
    [InlineData("review.*", "pir.review.published.v1", true)]
    [InlineData("pir.review.*", "pir.review.published.v1", true)]
    [InlineData("review.*", "pir.incident.opened.v1", false)]
    [InlineData("review.published", "pir.review.published.v1", true)]
    [InlineData("review.published", "pir.review.published.v2", true)]
    [InlineData("review.published", "pir.review.published.v12", true)]
    [InlineData("review.published", "pir.review.published.vx", false)]
    [InlineData("review.published", "pir.review.published-twice.v1", false)]
    [InlineData("pir.review.published.v1", "pir.review.published.v1", true)]
    [InlineData("review.published.v1", "pir.review.published.v1", true)]
    [InlineData("pir.review.published.v1", "pir.review.published.v2", false)]
    [InlineData(" review.published ", "pir.review.published.v1", true)]
    public void Matches(string text, string type, bool expected)
    {
        EventPattern.TryParse(text, out var pattern).ShouldBeTrue();
        pattern.Matches(type).ShouldBe(expected);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("review")]
    [InlineData("review.")]
    [InlineData("reviews.*")]
    [InlineData("review.publish")]
    [InlineData("review.published.v9")]
    [InlineData("review.p*")]
    [InlineData("**")]
    [InlineData("REVIEW.published")]
    // The contents of a draft are never published outside.
    [InlineData("review.action-proposed")]
    [InlineData("pir.review.action-proposed.v1")]
    public void Refuses_what_fits_no_event_on_offer(string? text) =>
        EventPattern.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Every_event_on_offer_can_be_named_in_each_form()
    {
        foreach (var definition in EventCatalog.All.Where(d => d.IsSubscribable))
        {
            var parts = definition.Name.Split('.');
            string[] forms =
            [
                "*",
                parts[1] + ".*",
                parts[1] + "." + parts[2],
                definition.Name,
                definition.Name["pir.".Length..],
            ];
            foreach (var form in forms)
            {
                EventPattern.TryParse(form, out var pattern).ShouldBeTrue(form);
                pattern.Matches(definition.Name).ShouldBeTrue(form);
            }
        }
    }
}
