using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Pir.Browser.Tests.Drivers;

/// <summary>
/// A reverse proxy as operators set it up: the product is below one path, and nothing else exists.
/// </summary>
public sealed class PathProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _client;
    private readonly ConcurrentBag<string> _escaped;

    private PathProxy(
        WebApplication app,
        HttpMessageInvoker client,
        ConcurrentBag<string> escaped
    ) => (_app, _client, _escaped) = (app, client, escaped);

    public const string Path = "/pir";

    /// <summary>Of the proxy itself, with its slash.</summary>
    public Uri Address =>
        new(
            _app.Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.First() + "/"
        );

    /// <summary>Requests outside the product's path.</summary>
    public IReadOnlyCollection<string> Escaped => _escaped;

    public static async Task<PathProxy> StartAsync(Uri product)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddHttpForwarder();
        var app = builder.Build();
        var client = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.None,
                ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
            }
        );
        var escaped = new ConcurrentBag<string>();
        var forwarder = app.Services.GetRequiredService<IHttpForwarder>();
        // Removes the path, and sends it as X-Forwarded-Prefix.
        app.UsePathBase(Path);
        app.Run(async context =>
        {
            if (context.Request.PathBase == Path)
            {
                await forwarder.SendAsync(
                    context,
                    product.ToString(),
                    client,
                    ForwarderRequestConfig.Empty,
                    Transformer.Told
                );
                return;
            }

            escaped.Add(context.Request.Path);
            context.Response.StatusCode = 404;
        });
        await app.StartAsync();
        return new(app, client, escaped);
    }

    private sealed class Transformer : HttpTransformer
    {
        public static readonly Transformer Told = new();

        public override async ValueTask TransformRequestAsync(
            HttpContext context,
            HttpRequestMessage request,
            string destination,
            CancellationToken cancellationToken
        )
        {
            await base.TransformRequestAsync(context, request, destination, cancellationToken);
            request.Headers.Host = null;
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", "127.0.0.1");
            request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", "http");
            request.Headers.TryAddWithoutValidation("X-Forwarded-Prefix", Path);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _client.Dispose();
    }
}
