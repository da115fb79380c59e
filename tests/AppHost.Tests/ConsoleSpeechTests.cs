using Pir.AppHost.Running;
using Shouldly;
using Xunit;

namespace Pir.AppHost.Tests;

/// <summary>The gateway's start notice is shown unchanged. Its log is not shown.</summary>
public sealed class ConsoleSpeechTests
{
    [Fact]
    public void The_notice_is_told_from_the_log()
    {
        var speech = new ConsoleSpeech();
        string[] lines =
        [
            "Waiting for resource 'timeline' to become healthy.",
            "2026-11-28T07:04:31.1234567Z [sys] Starting process...",
            "2026-11-28T07:04:31.1234567Z \e[40m\e[32minfo\e[39m\e[22m\e[49m: Pir.Gateway[1]",
            "2026-11-28T07:04:31.1234567Z       PIR Platform is starting",
            "2026-11-28T07:04:32.1234567Z PIR Platform: http://localhost:8080",
            "2026-11-28T07:04:32.1234567Z Setup: http://localhost:8080/setup?token=x",
            "2026-11-28T07:04:32.1234567Z        (works once)",
            "2026-11-28T07:04:33Z warn: Pir.Gateway[2]",
            "2026-11-28T07:04:33Z       nobody needs to read this",
        ];

        lines
            .Select(speech.Of)
            .OfType<string>()
            .ShouldBe([
                "PIR Platform: http://localhost:8080",
                "Setup: http://localhost:8080/setup?token=x",
                "       (works once)",
            ]);
    }
}
