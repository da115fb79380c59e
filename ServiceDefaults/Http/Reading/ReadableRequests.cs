using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Pir.Contracts.Texts;

namespace Pir.ServiceDefaults.Http.Reading;

/// <summary>
/// Runs before everything that reads a request, so that every reader refuses the same things: a
/// query with NUL, a damaged form, an incomplete body.
/// </summary>
public sealed class ReadableRequests(RequestDelegate next, IOptions<FormOptions> forms)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true)
        {
            RefuseNul(request.Query);
        }

        if (IsInUnknownCharset(request))
        {
            throw new UnreadableRequestException(null, "must be in a known charset", 415);
        }

        if (context.Features.Get<IFormFeature>() is not ReadableForm)
        {
            if (request.ContentLength is null && request.Headers.TransferEncoding.Count > 0)
            {
                request.Body = new WholeBody(request.Body);
            }

            if (request.ContentType is not null)
            {
                context.Features.Set<IFormFeature>(new ReadableForm(request, forms.Value));
            }
        }

        return next(context);
    }

    // A webhook's body is read whatever its content type says.
    private static bool IsInUnknownCharset(HttpRequest request) =>
        request.ContentType?.Contains("charset", StringComparison.OrdinalIgnoreCase) == true
        && !request.Path.StartsWithSegments("/webhooks")
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.Charset.HasValue
        && type.Encoding is null;

    private static void RefuseNul(IQueryCollection query)
    {
        foreach (var (name, values) in query)
        {
            if (name.HasNul() || values.Any(value => value?.HasNul() == true))
            {
                throw new UnreadableRequestException(name.WithoutNul(), CleanText.NulRule);
            }
        }
    }
}
