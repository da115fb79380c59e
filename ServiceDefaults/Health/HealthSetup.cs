using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Pir.ServiceDefaults.Health;

/// <summary><c>/alive</c>: the process runs. <c>/health</c>: it can do its work.</summary>
internal static class HealthSetup
{
    public static void AddPirHealth(this IServiceCollection services)
    {
        services.AddSingleton<Readiness>();
        services.AddSingleton<DatabasesHealth>();
        services.AddSingleton<StorageHealth>();
        services
            .AddHealthChecks()
            .AddCheck<DatabasesHealth>("databases")
            .AddCheck<StorageHealth>("storage");
        services.Configure<HealthCheckPublisherOptions>(o => o.Period = TimeSpan.FromMinutes(1));
    }

    public static void MapPirHealth(this IEndpointRouteBuilder routes)
    {
        routes
            .MapHealthChecks("/alive", new HealthCheckOptions { Predicate = _ => false })
            .AllowAnonymous();
        routes
            .MapMethods(
                "/health",
                [HttpMethods.Get, HttpMethods.Head],
                (HttpContext context, Readiness readiness) =>
                {
                    context.Response.Headers.CacheControl = "no-store";
                    return readiness.AnswerAsync();
                }
            )
            .AllowAnonymous()
            .ExcludeFromDescription();
    }
}
