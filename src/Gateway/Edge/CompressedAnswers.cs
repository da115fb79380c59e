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

    // Responses to alerts are too short to be worth compressing in a storm. Responses about sources
    // repeat the key in the webhook's address, so the compressed size would reveal the key to an
    // attacker who can add guesses (BREACH).
    private static readonly PathString[] Plain = ["/webhooks", "/sources", "/api/sources"];

    public static void AddCompressedAnswers(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            // No other secret is repeated across responses: the anti-forgery token is encrypted
            // again each time, and tokens and secrets are shown only once.
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, .. Texts];
        });
        services.Configure<BrotliCompressionProviderOptions>(o =>
            o.Level = CompressionLevel.Fastest
        );
        services.Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
    }

    public static void UseCompressedAnswers(this IApplicationBuilder app) =>
        app.UseWhen(
            context => !Array.Exists(Plain, context.Request.Path.StartsWithSegments),
            others => others.UseResponseCompression()
        );
}
