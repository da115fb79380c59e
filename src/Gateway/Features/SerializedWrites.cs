using Pir.Gateway.Data;
using Pir.Gateway.Identity;
using Pir.Platform.Hosting;

namespace Pir.Gateway.Features;

/// <summary>The gateway's endpoints with rules about several rows.</summary>
internal static class SerializedWrites
{
    /// <summary>
    /// Runs one such write at a time. Sessions are checked again once it is committed.
    /// </summary>
    public static RouteHandlerBuilder Serialized(this RouteHandlerBuilder endpoint) =>
        endpoint.Serialized<GatewayDbContext, RouteHandlerBuilder>(services =>
            services.GetRequiredService<AccessChanges>().Note()
        );
}
