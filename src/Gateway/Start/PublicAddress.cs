using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Pir.Contracts;
using Pir.Gateway.Edge;
using Pir.ServiceDefaults.Http;

namespace Pir.Gateway.Start;

/// <summary>
/// The product's address, for people and for the product itself. Every address that we publish
/// comes from here: the configured one, otherwise the listening address. Never from the Host
/// header, because the caller chooses it.
/// </summary>
internal sealed class PublicAddress(IServer server, IOptions<GatewayOptions> options)
{
    /// <summary>
    /// Base address for links in the response to this request, without a trailing slash.
    /// </summary>
    public string Of(HttpRequest request) =>
        request.Headers[PublicAddressHeader.Name].ToString() is { Length: > 0 } told
            ? told
            : Compute(request);

    /// <summary>The same, independent of the request.</summary>
    public string Compute(HttpRequest request)
    {
        if (Configured(request.PathBase) is { } configured)
        {
            return configured;
        }

        var connection = request.HttpContext.Connection;
        var binding = Bindings().FirstOrDefault(b => b.Port == connection.LocalPort);
        // If listening on all addresses of the machine: the one that the caller has reached.
        var origin =
            binding is null || IsAny(binding)
                ? connection.LocalAddress(binding?.Scheme ?? request.Scheme)
                : $"{binding.Scheme}://{binding.Host}:{binding.Port}";
        return origin + request.PathBase;
    }

    /// <summary>
    /// Base address for a person on this machine; null before the server listens.
    /// </summary>
    public string? OfProcess =>
        Configured(options.Value.BasePath())
        ?? (
            Listening() is { } address
                ? address.GetLeftPart(UriPartial.Authority) + options.Value.BasePath()
                : null
        );

    /// <summary>Base address at which this process calls its own API.</summary>
    public Uri OfOwnApi =>
        options.Value.InternalUrl is { } url
            ? new(url)
            : Loopback()
                ?? throw new InvalidOperationException(
                    "This process has no listening address yet. Set Gateway:InternalUrl."
                );

    /// <summary>
    /// Address at which this process reaches itself. Plain HTTP is preferred, because it needs no
    /// trusted certificate.
    /// </summary>
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

    /// <summary>The configured address, with the base path if it has no path itself.</summary>
    private string? Configured(PathString basePath)
    {
        var url = options.Value.PublicUrl?.TrimEnd('/');
        return string.IsNullOrEmpty(url) ? null
            : options.Value.PublicPath.HasValue ? url
            : url + basePath;
    }

    private Uri? Listening()
    {
        var chosen = Bindings().OrderBy(b => b.Scheme, StringComparer.Ordinal).FirstOrDefault();
        return chosen is null
            ? null
            : new UriBuilder(
                chosen.Scheme,
                IsAny(chosen) ? "localhost" : chosen.Host,
                chosen.Port
            ).Uri;
    }

    private IEnumerable<BindingAddress> Bindings() =>
        (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Select(
            BindingAddress.Parse
        );

    private static bool IsAny(BindingAddress binding) =>
        binding.Host is "+" or "*" or "[::]" or "0.0.0.0";
}
