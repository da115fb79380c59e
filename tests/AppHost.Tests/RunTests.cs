using System.Net.Http.Json;
using Pir.AppHost.Tests.Support;
using Shouldly;
using Xunit;

namespace Pir.AppHost.Tests;

/// <summary>A broker, a cache, a job, a service in two replicas and one in front of it: started once, looked at from all sides.</summary>
public sealed class RunTests(RunTests.Everything everything) : IClassFixture<RunTests.Everything>
{
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task The_run_announces_where_it_is_reached()
    {
        var status = await everything.Host.IsReadyAsync();

        everything.Host.Lines.ShouldContain($"Ready: {status.Resource("front-end").Url}");
        status.Urls.ShouldBe([status.Resource("front-end").Url!]);
    }

    [Fact]
    public async Task Every_process_is_healthy_and_the_job_has_finished()
    {
        var status = await everything.Host.IsReadyAsync();

        status
            .Resources.Where(r => r.Name != "job")
            .ShouldAllBe(r => r.State == "running" && r.Health == "healthy");
        status.Resource("job").State.ShouldBe("finished");
        status.Resource("job").ExitCode.ShouldBe(0);
        everything.Host.Output().ShouldNotContain("started too early");
    }

    [Fact]
    public async Task A_project_gets_the_broker_and_the_cache_as_Aspire_gives_them()
    {
        var status = await everything.Host.IsReadyAsync();
        var environment = await EnvironmentOf(status.Resource("back-end-0"));

        var port = new Uri(status.Resource("messaging").Url!).Port;
        environment["MESSAGING_HOST"].ShouldBe("localhost");
        environment["MESSAGING_PORT"].ShouldBe($"{port}");
        environment["MESSAGING_USERNAME"].ShouldBe("guest");
        environment["MESSAGING_PASSWORD"].Length.ShouldBe(22);
        environment["MESSAGING_URI"]
            .ShouldBe($"amqp://guest:{environment["MESSAGING_PASSWORD"]}@localhost:{port}");
        environment["ConnectionStrings__messaging"].ShouldBe(environment["MESSAGING_URI"]);
        var cachePort = new Uri(status.Resource("cache").Url!).Port;
        environment["ConnectionStrings__cache"]
            .ShouldBe($"localhost:{cachePort},password={environment["CACHE_PASSWORD"]}");
        environment["CACHE_URI"]
            .ShouldBe($"redis://:{environment["CACHE_PASSWORD"]}@localhost:{cachePort}");
        environment["CACHE_HOST"].ShouldBe("localhost");
        environment["CACHE_PORT"].ShouldBe($"{cachePort}");
    }

    [Fact]
    public async Task A_project_gets_its_address_and_name_and_not_those_of_the_AppHost()
    {
        var status = await everything.Host.IsReadyAsync();
        var environment = await EnvironmentOf(status.Resource("back-end-1"));

        environment["ASPNETCORE_URLS"].ShouldBe(status.Resource("back-end-1").Url);
        environment["OTEL_SERVICE_NAME"].ShouldBe("back-end");
        environment["OTEL_RESOURCE_ATTRIBUTES"].ShouldStartWith("service.instance.id=");
        environment["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"].ShouldBe("in_memory");
        environment["LOGGING__CONSOLE__FORMATTERNAME"].ShouldBe("simple");
        environment.ShouldNotContainKey("OTEL_EXPORTER_OTLP_ENDPOINT");
        environment.ShouldNotContainKey("HTTP_PORTS");
    }

    [Fact]
    public async Task A_project_finds_every_replica_of_the_one_it_refers_to()
    {
        var status = await everything.Host.IsReadyAsync();
        var environment = await EnvironmentOf(status.Resource("front-end"));

        environment["services__back-end__http__0"].ShouldBe(status.Resource("back-end-0").Url);
        environment["services__back-end__http__1"].ShouldBe(status.Resource("back-end-1").Url);
        environment["BACK_END_HTTP"].ShouldBe(status.Resource("back-end-0").Url);
        environment.ShouldNotContainKey("services__back-end__http__2");
    }

    [Fact]
    public void The_log_says_who_speaks() =>
        everything.Host.Lines.ShouldContain(line =>
            line.StartsWith("job ", StringComparison.Ordinal)
            && line.EndsWith("| the job runs", StringComparison.Ordinal)
        );

    [Fact]
    public async Task What_the_front_end_says_to_people_is_shown_as_it_is_and_its_log_is_not()
    {
        await Eventually.IsTrueAsync(
            () => everything.Host.Lines.Contains("  a word to the person at the console"),
            everything.Host.Output
        );
        everything.Host.Lines.ShouldContain(line =>
            line.StartsWith("front-end ", StringComparison.Ordinal)
            && line.EndsWith("      of two lines", StringComparison.Ordinal)
        );
        everything.Host.Lines.ShouldContain(line =>
            line.StartsWith("back-end-0 ", StringComparison.Ordinal)
            && line.EndsWith("a word to the person at the console", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("back-end-1")]
    [InlineData("cache")]
    [InlineData("messaging")]
    public async Task A_killed_process_is_started_again_at_the_same_address(string name)
    {
        var before = (await everything.Host.IsReadyAsync()).Resource(name);

        Signals.Send("KILL", before.Pid!.Value);

        var after = await everything.Host.RestartedAsync(before);
        after.Url.ShouldBe(before.Url);
        after.Restarts.ShouldBe(before.Restarts + 1);
        everything.Host.Lines.ShouldContain(line =>
            line.Contains(
                $"{name} was killed by signal 9; starting it again",
                StringComparison.Ordinal
            )
        );
    }

    [Fact]
    public void Secrets_do_not_stand_in_the_log_or_on_command_lines()
    {
        var secrets = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(
            File.ReadAllText(Path.Combine(everything.Host.Directory, "secrets.json"))
        )!;

        secrets.Keys.ShouldBe(["messaging-password", "cache-password"], ignoreOrder: true);
        foreach (var secret in secrets.Values)
        {
            everything.Host.Output().ShouldNotContain(secret);
            string.Join('\n', everything.Host.ProcessesLeft()).ShouldNotContain(secret);
        }
        File.GetUnixFileMode(Path.Combine(everything.Host.Directory, "secrets.json"))
            .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static async Task<Dictionary<string, string>> EnvironmentOf(ResourceStatus service) =>
        (await Http.GetFromJsonAsync<Dictionary<string, string>>($"{service.Url}/environment"))!;

    public sealed class Everything : IAsyncLifetime
    {
        public AppHostProcess Host { get; } = AppHostProcess.Start("everything");

        public async ValueTask InitializeAsync() => await Host.IsReadyAsync();

        public async ValueTask DisposeAsync() => await Host.DisposeAsync();
    }
}
