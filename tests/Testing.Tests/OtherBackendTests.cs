using System.Net.Sockets;
using Pir.Testing.Backends;
using Pir.Testing.Sinks;
using Shouldly;
using Xunit;

namespace Pir.Testing.Tests;

public sealed class OtherBackendTests
{
    [Fact]
    public async Task Redis_stops_and_starts_again_at_the_same_address()
    {
        await using var redis = await RedisServer.StartNewAsync();
        var address = redis.ConnectionString.Split(':');
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(address[0], int.Parse(address[1]));
        }
        await redis.StopAsync();
        using (var client = new TcpClient())
        {
            await Should.ThrowAsync<SocketException>(() =>
                client.ConnectAsync(address[0], int.Parse(address[1]))
            );
        }
        await redis.StartAsync();
    }

    [Fact]
    public async Task Prometheus_and_Alertmanager_fire_while_a_target_is_down_and_resolve_when_it_is_back()
    {
        await using var hook = await WebhookSink.StartNewAsync();
        await using var target = await WebhookSink.StartNewAsync();
        await target.StopAsync();

        await using var alertmanager = await AlertmanagerServer.StartNewAsync(
            AlertmanagerServer.WebhookTo(hook.At("hooks/alertmanager"))
        );
        await using var prometheus = await PrometheusServer.StartNewAsync(
            new PrometheusSetup(
                new Dictionary<string, string> { ["checkout"] = target.Address.Authority },
                PrometheusSetup.AlertWhenDown(
                    "TargetDown",
                    "checkout",
                    "critical",
                    "checkout",
                    "Checkout is down"
                ),
                alertmanager
            )
        );

        var deadline = TimeSpan.FromSeconds(40);
        var firing = await hook.WaitForAsync(1, IsStatus("firing"), deadline, "firing alerts");
        var alert = firing[0].Json.GetProperty("alerts")[0];
        alert.GetProperty("labels").GetProperty("severity").GetString().ShouldBe("critical");
        alert
            .GetProperty("annotations")
            .GetProperty("summary")
            .GetString()
            .ShouldBe("Checkout is down");

        await target.StartAsync();
        await hook.WaitForAsync(1, IsStatus("resolved"), deadline, "resolved alerts");
    }

    private static Func<SinkRequest, bool> IsStatus(string status) =>
        request => request.Json.GetProperty("status").GetString() == status;
}
