using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pir.Gateway.Edge;
using Pir.Platform.Messaging;
using Pir.ServiceDefaults;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway;

/// <summary>The gateway as a separate process in front of the services' processes.</summary>
internal static class GatewayHost
{
    /// <param name="configure">Overrides registrations, for tests.</param>
    public static WebApplication Build(
        string[] args,
        Action<WebApplicationBuilder>? configure = null
    )
    {
        var builder = PirHost.CreateBuilder(args, GatewayModule.ServiceName);
        builder.AddPirTickets();
        var gateway = new GatewayModule();
        builder.AddPirRabbitMq(builder.AddModules(gateway));
        builder.AddReverseProxyToServices();
        builder.Services.AddHttpClient(
            ServicesHealth.Client,
            c => c.Timeout = ServicesHealth.TimeOut
        );
        builder.Services.AddSingleton<ServicesHealth>();
        builder
            .Services.AddHealthChecks()
            .AddCheck<ServicesHealth>("services", HealthStatus.Degraded);
        configure?.Invoke(builder);
        var app = builder.Build();
        app.UsePirDefaults();
        app.MapModules(gateway);
        app.MapReverseProxyToServices();
        return app;
    }
}
