using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace Pir.Gateway.Edge;

/// <summary>
/// Pages and API answers travel compressed to whoever accepts that. Event streams do not, so that
/// each event leaves at once.
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

    public static void AddCompressedAnswers(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            // What must stay secret does not repeat from answer to answer: the anti-forgery token
            // is encrypted anew for each, and no page shows a session or a stored token.
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, .. Texts];
        });
        services.Configure<BrotliCompressionProviderOptions>(o =>
            o.Level = CompressionLevel.Fastest
        );
        services.Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
    }

    // The answer to an alert is shorter than what compressing it would cost in a storm.
    public static void UseCompressedAnswers(this IApplicationBuilder app) =>
        app.UseWhen(
            context => !context.Request.Path.StartsWithSegments("/webhooks"),
            others => others.UseResponseCompression()
        );
}
