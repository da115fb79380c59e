using Microsoft.Extensions.Time.Testing;
using Pir.AppHost.Running;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.AppHost.Tests;

/// <summary>What happens when an ended process cannot be started again.</summary>
public sealed class StartAttemptsTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Backoff _backoff;
    private readonly List<(string Cause, double Seconds)> _pauses = [];
    private int _starts;

    public StartAttemptsTests() => _backoff = new(_clock);

    [Fact]
    public async Task A_start_that_fails_is_tried_again_after_a_longer_pause()
    {
        (await RunAsync("no such command", "the port is taken", null)).ShouldBeNull();

        _pauses.ShouldBe([("it ended", 0.5), ("no such command", 1), ("the port is taken", 2)]);
        _starts.ShouldBe(3);
    }

    [Fact]
    public async Task A_process_that_never_starts_is_given_up_with_the_last_cause()
    {
        (await RunAsync("a", "b", "c", "d")).ShouldBe("d");

        _starts.ShouldBe(4);
    }

    [Fact]
    public async Task A_process_that_was_healthy_once_is_tried_for_ever()
    {
        _backoff.Observe(isHealthy: true);
        _backoff.Observe(isHealthy: false);

        (await RunAsync([.. Enumerable.Repeat("no", 20), null])).ShouldBeNull();

        _starts.ShouldBe(21);
    }

    private async Task<string?> RunAsync(params string?[] outcomes)
    {
        var run = new StartAttempts(_backoff, _clock).RunAsync(
            "it ended",
            () => Task.FromResult(outcomes[_starts++]),
            (cause, pause) => _pauses.Add((cause, pause.TotalSeconds)),
            TestContext.Current.CancellationToken
        );
        await Eventually.Until(
            () =>
            {
                _clock.Advance(TimeSpan.FromMinutes(1));
                return run.IsCompleted;
            },
            description: "the attempts end"
        );
        return await run;
    }
}
