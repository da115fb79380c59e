using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Pir.Web.Shared.Pages;

/// <summary>
/// Shows browsers an error page instead of a bare status code; other clients get the bare status.
/// </summary>
internal sealed class EmptyAnswers : IStartupFilter
{
    private static readonly string[] Machines =
    [
        "/api",
        "/webhooks",
        "/openapi",
        "/assets",
        "/health",
        "/alive",
    ];

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(
                async (context, following) =>
                {
                    await following(context);
                    if (IsBare(context.Response) && IsForReader(context.Request))
                    {
                        await PageFilter.ExplainAsync(context, FailureOf(context));
                    }
                }
            );
            next(app);
        };

    private static Failure FailureOf(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>()?.Error is BadHttpRequestException
            ? Failure.Unreadable(context.Response.StatusCode)
            : Failure.OfStatus(context.Response.StatusCode);

    private static bool IsBare(HttpResponse response) =>
        response
            is {
                HasStarted: false,
                StatusCode: >= 400,
                ContentType: null,
                ContentLength: null or 0
            };

    private static bool IsForReader(HttpRequest request) =>
        (
            request
                .Headers.Accept.ToString()
                .Contains("text/html", StringComparison.OrdinalIgnoreCase)
            || request.Headers.ContainsKey("HX-Request")
        ) && !Array.Exists(Machines, m => request.Path.StartsWithSegments(m));
}
