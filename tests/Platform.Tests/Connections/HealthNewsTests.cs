using Pir.Platform.Connections;
using Shouldly;
using Xunit;

namespace Pir.Platform.Tests.Connections;

/// <summary>Which changes of a connection's health are reported.</summary>
public sealed class HealthNewsTests
{
    private static readonly DateTime Now = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(true, false, null, true)]
    [InlineData(true, true, 0.0, false)]
    [InlineData(true, true, 600.0, false)]
    [InlineData(false, true, 0.0, true)]
    [InlineData(false, false, 600.0, false)]
    [InlineData(false, false, null, false)]
    [InlineData(true, false, 4.9, false)]
    [InlineData(true, false, 5.0, true)]
    public void A_turn_is_told_once_and_a_new_failure_waits_for_quiet(
        bool isFailing,
        bool isFailureTold,
        double? minutesSinceNews,
        bool isDue
    ) =>
        HealthNews
            .IsDue(isFailing, isFailureTold, Now - Span(minutesSinceNews), Now)
            .ShouldBe(isDue);

    private static TimeSpan? Span(double? minutes) =>
        minutes is { } m ? TimeSpan.FromMinutes(m) : null;
}
