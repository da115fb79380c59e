using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.ServiceDefaults.Http;

/// <summary>Turns whatever goes wrong into a problem: bad input names its field, a bug says nothing of itself.</summary>
internal static class ProblemSetup
{
    public static void AddPirProblems(this IServiceCollection services)
    {
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddProblemDetails(o => o.CustomizeProblemDetails = Customize);
        services.AddExceptionHandler<ProblemExceptionHandler>();
        // Without this, an exception that was answered is not logged.
        services.Configure<ExceptionHandlerOptions>(o =>
            o.SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException
        );
    }

    private static void Customize(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        if (problem is HttpValidationProblemDetails validation)
        {
            // The framework's validator names properties; the caller knows JSON names.
            validation.Errors = validation.Errors.ToDictionary(
                e => CamelPath(e.Key),
                e => e.Value,
                StringComparer.Ordinal
            );
            problem.Extensions.TryAdd("code", "validation");
        }

        problem.Extensions.TryAdd("code", DefaultCode(problem.Status));
    }

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

    private static string CamelPath(string path) =>
        string.Join('.', path.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}

/// <summary>Bad requests become 400 with the field; everything else 500 without a word about the inside.</summary>
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

            await Problems
                .Problem(
                    500,
                    "internal",
                    "Something broke here",
                    "Nothing you sent is at fault; the log has the details."
                )
                .ExecuteAsync(httpContext);
            return true;
        }

        await Describe(bad).ExecuteAsync(httpContext);
        return true;
    }

    private static ProblemHttpResult Describe(BadHttpRequestException exception)
    {
        if (exception.InnerException is JsonException json)
        {
            var field = (json.Path ?? "$").TrimStart('$').TrimStart('.');
            var rule = json.Message.StartsWith("must ", StringComparison.Ordinal)
                ? json.Message
                : "is not of the expected form (see /docs/api)";
            return Problems.Validation(
                field.Length == 0 ? "body" : field,
                field.Length == 0 ? "must be well-formed JSON of the documented shape" : rule
            );
        }

        return exception.StatusCode switch
        {
            413 => Problems.Problem(
                413,
                "too-large",
                "Too large",
                "The body is larger than this endpoint takes."
            ),
            415 => Problems.Problem(
                415,
                "unsupported-media-type",
                "Not a type we read",
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
                Safe(exception.Message)
            ),
        };
    }

    // The framework's own texts name the parameter and nothing of the inside.
    private static string Safe(string message) =>
        message.Length > 200 ? "The request is not valid." : message;
}
