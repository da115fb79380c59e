using Pir.Testing;
using Pir.Testing.Processes;
using Shouldly;
using Xunit;

namespace Pir.EndToEnd.Tests;

/// <summary>A setting that cannot be read keeps the product from starting, and one line says which and what it takes.</summary>
public sealed class StartFailureTests
{
    [Theory]
    [InlineData(
        "--Data:Provider=mysql",
        "Data:Provider has a value that cannot be read: mysql. Set sqlite, postgresql, sqlserver."
    )]
    [InlineData(
        "--Outbox:PublishTimeout=soon",
        "Outbox:PublishTimeout has a value that cannot be read: soon. Set a time as 00:00:30 for half a minute, 1.00:00:00 for a day."
    )]
    public async Task One_line_says_what_to_change(string setting, string line)
    {
        using var folder = new TempFolder("start-failure");

        var ended = await ChildProcess.RunAsync(
            new ChildProcessStart(
                "standalone",
                "dotnet",
                Repository.ProgramOf("src/Standalone"),
                setting,
                $"--Data:Directory={folder.Path}",
                $"--urls=http://127.0.0.1:{FreePort.Next()}"
            ),
            TimeSpan.FromSeconds(60)
        );

        ended.ExitCode.ShouldBe(1);
        ended.Errors.Trim().Split('\n')[^1].ShouldBe(line);
    }
}
