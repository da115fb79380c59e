using Pir.Contracts;
using Pir.Gateway.Start;

namespace Pir.Gateway.Edge;

/// <summary>
/// Tells pages and services the public address of a request. A caller's own claim counts only if
/// the caller is one of our pages, which passes on the address of its reader's request.
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
