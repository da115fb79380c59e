using Pir.Gateway.Start;

namespace Pir.Gateway.Edge;

/// <summary>
/// The single sign-on handler builds the provider's return address from the request's scheme and
/// host. On its paths, these are replaced with the public ones, whatever the caller sent.
/// </summary>
internal sealed class ProviderReturn(RequestDelegate next, PublicAddress address)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments("/sign-in", out var rest) && rest.HasValue)
        {
            var url = new Uri(address.Compute(request));
            request.Scheme = url.Scheme;
#pragma warning disable RS0030 // Set here, so that nobody reads the caller's.
            request.Host = new HostString(url.Authority);
#pragma warning restore RS0030
        }

        return next(context);
    }
}
