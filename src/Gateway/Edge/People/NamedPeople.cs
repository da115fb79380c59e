using System.Net;
using System.Net.Mime;
using System.Text;
using Microsoft.Net.Http.Headers;
using Pir.Gateway.Domain;
using Pir.Gateway.Identity;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Reading;

namespace Pir.Gateway.Edge.People;

/// <summary>
/// Adds the account's name for people whom a request names by id, wherever the service runs.
/// </summary>
internal sealed class NamedPeople(RequestDelegate next, AccountNames names)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (
            PersonPlace.Find(request.Method, request.Path.Value ?? "") is { } place
            && request.HasJsonContentType()
            && GatewaySchemes.SchemeOf(context) is GatewaySchemes.ApiToken or GatewaySchemes.Cookie
        )
        {
            var body = await ReadAsync(request, context.RequestAborted);
            Replace(request, await names.PutIntoAsync(body, place, context.RequestAborted));
        }

        await next(context);
    }

    /// <summary>The body in UTF-8, as services read it.</summary>
    private static async Task<byte[]> ReadAsync(
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var charset = request.GetTypedHeaders().ContentType?.Encoding;
        // Invalid UTF-8 is kept, because the service replaces it.
        await using var source = charset is null or UTF8Encoding
            ? request.Body
            : Encoding.CreateTranscodingStream(request.Body, charset, Encoding.UTF8, true);
        var body = new MemoryStream();
        await source.CopyToAsync(body, cancellationToken);
        var bytes = body.ToArray();
        return bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble)
            ? bytes[Encoding.UTF8.Preamble.Length..]
            : bytes;
    }

    private static void Replace(HttpRequest request, byte[] body)
    {
        request.Body = new MemoryStream(body);
        request.Headers.Remove(HeaderNames.TransferEncoding);
        request.ContentLength = body.Length;
        request.ContentType = MediaTypeNames.Application.Json;
    }
}

/// <summary>The same for requests that a page sends to a service on behalf of its reader.</summary>
internal sealed class NamedPeopleInCalls(AccountNames names) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (
            request.Content is not { } content
            || PersonPlace.Find(request.Method.Method, request.RequestUri!.AbsolutePath)
                is not { } place
        )
        {
            return await base.SendAsync(request, cancellationToken);
        }

        try
        {
            var body = await content.ReadAsByteArrayAsync(cancellationToken);
            request.Content = new ByteArrayContent(
                await names.PutIntoAsync(body, place, cancellationToken)
            );
            request.Content.Headers.ContentType = content.Headers.ContentType;
        }
        catch (UnreadableRequestException refused)
        {
            return Refusal(refused, request);
        }

        return await base.SendAsync(request, cancellationToken);
    }

    private static HttpResponseMessage Refusal(
        UnreadableRequestException refused,
        HttpRequestMessage request
    )
    {
        var problem = Problems.Validation(refused.Field!, refused.Rule).ProblemDetails;
        return new(HttpStatusCode.BadRequest)
        {
            RequestMessage = request,
            Content = JsonContent.Create(
                problem,
                new System.Net.Http.Headers.MediaTypeHeaderValue(
                    MediaTypeNames.Application.ProblemJson
                )
            ),
        };
    }
}
