using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Pir.AppHost.Running;

internal static class RunningExtensions
{
    /// <summary>What Aspire leaves to the AppHost: console output and shutdown.</summary>
    public static void AddRunning(this IDistributedApplicationBuilder builder, Servers servers)
    {
        if (!builder.ExecutionContext.IsRunMode)
            return;
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(servers);
        builder.Services.AddSingleton<Outcome>();
        builder.Services.AddHostedService<Announcements>();
        builder.Services.AddHostedService<ParentWatch>();
    }
}
