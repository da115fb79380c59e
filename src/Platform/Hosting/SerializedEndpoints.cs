using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pir.Platform.Persistence;

namespace Pir.Platform.Hosting;

/// <summary>
/// Endpoints with rules about several rows, such as "at least one administrator remains".
/// </summary>
public static class SerializedEndpoints
{
    /// <summary>
    /// Runs the handler so that nobody else can write between its reads and its writes. The handler
    /// must only use the request's <typeparamref name="TDb"/>: if another write was first, it runs
    /// again.
    /// </summary>
    /// <param name="afterCommit">Runs once the change is committed.</param>
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
