using Pir.IncidentIntake.Domain;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Domain;

public sealed class SortableIdTests
{
    [Fact]
    public void Are_version_seven_unique_and_in_order()
    {
        var now = new DateTime(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);
        var ids = Enumerable
            .Range(0, 2_000)
            .Select(i => SortableId.New(now.AddMilliseconds(i / 100)))
            .ToList();

        ids.ShouldAllBe(id => id.Version == 7 && id.Variant >= 8 && id.Variant <= 11);
        ids.ShouldBeUnique();
        ids.Select(id => id.ToString()[..13]).Distinct().Count().ShouldBe(20);
        var shared = Guid.CreateVersion7(new DateTimeOffset(now)).ToString()[..13];
        SortableId.New(now).ToString().ShouldStartWith(shared);
    }
}
