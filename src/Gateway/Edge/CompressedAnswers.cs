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

    // The answer to an alert is shorter than what compressing it would cost in a storm. Answers
    // about sources show the key in the webhook's address again each time: how well one
    // compresses would tell of the key to whoever can put guesses beside it (BREACH).
    private static readonly PathString[] Plain = ["/webhooks", "/sources", "/api/sources"];

    public static void AddCompressedAnswers(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            // What must stay secret does not repeat from answer to answer: the anti-forgery token
            // is encrypted anew for each, and tokens and secrets are shown once.
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
