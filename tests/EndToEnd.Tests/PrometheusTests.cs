using System.Text.Json;
using Pir.EndToEnd.Tests.Installations;
using Pir.Testing.Backends;
using Pir.Testing.Sinks;
using Shouldly;
using Xunit;

namespace Pir.EndToEnd.Tests;

/// <summary>
/// With real tools: Prometheus sees a target go down and come back, Alertmanager notifies, and an
/// incident opens and is resolved.
/// </summary>
public sealed class PrometheusTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_real_alert_opens_an_incident_and_its_end_resolves_it()
    {
        await using var installation = await StandaloneInstallation.StartAsync();
        using var pir = new Driver(installation);
        var webhook = await pir.ASourceAsync("alertmanager");
        await using var target = await WebhookSink.StartNewAsync();
        await target.StopAsync();

        await using var alertmanager = await AlertmanagerServer.StartNewAsync(
            AlertmanagerServer.WebhookTo(new Uri(installation.Address, webhook))
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

        var opened = await OneIncidentAsync(pir, "open");
        opened.GetProperty("title").GetString()!.ShouldContain("Checkout is down");
        opened.GetProperty("severity").GetString().ShouldBe("sev1");
        opened.GetProperty("service").GetString().ShouldBe("checkout");

        await target.StartAsync();
        var resolved = await OneIncidentAsync(pir, "resolved");
        resolved.GetProperty("id").GetString().ShouldBe(opened.GetProperty("id").GetString());
        resolved
            .GetProperty("resolvedAt")
            .GetDateTime()
            .ShouldBeGreaterThan(resolved.GetProperty("detectedAt").GetDateTime());
        (await pir.AllAsync("/api/deliveries?status=failed")).ShouldBeEmpty();
        await pir.EventuallyAsync(
            $"/api/reviews?incident={resolved.GetProperty("id").GetString()}",
            r => r.GetProperty("items").GetArrayLength() == 1,
            "its review is open"
        );
    }

    private static async Task<JsonElement> OneIncidentAsync(Driver pir, string status)
    {
        var list = await pir.EventuallyAsync(
            "/api/incidents?status=all",
            l =>
                l.GetProperty("items").GetArrayLength() == 1
                && l.GetProperty("items")[0].GetProperty("status").GetString() == status,
            $"the incident is {status}",
            Patience
        );
        return list.GetProperty("items")[0];
    }
}
