using System.Net;
using System.Net.Sockets;
using Pir.AppHost.Tests.Support;
using Shouldly;
using Xunit;

namespace Pir.AppHost.Tests;

/// <summary>What cannot work is said in one line, before or after the attempt, with exit code 1 and nothing left.</summary>
public sealed class FailureTests
{
    [Theory]
    [InlineData(
        "broker",
        "RabbitMQ is not installed: install it (apt-get install rabbitmq-server) or set ConnectionStrings__messaging"
    )]
    [InlineData(
        "cache",
        "Redis is not installed: install it (apt-get install redis-server) or set ConnectionStrings__cache"
    )]
    [InlineData(
        "postgres",
        "PostgreSQL is not installed: install it (apt-get install postgresql) or set ConnectionStrings__postgres"
    )]
    [InlineData("sql-server", "set ConnectionStrings__sql to a server's connection string")]
    public async Task A_missing_server_is_named_with_what_to_install_or_set(
        string scenario,
        string message
    )
    {
        await using var host = AppHostProcess.Start(
            scenario,
            null,
            "--AppHost:ToolPath=/nonexistent"
        );

        (await host.ExitCodeAsync()).ShouldBe(1);
        host.Lines.ShouldHaveSingleItem().ShouldContain(message);
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var host = AppHostProcess.Start("fixed-port", null, $"--Port={port}");

        (await host.ExitCodeAsync()).ShouldBe(1);
        host.Lines.ShouldHaveSingleItem()
            .ShouldContain($"Port {port}, which service is to use, is taken");
    }

    [Fact]
    public async Task A_directory_serves_one_AppHost_at_a_time()
    {
        await using var first = AppHostProcess.Start(
            "stubborn",
            null,
            "--AppHost:StopTimeout=00:00:01"
        );
        await first.IsReadyAsync();
        await using var second = AppHostProcess.Start("stubborn", first.Directory);

        (await second.ExitCodeAsync()).ShouldBe(1);
        second.Lines.ShouldHaveSingleItem().ShouldContain("is running already");
        first.ReadStatus()!.State.ShouldBe("ready");
    }

    [Fact]
    public async Task A_job_that_keeps_failing_ends_the_run()
    {
        await using var host = AppHostProcess.Start(
            "failing-job",
            null,
            "--AppHost:RestartDelay=00:00:00.05"
        );

        (await host.ExitCodeAsync()).ShouldBe(1);
        host.Lines.ShouldContain(l =>
            l.Contains("job ended with exit code 3, 5 times in a row", StringComparison.Ordinal)
        );
        host.ProcessesLeft().ShouldBeEmpty();
        var status = host.ReadStatus()!;
        status.State.ShouldBe("failed");
        status.Resource("job").State.ShouldBe("failedToStart");
        status.Resource("service").Pid.ShouldBeNull("it waits for the job");
    }

    [Fact]
    public async Task What_an_earlier_run_left_behind_is_ended_by_the_next()
    {
        await using var first = AppHostProcess.Start(
            "stubborn",
            null,
            "--AppHost:StopTimeout=00:00:01"
        );
        var run = (await first.IsReadyAsync()).Run;
        // Killed together, so that neither can clean up after the other.
        var watchdog = ProcessTable.WithArguments("apphost-watchdog", run).ShouldHaveSingleItem();
        Signals.Send("STOP", first.Pid);
        Signals.Send("KILL", watchdog);
        Signals.Send("KILL", first.Pid);
        var left = first.ProcessesLeft();
        left.ShouldNotBeEmpty();

        await using var second = AppHostProcess.Start(
            "stubborn",
            first.Directory,
            "--AppHost:StopTimeout=00:00:01"
        );
        await second.StatusAsync(s => s.Run != run && s.State == "ready", "ready");

        second.ProcessesLeft().ShouldNotContain(p => left.Contains(p));
    }
}
