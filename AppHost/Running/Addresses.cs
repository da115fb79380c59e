using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace Pir.AppHost.Running;

/// <summary>
/// Checks that the fixed ports of a run are free. Aspire reports a taken port with a stack trace,
/// or waits silently.
/// </summary>
internal static class Addresses
{
    private static readonly string[] OfTheDashboard =
    [
        "ASPNETCORE_URLS",
        "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL",
        "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL",
        "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL",
    ];

    /// <exception cref="DistributedApplicationException">
    /// A port is taken. The message says what to do.
    /// </exception>
    public static void RequireFree(
        IDistributedApplicationBuilder builder,
        DistributedApplicationOptions options,
        int gatewayPort
    )
    {
        if (!builder.ExecutionContext.IsRunMode)
            return;
        // Tests that share a machine let Aspire choose the ports.
        if (!builder.Configuration.GetValue("DcpPublisher:RandomizePorts", false))
            Require(gatewayPort, $"http://localhost:{gatewayPort}", "Gateway:Port");
        if (!options.DisableDashboard)
            foreach (var setting in OfTheDashboard)
                RequireAll(builder.Configuration[setting] ?? "", setting);
    }

    private static void RequireAll(string addresses, string setting)
    {
        foreach (var address in addresses.Split(';'))
            if (Uri.TryCreate(address, UriKind.Absolute, out var url))
                Require(url.Port, address, setting);
    }

    private static void Require(int port, string address, string setting)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
        catch (SocketException taken)
            when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new DistributedApplicationException(
                $"{address} is in use. Stop the process that listens there, or set {setting}.",
                taken
            );
        }
    }
}
