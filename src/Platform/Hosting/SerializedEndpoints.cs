using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pir.Platform.Persistence;

namespace Pir.Platform.Hosting;

/// <summary>
/// Endpoints whose rules are about several rows: "somebody else stays administrator".
/// </summary>
public static class SerializedEndpoints
{
    /// <summary>
    /// Runs the handler with nobody writing between what it reads and what it writes. It must work
    /// on the request's <typeparamref name="TDb"/> alone: where another write was first, it runs
    /// again.
    /// </summary>
    /// <param name="afterCommit">What follows once the change stands.</param>
    public static TBuilder Serialized<TDb, TBuilder>(
        this TBuilder endpoint,
        Action<IServiceProvider>? afterCommit = null
    )
        where TDb : PirDbContext
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.AddEndpointFilter(
            async (invocation, next) =>
            {
                var http = invocation.HttpContext;
                var db = http.RequestServices.GetRequiredService<TDb>();
                var answer = await db.SerializedAsync(
                    () => next(invocation).AsTask(),
                    http.RequestAborted
                );
                afterCommit?.Invoke(http.RequestServices);
                return answer;
            }
        );
}
