using System.Diagnostics;
using Pir.AppHost.Tests.Support;
using Shouldly;
using Xunit;

namespace Pir.AppHost.Tests;

/// <summary>Servers keep their data, passwords and ports from run to run.</summary>
public sealed class StateTests
{
    [Fact]
    public async Task A_cache_keeps_its_content_password_and_port()
    {
        await using var first = AppHostProcess.Start("cache");
        var before = (await first.IsReadyAsync()).Resource("cache");
        Redis(first, before, "SET", "key", "kept").ShouldBe("OK");
        first.Signal("TERM");
        await first.ExitCodeAsync();

        await using var second = AppHostProcess.Start("cache", first.Directory);
        var after = (await second.IsReadyAsync()).Resource("cache");

        Redis(second, after, "GET", "key").ShouldBe("kept");
        after.Url.ShouldBe(before.Url);
    }

    [Fact]
    public async Task A_PostgreSQL_server_has_its_databases_before_a_service_starts_and_survives_a_kill()
    {
        await using var host = AppHostProcess.Start("postgres");
        var status = await host.IsReadyAsync();
        var service = status.Resource("service");
        using var http = new HttpClient();
        var environment = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(
            await http.GetStringAsync($"{service.Url}/environment")
        )!;
        var uri = environment["ORDERSDB_URI"];
        Psql(uri, "create table t (x text); insert into t values ('kept')");

        Signals.Send("KILL", status.Resource("postgres").Pid!.Value);
        await host.RestartedAsync(status.Resource("postgres"));

        Psql(uri, "select x from t").ShouldBe("kept");
        var port = new Uri(status.Resource("postgres").Url!).Port;
        environment["ConnectionStrings__ordersdb"]
            .ShouldBe(
                $"Host=localhost;Port={port};Username=postgres;Password={environment["ORDERSDB_PASSWORD"]};Database=orders"
            );
        environment["ORDERSDB_DATABASENAME"].ShouldBe("orders");
        environment["ORDERSDB_JDBCCONNECTIONSTRING"]
            .ShouldBe($"jdbc:postgresql://localhost:{port}/orders");
        host.Signal("TERM");
        (await host.ExitCodeAsync()).ShouldBe(0);
        host.ProcessesLeft().ShouldBeEmpty();
    }

    private static string Redis(AppHostProcess host, ResourceStatus cache, params string[] command)
    {
        var secrets = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(
            File.ReadAllText(Path.Combine(host.Directory, "secrets.json"))
        )!;
        return Run(
            "redis-cli",
            ["-h", "127.0.0.1", "-p", $"{new Uri(cache.Url!).Port}", .. command],
            ("REDISCLI_AUTH", secrets["cache-password"])
        );
    }

    private static string Psql(string uri, string sql) =>
        Run("psql", ["-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-d", uri, "-c", sql]);

    private static string Run(
        string program,
        string[] arguments,
        (string Name, string Value)? variable = null
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (variable is { } set)
            start.Environment[set.Name] = set.Value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, errors);
        return output.Trim();
    }
}
