using System.Net.Http.Json;
using Pir.AppHost.Tests.Support;
using Shouldly;
using Xunit;

namespace Pir.AppHost.Tests;

/// <summary>Aspire's dashboard is opened where its command line tool is installed; here a script stands in for the tool.</summary>
public sealed class DashboardTests
{
    [Fact]
    public async Task Services_send_their_telemetry_to_the_dashboard_and_a_failing_dashboard_stops_nothing()
    {
        using var tools = new TemporaryFolder();
        var seen = Path.Combine(tools.Path, "seen");
        tools.AddScript(
            "aspire",
            $"printf '%s\\n' \"$@\" \"$DASHBOARD__OTLP__PRIMARYAPIKEY\" > '{seen}'; exit 7"
        );
        await using var host = AppHostProcess.Start(
            "one-service",
            null,
            $"--AppHost:ToolPath={tools.Path}",
            "--AppHost:RestartDelay=00:00:00.05"
        );

        var service = (await host.IsReadyAsync()).Resource("service");

        using var http = new HttpClient();
        var environment = (
            await http.GetFromJsonAsync<Dictionary<string, string>>($"{service.Url}/environment")
        )!;
        await Eventually.IsTrueAsync(() => File.Exists(seen), () => "The tool was not started.");
        var arguments = await File.ReadAllLinesAsync(seen);
        arguments[..2].ShouldBe(["dashboard", "run"]);
        environment["OTEL_EXPORTER_OTLP_ENDPOINT"]
            .ShouldBe(arguments[Array.IndexOf(arguments, "--otlp-grpc-url") + 1]);
        environment["OTEL_EXPORTER_OTLP_PROTOCOL"].ShouldBe("grpc");
        environment["OTEL_EXPORTER_OTLP_HEADERS"].ShouldBe($"x-otlp-api-key={arguments[^1]}");
        host.Lines.ShouldContain(line =>
            line.StartsWith("Dashboard: http://localhost:", StringComparison.Ordinal)
        );
        await host.StatusAsync(
            s => s.Resource("dashboard").State == "failedToStart",
            "going on without a dashboard"
        );
        host.ReadStatus()!.State.ShouldBe("ready");
        host.ReadStatus()!.Resource("service").Pid.ShouldBe(service.Pid);
    }

    [Fact]
    public async Task Without_the_tool_nothing_is_sent_anywhere()
    {
        using var tools = new TemporaryFolder();
        await using var host = AppHostProcess.Start(
            "one-service",
            null,
            $"--AppHost:ToolPath={tools.Path}",
            "--AppHost:RestartDelay=00:00:00.05"
        );

        var status = await host.IsReadyAsync();

        status.Resources.Select(r => r.Name).ShouldBe(["service"]);
        host.Output().ShouldNotContain("Dashboard:");
    }
}
