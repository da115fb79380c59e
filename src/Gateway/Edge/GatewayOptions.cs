namespace Pir.Gateway.Edge;

/// <summary>Configuration section <c>Gateway</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>
    /// Base address that people use, for links, if it is not the address that this process listens
    /// on.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>
    /// Path below which a proxy serves the product without sending X-Forwarded-Prefix. Defaults to
    /// the path of <see cref="PublicUrl"/>. The two must not differ.
    /// </summary>
    public string? PathBase { get; set; }

    /// <summary>
    /// Base address at which this process calls itself, if the listening address does not work (TLS
    /// with an untrusted certificate).
    /// </summary>
    public string? InternalUrl { get; set; }

    /// <summary>
    /// Addresses or networks (CIDR) of proxies whose X-Forwarded-* headers are trusted. None by
    /// default.
    /// </summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>
    /// Largest webhook body in bytes; the rest is cut off. The limit for all other requests is 10
    /// MiB.
    /// </summary>
    public long WebhookBodyLimit { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// Largest request with an image for a timeline, in bytes. The limit for the image itself is
    /// <c>Timeline:MaxImageBytes</c>.
    /// </summary>
    public long ImageBodyLimit { get; set; } = 26 * 1024 * 1024;

    /// <summary>Longest wait for the next byte of a service. Event streams are exempt.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(100);

    public RateLimitOptions RateLimits { get; set; } = new();

    /// <summary>
    /// The configured base path, without a slash at its end; none for an address's root.
    /// </summary>
    internal PathString BasePath() => PathBase is { Length: > 0 } set ? PathOf(set) : PublicPath;

    /// <summary>The path of <see cref="PublicUrl"/>, without a trailing slash.</summary>
    internal PathString PublicPath =>
        PublicUrl is { Length: > 0 } url ? PathOf(new Uri(url).AbsolutePath) : default;

    private static PathString PathOf(string path) => PathString.FromUriComponent(path.TrimEnd('/'));
}

/// <summary>Request limits per caller.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Webhook deliveries per second and key.</summary>
    public int WebhooksPerSecond { get; set; } = 1000;
    public int WebhookBurst { get; set; } = 2000;

    /// <summary>Requests per second of one person or token.</summary>
    public int PerSecond { get; set; } = 100;
    public int Burst { get; set; } = 200;

    /// <summary>Anonymous requests per second and address.</summary>
    public int AnonymousPerSecond { get; set; } = 100;
    public int AnonymousBurst { get; set; } = 500;

    /// <summary>Attempts to sign in or set up, per minute and address.</summary>
    public int SignInsPerMinute { get; set; } = 10;
}
