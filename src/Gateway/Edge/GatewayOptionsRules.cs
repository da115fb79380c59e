using System.Buffers;
using System.Net;
using Microsoft.Extensions.Options;

namespace Pir.Gateway.Edge;

/// <summary>Invalid addresses fail at start-up and not on the first request.</summary>
internal sealed class GatewayOptionsRules : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var failures = new List<string>();
        if (!IsBaseAddress(options.PublicUrl))
        {
            failures.Add(
                "Gateway:PublicUrl must be the http:// or https:// address that people use, "
                    + "without a query."
            );
        }

        if (!IsBaseAddress(options.InternalUrl))
        {
            failures.Add(
                "Gateway:InternalUrl must be the http:// or https:// address of this process."
            );
        }

        if (!IsPath(options.PathBase))
        {
            failures.Add(
                "Gateway:PathBase must begin with a slash and have no query, for example /pir."
            );
        }

        if (failures.Count == 0 && HasTwoPaths(options))
        {
            failures.Add(
                "Gateway:PathBase and the path of Gateway:PublicUrl must be the same. "
                    + "Set one of them, or both to the same path."
            );
        }

        failures.AddRange(
            options
                .TrustedProxies.Where(proxy => !IsProxy(proxy))
                .Select(proxy =>
                    $"Gateway:TrustedProxies: {proxy} is neither an address nor a network. "
                    + "Set 10.0.0.7 or 10.0.0.0/8, for example."
                )
        );
        return failures.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsBaseAddress(string? text) =>
        string.IsNullOrEmpty(text)
        || (
            Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https"
            && url is { Query: "", Fragment: "", UserInfo: "" }
        );

    private static readonly SearchValues<char> NotInAPath = SearchValues.Create("?#\\\" <>");

    private static bool IsPath(string? text) =>
        string.IsNullOrEmpty(text)
        || (text[0] == '/' && !text.AsSpan().ContainsAny(NotInAPath) && !text.Contains("//"));

    private static bool HasTwoPaths(GatewayOptions options) =>
        options.PublicPath.HasValue && options.PublicPath != options.BasePath();

    private static bool IsProxy(string text) =>
        text.Contains('/', StringComparison.Ordinal)
            ? System.Net.IPNetwork.TryParse(text, out _)
            : IPAddress.TryParse(text, out _);
}
