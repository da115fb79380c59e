using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.ServiceDefaults.Http;

/// <summary>
/// Writes API errors as problems, whatever the caller accepts. The framework's writer sends no body
/// to a caller that accepts only HTML, text or a stream, but a problem is better than nothing.
/// </summary>
internal sealed class ApiProblemWriter : IProblemDetailsWriter
{
    /// <summary>Whether the address answers with problems. The others are pages.</summary>
    public static bool IsConcerned(PathString path) =>
        path.StartsWithSegments("/api")
        || path.StartsWithSegments("/webhooks")
        || path.StartsWithSegments("/openapi");

    /// <summary>Whether the answer is for a person in a browser.</summary>
    public static bool IsForReader(HttpRequest request) =>
        !IsConcerned(request.Path)
        && (
            request
                .Headers.Accept.ToString()
                .Contains("text/html", StringComparison.OrdinalIgnoreCase)
            || request.Headers.ContainsKey("HX-Request")
        );

    public bool CanWrite(ProblemDetailsContext context) =>
        IsConcerned(context.HttpContext.Request.Path);

    // The framework's writer checks the Accept header only in CanWrite.
    public ValueTask WriteAsync(ProblemDetailsContext context) =>
        context
            .HttpContext.RequestServices.GetServices<IProblemDetailsWriter>()
            .First(writer => writer is not ApiProblemWriter)
            .WriteAsync(context);
}
