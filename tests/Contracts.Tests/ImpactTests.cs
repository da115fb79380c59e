using Pir.Contracts.Incidents;
using Shouldly;
using Xunit;

namespace Pir.Contracts.Tests;

/// <summary>The time during which customers could notice something (D2).</summary>
public sealed class ImpactTests
{
    private static readonly DateTime Nine = new(2026, 3, 1, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Without_windows_it_is_the_whole_time() =>
        With(Nine, Nine.AddMinutes(90)).VisibleMinutes.ShouldBe(90);

    [Fact]
    public void Windows_count_together_and_where_they_overlap_once() =>
        With(
            Nine,
            Nine.AddMinutes(90),
            new(Nine.AddMinutes(30), Nine.AddMinutes(50)),
            new(Nine, Nine.AddMinutes(10)),
            new(Nine.AddMinutes(40), Nine.AddMinutes(60))
        )
            .VisibleMinutes.ShouldBe(40);

    [Fact]
    public void A_window_inside_another_adds_nothing() =>
        With(
            null,
            null,
            new(Nine, Nine.AddMinutes(60)),
            new(Nine.AddMinutes(10), Nine.AddMinutes(20))
        )
            .VisibleMinutes.ShouldBe(60);

    [Fact]
    public void While_it_lasts_nobody_knows()
    {
        With(Nine, null).VisibleMinutes.ShouldBeNull();
        With(Nine, null, new ImpactWindow(Nine, null)).VisibleMinutes.ShouldBeNull();
    }

    [Fact]
    public void Impacts_with_the_same_windows_are_equal()
    {
        var one = With(Nine, null, new ImpactWindow(Nine, null));
        var other = With(Nine, null, new ImpactWindow(Nine, null));

        one.ShouldBe(other);
        one.GetHashCode().ShouldBe(other.GetHashCode());
        one.ShouldNotBe(With(Nine, null));
    }

    private static Impact With(DateTime? from, DateTime? to, params ImpactWindow[] windows) =>
        new(null, null, null, null, null, from, to) { Windows = windows };
}
