namespace Pir.Gateway.Edge;

/// <summary>Configuration section <c>Gateway</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>
    /// Base address people use, for links, where it is not the one this process listens on.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>
    /// Path below which a proxy serves the product, where it does not say so by X-Forwarded-Prefix;
    /// otherwise the path of <see cref="PublicUrl"/>. The two must not differ.
    /// </summary>
    public string? PathBase { get; set; }

    /// <summary>
    /// Base address at which this process calls itself, where the one it listens on will not do
    /// (TLS with a certificate it does not trust).
    /// </summary>
    public string? InternalUrl { get; set; }

    /// <summary>
    /// Addresses or networks (CIDR) of proxies whose X-Forwarded-* headers are trusted. None by
    /// default.
    /// </summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>
    /// How much of a webhook's body goes through, in bytes; the rest is cut off. Everything else
    /// may have 10 MiB.
    /// </summary>
    public long WebhookBodyLimit { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// Largest request that carries an image for a timeline, in bytes. How large the image may be
    /// is <c>Timeline:MaxImageBytes</c>.
    /// </summary>
    public long ImageBodyLimit { get; set; } = 26 * 1024 * 1024;

    /// <summary>
    /// How long a service may let its caller wait for the next byte; event streams are exempt.
    /// </summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(100);

    public RateLimitOptions RateLimits { get; set; } = new();

    /// <summary>
    /// The configured base path, without a slash at its end; none for an address's root.
    /// </summary>
    internal PathString BasePath() => PathBase is { Length: > 0 } set ? PathOf(set) : PublicPath;

    /// <summary>The path of <see cref="PublicUrl"/>, without a slash at its end.</summary>
    internal PathString PublicPath =>
        PublicUrl is { Length: > 0 } url ? PathOf(new Uri(url).AbsolutePath) : default;

    private static PathString PathOf(string path) => PathString.FromUriComponent(path.TrimEnd('/'));
}

/// <summary>Request limits per caller.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Webhook deliveries a second, per key.</summary>
    public int WebhooksPerSecond { get; set; } = 1000;
    public int WebhookBurst { get; set; } = 2000;

    /// <summary>Requests a second of one person or token.</summary>
    public int PerSecond { get; set; } = 100;
    public int Burst { get; set; } = 200;

    /// <summary>Requests a second of strangers, per address.</summary>
    public int AnonymousPerSecond { get; set; } = 100;
    public int AnonymousBurst { get; set; } = 500;

    /// <summary>Attempts a minute to sign in or set up, per address.</summary>
    public int SignInsPerMinute { get; set; } = 10;
}
