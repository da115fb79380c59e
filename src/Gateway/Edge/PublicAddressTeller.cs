using Pir.Contracts;
using Pir.Gateway.Start;

namespace Pir.Gateway.Edge;

/// <summary>
/// Tells pages and services at which address people reach us. What the caller says of it counts
/// only where the caller is one of our own pages, which tells what its reader's request had.
/// </summary>
internal sealed class PublicAddressTeller(RequestDelegate next, PublicAddress address)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!RateLimits.IsFromUs(context))
        {
            context.Request.Headers[PublicAddressHeader.Name] = address.Compute(context.Request);
        }

        return next(context);
    }
}
