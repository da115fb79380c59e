using Pir.Testing.Processes;
using Shouldly;
using Xunit;

namespace Pir.Testing.Tests;

public sealed class ChildProcessTests
{
    [Fact]
    public async Task Runs_a_program_to_its_end()
    {
        var start = new ChildProcessStart(
            "shell",
            "sh",
            "-c",
            "cat; echo \"$GREETING\"; echo oops >&2; exit 3"
        )
        {
            Environment = new Dictionary<string, string?> { ["GREETING"] = "hello" },
            Input = "first\n",
        };
        var result = await ChildProcess.RunAsync(start);
        result.ShouldBe(new ProcessResult(3, "first\nhello", "oops"));
    }

    [Fact]
    public async Task Disposal_ends_it_with_all_it_started()
    {
        var child = Shell("sleep 1000 & sleep 1000 & echo started; wait");
        await child.WaitForLineAsync("started");
        await child.DisposeAsync();
        await Eventually.Until(() => !child.IsGroupAlive, description: "the group is gone");
    }

    [Fact]
    public async Task A_kill_leaves_what_it_started_until_disposal()
    {
        await using var child = Shell("sleep 1000 & echo started; wait");
        await child.WaitForLineAsync("started");
        await child.KillAsync();
        child.HasExited.ShouldBeTrue();
        child.IsGroupAlive.ShouldBeTrue();
    }

    [Fact]
    public async Task Stopping_sends_the_signal_and_waits()
    {
        await using var child = Shell(
            "trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.05; done"
        );
        await child.WaitForLineAsync("ready");
        await child.StopAsync();
        child.ExitCode.ShouldBe(0);
        child.Output.ShouldContain("bye");
    }

    [Fact]
    public async Task Waiting_for_one_that_ends_fails_at_once_with_its_output()
    {
        await using var child = Shell("echo 'the port is taken'; exit 1");
        var failure = await Should.ThrowAsync<InvalidOperationException>(() =>
            child.WaitForHttpAsync(new Uri($"http://127.0.0.1:{FreePort.Next()}/health"))
        );
        failure.Message.ShouldContain("the port is taken");
    }

    [Fact]
    public async Task Killing_the_test_process_ends_its_processes_and_removes_its_folders()
    {
        // Program.cs of this project, acting as a test process.
        await using var tester = ChildProcess.StartDotnet(
            typeof(ChildProcessTests).Assembly.Location,
            arguments: Program.ToBeKilled
        );
        var line = await tester.WaitForLineAsync("started ");
        var parts = line.Split(' ');
        var (pid, folder) = (int.Parse(parts[1]), parts[2]);
        ProcessTable.IsRunning(pid).ShouldBeTrue();
        Directory.Exists(folder).ShouldBeTrue();

        await tester.KillAsync();

        await Eventually.Until(
            () => !ProcessTable.IsRunning(pid),
            description: "the child of the killed test process is gone"
        );
        await Eventually.Until(() => !Directory.Exists(folder), description: $"{folder} is gone");
    }

    private static ChildProcess Shell(string script) =>
        ChildProcess.Start(new ChildProcessStart("shell", "sh", "-c", script));
}
