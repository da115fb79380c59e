using Microsoft.Extensions.Time.Testing;
using Pir.AppHost.Running;
using Shouldly;
using Xunit;

namespace Pir.AppHost.Tests;

/// <summary>The pauses before restarts of a process that keeps exiting.</summary>
public sealed class BackoffTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Backoff _backoff;

    public BackoffTests() => _backoff = new(_clock);

    [Fact]
    public void The_pause_doubles_up_to_half_a_minute() =>
        Pauses(9).ShouldBe([0.5, 1, 2, 4, 8, 16, 30, 30, 30]);

    [Fact]
    public void A_minute_of_health_begins_it_anew()
    {
        Pauses(5);
        _backoff.Observe(isHealthy: true);
        _clock.Advance(TimeSpan.FromSeconds(30));
        _backoff.Observe(isHealthy: true);
        _clock.Advance(TimeSpan.FromSeconds(30));

        Pauses(2).ShouldBe([0.5, 1]);
    }

    [Fact]
    public void Less_than_a_minute_of_health_does_not()
    {
        Pauses(2);
        _backoff.Observe(isHealthy: true);
        _clock.Advance(TimeSpan.FromSeconds(59));

        Pauses(1).ShouldBe([2]);
    }

    [Fact]
    public void A_minute_in_pieces_does_not()
    {
        Pauses(2);
        foreach (var isHealthy in (bool[])[true, false, true])
        {
            _backoff.Observe(isHealthy);
            _clock.Advance(TimeSpan.FromSeconds(40));
        }

        Pauses(1).ShouldBe([2]);
    }

    [Fact]
    public void What_was_never_healthy_is_given_up_after_five_attempts()
    {
        Pauses(4);
        _backoff.IsHopeless.ShouldBeFalse();
        Pauses(1);
        _backoff.IsHopeless.ShouldBeTrue();
    }

    [Fact]
    public void What_was_healthy_once_is_never_given_up()
    {
        _backoff.Observe(isHealthy: true);
        _backoff.Observe(isHealthy: false);
        Pauses(20);

        _backoff.IsHopeless.ShouldBeFalse();
    }

    private List<double> Pauses(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => _backoff.AfterFailure().TotalSeconds)];
}
