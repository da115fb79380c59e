using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace Pir.Gateway.Edge;

/// <summary>
/// Compresses pages and API answers for clients that accept compression. Event streams stay
/// uncompressed, so that each event is sent immediately.
/// </summary>
internal static class CompressedAnswers
{
    private static readonly string[] Texts =
    [
        "application/problem+json",
        "application/openapi+json",
        "image/svg+xml",
        "text/calendar",
        "text/csv",
        "text/markdown",
    ];

    // The answer to an alert is shorter than what compressing it would cost in a storm.
    private static readonly PathString Webhooks = "/webhooks";

    // These show the key in a webhook's address again each time. Whoever could put guesses next to
    // it, and see the length of many answers, would learn the key from how well they compress
    // (BREACH). Such an attack sends its requests from a page of its own.
    private static readonly PathString[] Keys = ["/sources", "/api/sources"];

    public static void AddCompressedAnswers(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            // No other secret is repeated across responses: the anti-forgery token is encrypted
            // again each time, and tokens and secrets are shown only once.
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, .. Texts];
        });
        // The fastest level leaves lists a third longer. Browsers ask for Brotli over https alone.
        services.Configure<BrotliCompressionProviderOptions>(o =>
            o.Level = CompressionLevel.Optimal
        );
        services.Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Optimal);
        // Before what answers, so that error pages are compressed as well.
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, First>());
    }

    private static bool MayBeCompressed(HttpContext context) =>
        !context.Request.Path.StartsWithSegments(Webhooks)
        && (
            !Array.Exists(Keys, context.Request.Path.StartsWithSegments)
            || IsOwn(context.Request.Headers["Sec-Fetch-Site"])
        );

    /// <summary>
    /// Whether the browser says that one of our own pages, or its reader, made the request. Other
    /// clients do not say; pages of others cannot set the header.
    /// </summary>
    private static bool IsOwn(string? site) => site is "same-origin" or "none";

    private sealed class First : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.UseWhen(MayBeCompressed, others => others.UseResponseCompression());
                next(app);
            };
    }
}
