using Shouldly;
using Xunit;

namespace Pir.Testing.Tests;

public sealed class FakeClockTests
{
    private readonly FakeClock clock = new();

    [Fact]
    public void Stands_still_until_it_is_moved()
    {
        var before = clock.GetUtcNow();
        clock.GetUtcNow().ShouldBe(before);
        clock.Advance(TimeSpan.FromHours(24));
        clock.GetUtcNow().ShouldBe(before.AddHours(24));
        clock.GetElapsedTime(before.Ticks).ShouldBe(TimeSpan.FromHours(24));
    }

    [Fact]
    public void Fires_timers_at_their_time()
    {
        var start = clock.GetUtcNow();
        var fired = new List<TimeSpan>();
        using var timer = clock.CreateTimer(
            _ => fired.Add(clock.GetUtcNow() - start),
            null,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(2)
        );
        clock.Advance(TimeSpan.FromSeconds(6));
        fired.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5)]);
    }

    [Fact]
    public async Task Completes_delays_and_periodic_timers()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(5), clock);
        using var periodic = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        var tick = periodic.WaitForNextTickAsync();

        delay.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromMinutes(5));
        await delay.WaitAsync(TimeSpan.FromSeconds(5));
        (await tick).ShouldBeTrue();
    }

    [Fact]
    public void Forgets_disposed_timers()
    {
        var fired = 0;
        var timer = clock.CreateTimer(
            _ => fired++,
            null,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(1)
        );
        clock.Advance(TimeSpan.FromSeconds(1));
        timer.Dispose();
        clock.Advance(TimeSpan.FromSeconds(10));
        fired.ShouldBe(1);
    }
}
