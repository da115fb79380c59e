using Pir.AppHost.Tests.Support;
using Shouldly;
using Xunit;

namespace Pir.AppHost.Tests;

/// <summary>However a run ends, nothing of it stays.</summary>
public sealed class StopTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_stop_signal_ends_everything_in_reverse_order(string signal)
    {
        await using var host = AppHostProcess.Start("stop-order");
        await host.IsReadyAsync();

        host.Signal(signal);

        (await host.ExitCodeAsync()).ShouldBe(0);
        host.ProcessesLeft().ShouldBeEmpty();
        host.ReadStatus()!.State.ShouldBe("stopped");
        var ends = File.ReadAllLines(Path.Combine(host.Directory, "ends"));
        ends.ShouldBe(["front", "middle", "back"]);
    }

    [Fact]
    public async Task A_killed_AppHost_takes_all_its_processes_with_it()
    {
        await using var host = AppHostProcess.Start(
            "cache-and-stubborn",
            null,
            "--AppHost:StopTimeout=00:00:01"
        );
        await host.IsReadyAsync();
        await Eventually.IsTrueAsync(
            () => Sleepers(host).Count == 1,
            () => "The stubborn one has no child."
        );
        host.ProcessesLeft()
            .ShouldContain(p => p.Contains("redis-server", StringComparison.Ordinal));

        host.Signal("KILL");

        await Eventually.IsTrueAsync(
            () => host.ProcessesLeft().Count == 0,
            () => string.Join('\n', host.ProcessesLeft())
        );
    }

    [Fact]
    public async Task A_killed_watchdog_is_replaced_and_the_new_one_watches()
    {
        await using var host = AppHostProcess.Start(
            "cache-and-stubborn",
            null,
            "--AppHost:StopTimeout=00:00:01"
        );
        await host.IsReadyAsync();
        var watchdog = Watchdogs(host).ShouldHaveSingleItem();

        Signals.Send("KILL", watchdog);
        await Eventually.IsTrueAsync(
            () => Watchdogs(host) is [var other] && other != watchdog,
            () => "There is no other watchdog."
        );
        host.Signal("KILL");

        await Eventually.IsTrueAsync(
            () => host.ProcessesLeft().Count == 0,
            () => string.Join('\n', host.ProcessesLeft())
        );
        await Eventually.IsTrueAsync(() => Watchdogs(host).Count == 0, () => "The watchdog stays.");
    }

    [Fact]
    public async Task A_process_that_ignores_the_request_is_killed_with_what_it_started()
    {
        await using var host = AppHostProcess.Start(
            "stubborn",
            null,
            "--AppHost:StopTimeout=00:00:01"
        );
        await host.IsReadyAsync();
        await Eventually.IsTrueAsync(() => Sleepers(host).Count == 1, () => "It has no child.");

        host.Signal("TERM");

        (await host.ExitCodeAsync()).ShouldBe(0);
        host.ProcessesLeft().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_signal_does_not_wait_for_the_stubborn()
    {
        await using var host = AppHostProcess.Start(
            "stubborn",
            null,
            "--AppHost:StopTimeout=01:00:00"
        );
        await host.IsReadyAsync();

        host.Signal("TERM");
        await host.StatusAsync(s => s.State == "stopping", "stopping");
        host.Signal("TERM");

        (await host.ExitCodeAsync()).ShouldBe(0);
        host.ProcessesLeft().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_killed_process_has_started_ends_with_it()
    {
        await using var host = AppHostProcess.Start(
            "stubborn",
            null,
            "--AppHost:StopTimeout=00:00:01"
        );
        var before = (await host.IsReadyAsync()).Resource("stubborn");
        await Eventually.IsTrueAsync(() => Sleepers(host).Count == 1, () => "It has no child.");
        var child = Sleepers(host)[0];

        Signals.Send("KILL", before.Pid!.Value);
        await host.RestartedAsync(before);

        await Eventually.IsTrueAsync(
            () => Sleepers(host) is [var other] && other != child,
            () => $"Still there: {string.Join('\n', host.ProcessesLeft())}"
        );
    }

    [Fact]
    public async Task The_run_ends_with_the_process_it_belongs_to()
    {
        using var parent = System.Diagnostics.Process.Start("sleep", ["600"]);
        await using var host = AppHostProcess.Start(
            "stubborn",
            null,
            $"--AppHost:ParentProcess={parent.Id}",
            "--AppHost:StopTimeout=00:00:01"
        );
        await host.IsReadyAsync();

        Signals.Send("KILL", parent.Id);

        (await host.ExitCodeAsync()).ShouldBe(0);
        host.ProcessesLeft().ShouldBeEmpty();
    }

    private static List<string> Sleepers(AppHostProcess host) =>
        [.. host.ProcessesLeft().Where(p => p.EndsWith(" sleep 600 ", StringComparison.Ordinal))];

    private static List<int> Watchdogs(AppHostProcess host) =>
        [.. ProcessTable.WithArguments("apphost-watchdog", host.ReadStatus()!.Run)];
}
