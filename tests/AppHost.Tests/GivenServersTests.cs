using System.Net;
using System.Net.Sockets;
using Pir.AppHost.Tests.Support;
using Shouldly;
using Xunit;

namespace Pir.AppHost.Tests;

/// <summary>The product's AppHost with servers that run elsewhere.</summary>
public sealed class GivenServersTests
{
    [Fact]
    public async Task Given_connection_strings_take_the_place_of_the_servers()
    {
        await using var host = AppHostProcess.Launch(
            AppHostProcess.ProductHost,
            null,
            [
                "--ConnectionStrings:messaging=amqp://someone:secret@localhost:1/",
                "--ConnectionStrings:cache=localhost:1",
                "--Data:Provider=sqlserver",
                "--ConnectionStrings:sql=Server=localhost,1;User ID=sa;Password=secret",
                $"--Gateway:Port={FreePort()}",
            ]
        );

        var status = await host.StatusAsync(
            s => s.Resources.Any(r => r is { Name: "migrations", Pid: not null }),
            "running the migrations"
        );

        status
            .Resources.Select(r => r.Name)
            .ShouldBe([
                "migrations",
                "incident-intake",
                "timeline",
                "review",
                "action-tracking",
                "notification",
                "gateway",
            ]);
        var environment = ProcessTable.EnvironmentOf(status.Resource("migrations").Pid!.Value);
        environment["ConnectionStrings__messaging"].ShouldBe("amqp://someone:secret@localhost:1/");
        environment["ConnectionStrings__reviewdb"]
            .ShouldBe("Server=localhost,1;User ID=sa;Password=secret;Initial Catalog=reviewdb");
        environment["Data__Provider"].ShouldBe("sqlserver");
        environment["Data__Directory"].ShouldBe(Path.Combine(host.Directory, "data"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
