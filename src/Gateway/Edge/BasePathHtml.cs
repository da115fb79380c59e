using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Pir.Gateway.Edge;

/// <summary>
/// Prefixes the paths in a page's links, forms, scripts and htmx attributes with the base path.
/// Only HTML is buffered for that. Everything else, especially event streams, passes through
/// unbuffered.
/// </summary>
internal static class BasePathHtml
{
    // Attributes with an address. The data-* ones belong to our scripts.
    private static readonly SearchValues<string> Addresses = SearchValues.Create(
        [
            "href",
            "src",
            "action",
            "formaction",
            "poster",
            "hx-get",
            "hx-post",
            "hx-put",
            "hx-patch",
            "hx-delete",
            "hx-push-url",
            "hx-replace-url",
            "data-live",
            "data-hints",
            "data-now",
            "data-href",
            "data-captures-at",
        ],
        StringComparison.OrdinalIgnoreCase
    );

    public static async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        // A compressed page could not be read here. The proxy that sets the path can compress it.
        if (!context.Request.Path.StartsWithSegments("/assets"))
        {
            context.Request.Headers.AcceptEncoding = default;
        }

        await using var page = new HeldPage(context.Response, body.Stream);
        var feature = new StreamResponseBodyFeature(page, body);
        context.Features.Set<IHttpResponseBodyFeature>(feature);
        try
        {
            await next(context);
            await feature.CompleteAsync();
            await page.ReleaseAsync(context.Request.PathBase);
        }
        finally
        {
            context.Features.Set(body);
        }
    }

    /// <summary>The page with the base path before each of its own addresses.</summary>
    internal static string Rewrite(string html, string basePath)
    {
        var result = new StringBuilder(html.Length + 4_096);
        var copied = 0;
        foreach (var at in OwnPaths(html))
        {
            result.Append(html, copied, at - copied).Append(basePath);
            copied = at;
        }

        return result.Append(html, copied, html.Length - copied).ToString();
    }

    /// <summary>Positions of addresses that are paths of the application.</summary>
    private static IEnumerable<int> OwnPaths(string html)
    {
        for (var at = html.IndexOf('<'); at >= 0; at = html.IndexOf('<', at))
        {
            if (html.AsSpan(at).StartsWith("<!--", StringComparison.Ordinal))
            {
                at = After(html, "-->", at);
                continue;
            }

            at++;
            if (at >= html.Length || !char.IsAsciiLetter(html[at]))
            {
                continue;
            }

            var tag = new HtmlTag(html, at);
            foreach (var (name, value) in tag.Attributes())
            {
                if (Addresses.Contains(html[name]) && BasePath.IsOwnPath(html.AsSpan()[value]))
                {
                    yield return value.Start.Value;
                }
            }

            // The content of a script or a style is not markup.
            at = tag.IsRawText ? After(html, "</", tag.End) : tag.End;
        }
    }

    private static int After(string html, string mark, int from)
    {
        var at = html.IndexOf(mark, from, StringComparison.Ordinal);
        return at < 0 ? html.Length : at;
    }

    /// <summary>Buffers HTML and passes everything else through.</summary>
    private sealed class HeldPage(HttpResponse response, Stream inner) : Stream
    {
        private readonly MemoryStream _held = new();
        private bool? _isHtml;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        private bool IsHtml =>
            _isHtml ??=
                response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase)
                    == true
                && response.Headers.ContentEncoding.Count == 0;

        public async Task ReleaseAsync(string basePath)
        {
            if (_isHtml != true || _held.Length == 0)
            {
                return;
            }

            var html = Encoding.UTF8.GetString(_held.GetBuffer(), 0, (int)_held.Length);
            var rewritten = Encoding.UTF8.GetBytes(Rewrite(html, basePath));
            response.ContentLength = rewritten.Length;
            await inner.WriteAsync(rewritten, response.HttpContext.RequestAborted);
        }

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => (IsHtml ? _held : inner).WriteAsync(buffer, cancellationToken);

        public override Task WriteAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count) =>
            (IsHtml ? _held : inner).Write(buffer, offset, count);

        public override Task FlushAsync(CancellationToken cancellationToken) =>
            IsHtml ? Task.CompletedTask : inner.FlushAsync(cancellationToken);

        public override void Flush()
        {
            if (!IsHtml)
            {
                inner.Flush();
            }
        }

        public override int Read(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) =>
            throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
