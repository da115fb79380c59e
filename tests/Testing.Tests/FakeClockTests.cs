using Shouldly;
using Xunit;

namespace Pir.Testing.Tests;

public sealed class FakeClockTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void Stands_still_until_it_is_moved()
    {
        var before = _clock.GetUtcNow();
        _clock.GetUtcNow().ShouldBe(before);
        _clock.Advance(TimeSpan.FromHours(24));
        _clock.GetUtcNow().ShouldBe(before.AddHours(24));
        _clock.GetElapsedTime(before.Ticks).ShouldBe(TimeSpan.FromHours(24));
    }

    [Fact]
    public void Fires_timers_at_their_time()
    {
        var start = _clock.GetUtcNow();
        var fired = new List<TimeSpan>();
        using var timer = _clock.CreateTimer(
            _ => fired.Add(_clock.GetUtcNow() - start),
            null,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(2)
        );
        _clock.Advance(TimeSpan.FromSeconds(6));
        fired.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5)]);
    }

    [Fact]
    public async Task Completes_delays_and_periodic_timers()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(5), _clock);
        using var periodic = new PeriodicTimer(TimeSpan.FromMinutes(1), _clock);
        var tick = periodic.WaitForNextTickAsync();

        delay.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromMinutes(5));
        await delay.WaitAsync(TimeSpan.FromSeconds(5));
        (await tick).ShouldBeTrue();
    }

    [Fact]
    public void Forgets_disposed_timers()
    {
        var fired = 0;
        var timer = _clock.CreateTimer(
            _ => fired++,
            null,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(1)
        );
        _clock.Advance(TimeSpan.FromSeconds(1));
        timer.Dispose();
        _clock.Advance(TimeSpan.FromSeconds(10));
        fired.ShouldBe(1);
    }
}
