using Pir.Gateway.Data;
using Pir.Gateway.Identity;
using Pir.Platform.Hosting;

namespace Pir.Gateway.Features;

/// <summary>The gateway's endpoints whose rules are about several rows.</summary>
internal static class SerializedWrites
{
    /// <summary>One such write at a time; sessions look again once it stands.</summary>
    public static RouteHandlerBuilder Serialized(this RouteHandlerBuilder endpoint) =>
        endpoint.Serialized<GatewayDbContext, RouteHandlerBuilder>(services =>
            services.GetRequiredService<AccessChanges>().Note()
        );
}
