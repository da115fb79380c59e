using Pir.Gateway.Identity;

namespace Pir.Gateway.Audit;

/// <summary>
/// Notes what comes to the API by the front door, wherever its services are. A call with a ticket
/// is one of our own pages', which <see cref="AuditedCalls"/> has noted already, or the sample
/// data's.
/// </summary>
internal sealed class AuditedRequests(RequestDelegate next, RequestAudit audit)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // Before a proxy or a route changes it.
        var (method, path) = (context.Request.Method, context.Request.Path);
        await next(context);
        if (
            path.StartsWithSegments("/api")
            && GatewaySchemes.SchemeOf(context) is GatewaySchemes.ApiToken or GatewaySchemes.Cookie
        )
        {
            var location = context.Response.Headers.Location.ToString();
            audit.Note(context, method, path, context.Response.StatusCode, location);
        }
    }
}

/// <summary>Notes what a page asks of a service on behalf of whoever it is for.</summary>
internal sealed class AuditedCalls(IHttpContextAccessor http, RequestAudit audit)
    : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var caller = http.HttpContext;
        var response = await base.SendAsync(request, cancellationToken);
        if (caller?.User.Identity?.IsAuthenticated == true && request.RequestUri is { } address)
        {
            var location = response.Headers.Location?.OriginalString;
            var status = (int)response.StatusCode;
            audit.Note(caller, request.Method.Method, address.AbsolutePath, status, location);
        }

        return response;
    }
}
