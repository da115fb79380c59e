using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.ServiceDefaults.Http;

/// <summary>
/// Writes the API's refusals as problems whatever the caller accepts. The framework's own writer
/// leaves one that names only HTML, text or a stream without an answer, though a problem beats
/// none.
/// </summary>
internal sealed class ApiProblemWriter : IProblemDetailsWriter
{
    /// <summary>
    /// Whether the address answers with problems; others are pages and answer with words.
    /// </summary>
    public static bool IsConcerned(PathString path) =>
        path.StartsWithSegments("/api")
        || path.StartsWithSegments("/webhooks")
        || path.StartsWithSegments("/openapi");

    /// <summary>Whether somebody reads the answer in a browser.</summary>
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

    // The framework's looks at what is accepted in its CanWrite alone.
    public ValueTask WriteAsync(ProblemDetailsContext context) =>
        context
            .HttpContext.RequestServices.GetServices<IProblemDetailsWriter>()
            .First(writer => writer is not ApiProblemWriter)
            .WriteAsync(context);
}
