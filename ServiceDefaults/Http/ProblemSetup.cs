using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Pir.Platform.Persistence;
using Pir.Platform.Persistence.Bulk;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.ServiceDefaults.Http;

/// <summary>
/// Turns failures into problem details. Bad input names the field; a bug reveals nothing.
/// </summary>
internal static class ProblemSetup
{
    public static void AddPirProblems(this IServiceCollection services)
    {
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddProblemDetails(o => o.CustomizeProblemDetails = Customize);
        services.AddSingleton<IProblemDetailsWriter, ApiProblemWriter>();
        services.AddExceptionHandler<ProblemExceptionHandler>();
        // Without this, a handled exception is not logged. These are no faults of ours.
        services.Configure<ExceptionHandlerOptions>(o =>
            o.SuppressDiagnosticsCallback = context =>
                context.Exception is BadHttpRequestException || DbConflict.Is(context.Exception)
        );
    }

    private static void Customize(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            // A caller that should retry is told when.
            var headers = context.HttpContext.Response.Headers;
            headers.RetryAfter = headers.RetryAfter is { Count: > 0 } said ? said : "1";
        }

        problem.Extensions.TryAdd("code", DefaultCode(problem.Status));
        // The framework links a section of the HTTP standard, which says less than the code.
        problem.Type = Problems.TypeOf(problem.Extensions["code"]?.ToString() ?? "error");
        problem.Detail ??= DefaultDetail(problem.Status, context.HttpContext);
    }

    /// <summary>Details for requests that the framework refuses without one.</summary>
    private static string? DefaultDetail(int? status, HttpContext http) =>
        status switch
        {
            404 => "Nothing exists at this address. IDs must be complete. /docs/api lists all "
                + "addresses.",
            405 =>
                $"This address does not accept {http.Request.Method}. The Allow header lists what "
                    + "it accepts.",
            415 => "Send application/json.",
            _ => null,
        };

    private static string DefaultCode(int? status) =>
        status switch
        {
            400 => "bad-request",
            401 => "unauthenticated",
            403 => "forbidden",
            404 => "not-found",
            405 => "method-not-allowed",
            413 => "too-large",
            415 => "unsupported-media-type",
            429 => "too-many-requests",
            >= 500 => "internal",
            _ => "error",
        };
}

/// <summary>
/// Bad requests become 400 with the field, and a change that lost against another 409 or, if that
/// was a deletion, 404. Everything else becomes 500 without internals.
/// </summary>
internal sealed class ProblemExceptionHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        if (exception is not BadHttpRequestException bad)
        {
            if (
                !httpContext.Request.Path.StartsWithSegments("/api")
                && !httpContext.Request.Path.StartsWithSegments("/webhooks")
            )
            {
                return false;
            }

            if (exception is DeletedMeanwhileException)
            {
                await Problems
                    .Problem(
                        404,
                        "not-found",
                        "Not found",
                        "This was deleted while you were changing it."
                    )
                    .ExecuteAsync(httpContext);
                return true;
            }

            if (DbConflict.Is(exception))
            {
                await Refusals.Contended().ExecuteAsync(httpContext);
                return true;
            }

            await Problems
                .Problem(
                    500,
                    "internal",
                    "Something went wrong",
                    "The problem is on the server. The log has the details."
                )
                .ExecuteAsync(httpContext);
            return true;
        }

        if (ApiProblemWriter.IsForReader(httpContext.Request))
        {
            // The status page middleware turns the bare status into an error page.
            httpContext.Response.StatusCode = bad.StatusCode;
            return true;
        }

        await Describe(bad).ExecuteAsync(httpContext);
        return true;
    }

    private static ProblemHttpResult Describe(BadHttpRequestException exception)
    {
        if (BadInput.Describe(exception) is { } input)
        {
            return Problems.Validation(input.Field, input.Rule);
        }

        return exception.StatusCode switch
        {
            413 => Problems.Problem(
                413,
                "too-large",
                "Too large",
                "The body is larger than this endpoint accepts."
            ),
            415 => Problems.Problem(
                415,
                "unsupported-media-type",
                "Unsupported content type",
                "Send application/json."
            ),
            408 => Problems.Problem(
                408,
                "too-slow",
                "Too slow",
                "The body did not arrive in time."
            ),
            _ => Problems.Problem(
                exception.StatusCode,
                "bad-request",
                "The request is not valid",
                "The request could not be read. /docs/api describes the expected request."
            ),
        };
    }
}
