using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pir.AppHost.Tests.Support;
using Pir.Testing;
using Pir.Testing.Processes;
using Shouldly;
using Xunit;

namespace Pir.AppHost.Tests;

/// <summary>
/// What cannot work is reported in one line, with exit code 1 and without waiting.
/// </summary>
[Collection(OneAtATime.Name)]
public sealed class FailureTests : IDisposable
{
    private readonly TempFolder _folder = new("apphost-failure");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(
        "RabbitMQ is not installed. Install it (apt-get install rabbitmq-server), "
            + "start a container engine, or set ConnectionStrings__messaging."
    )]
    [InlineData(
        "Redis is not installed. Install it (apt-get install redis-server), "
            + "start a container engine, or set ConnectionStrings__cache.",
        "--ConnectionStrings:messaging=amqp://localhost"
    )]
    [InlineData(
        "PostgreSQL is not installed. Install it (apt-get install postgresql), "
            + "start a container engine, or set ConnectionStrings__postgres.",
        "--ConnectionStrings:messaging=amqp://localhost",
        "--ConnectionStrings:cache=localhost",
        "--Data:Provider=postgresql"
    )]
    [InlineData(
        "SQL Server runs only in a container. Start a container engine, or set "
            + "ConnectionStrings__sql to a server's connection string.",
        "--ConnectionStrings:messaging=amqp://localhost",
        "--ConnectionStrings:cache=localhost",
        "--Data:Provider=sqlserver"
    )]
    public async Task A_missing_server_is_named_with_what_to_do(
        string line,
        params string[] arguments
    )
    {
        await using var appHost = AppHostProcess.Start(
            _folder,
            ["--Local:ToolPath=/nonexistent", .. arguments]
        );

        (await appHost.ExitCodeAsync()).ShouldBe(1);
        appHost.Lines.ShouldBe([line]);
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_is_not_waited_for()
    {
        var engine = _folder.Write("engine", "#!/bin/sh\nexec sleep 600\n");
        File.SetUnixFileMode(engine, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        await using var appHost = AppHostProcess.Start(
            _folder,
            $"--ASPIRE_CONTAINER_RUNTIME={engine}",
            "--Local:Containers=true"
        );

        (await appHost.ExitCodeAsync()).ShouldBe(1);
        appHost.Lines.ShouldBe([
            $"Local:Containers is true, but {engine} is not responding. Start it, or leave "
                + "the setting out.",
        ]);
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS")]
    [InlineData("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL")]
    [InlineData("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL")]
    public async Task An_address_of_the_dashboard_in_use(string setting)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://localhost:{((IPEndPoint)other.LocalEndpoint).Port}";

        await using var appHost = AppHostProcess.Start(_folder, $"--{setting}={address}");

        (await appHost.ExitCodeAsync()).ShouldBe(1);
        appHost.Lines.ShouldBe([
            $"{address} is in use. Stop the process that listens there, or set {setting}.",
        ]);
    }

    [Fact]
    public async Task A_port_of_the_gateway_in_use()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        await using var appHost = AppHostProcess.Start(_folder, $"--Gateway:Port={port}");

        (await appHost.ExitCodeAsync()).ShouldBe(1);
        appHost.Lines.ShouldBe([
            $"http://localhost:{port} is in use. Stop the process that listens there, or set "
                + "Gateway:Port.",
        ]);
    }

    [Fact]
    public async Task A_folder_serves_one_AppHost_at_a_time()
    {
        using var taken = new FileStream(
            _folder.File("lock"),
            FileMode.Create,
            FileAccess.ReadWrite,
            FileShare.None
        );

        await using var appHost = AppHostProcess.Start(_folder);

        (await appHost.ExitCodeAsync()).ShouldBe(1);
        appHost.Lines.ShouldBe([
            $"Another AppHost uses {_folder}. Stop it, or set Local:Directory.",
        ]);
    }

    [Fact]
    public async Task Migrations_that_fail_end_the_run_and_say_why()
    {
        await using var appHost = AppHostProcess.Start(
            _folder,
            "--ConnectionStrings:messaging=amqp://localhost:1",
            "--ConnectionStrings:cache=localhost:1",
            "--Data:Directory=/proc/nowhere"
        );

        (await appHost.ExitCodeAsync()).ShouldBe(1);
        appHost.Lines[^1].ShouldBe("The migrations failed with exit code 1; no service can start.");
        await appHost.IsGoneAsync();
    }
}
