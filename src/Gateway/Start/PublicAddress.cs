using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Pir.Gateway.Edge;
using Pir.Gateway.Identity;

namespace Pir.Gateway.Start;

/// <summary>Where the product is found: by people, and by itself.</summary>
internal sealed class PublicAddress(IServer server, SelfCall self, IOptions<GatewayOptions> options)
{
    /// <summary>Base address for links in the answer to this request, without a slash at its end.</summary>
    public string Of(HttpRequest request)
    {
        // A page's call to our own API comes over the loopback, and says where its reader sees us.
        var (scheme, host) = self.Is(request)
            ? (
                request.Headers["X-Forwarded-Proto"].ToString(),
                request.Headers["X-Forwarded-Host"].ToString()
            )
            : (request.Scheme, request.Host.ToString());
        return Configured ?? $"{scheme}://{host}{request.PathBase}";
    }

    /// <summary>Base address for a person at this machine; null before the server listens.</summary>
    public string? OfProcess => Configured ?? Listening()?.GetLeftPart(UriPartial.Authority);

    /// <summary>Base address at which this process calls its own API.</summary>
    public Uri OfOwnApi =>
        options.Value.InternalUrl is { } url
            ? new(url)
            : Loopback()
                ?? throw new InvalidOperationException(
                    "Set Gateway:InternalUrl: this process has no address of its own yet."
                );

    /// <summary>Address at which this process reaches itself; plain HTTP preferred, whose certificate need not be trusted.</summary>
    private Uri? Loopback()
    {
        var address = Listening();
        return address is null
            ? null
            : new UriBuilder(address)
            {
                Host = address.Host == "localhost" ? "127.0.0.1" : address.Host,
            }.Uri;
    }

    private string? Configured => options.Value.PublicUrl?.TrimEnd('/');

    private Uri? Listening()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var chosen =
            addresses.FirstOrDefault(a => a.StartsWith("http://", StringComparison.Ordinal))
            ?? addresses.FirstOrDefault();
        if (chosen is null)
        {
            return null;
        }

        var binding = BindingAddress.Parse(chosen);
        var host = binding.Host is "+" or "*" or "[::]" or "0.0.0.0" ? "localhost" : binding.Host;
        return new UriBuilder(binding.Scheme, host, binding.Port).Uri;
    }
}
