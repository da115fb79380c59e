using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Samples;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.ServiceDefaults.Samples;

/// <summary>
/// Requests that write sample data at a given time in the past. Only an administrator may send
/// them, and only about sample data, so that nobody can change the past of real incidents.
/// </summary>
public static class SampleRequests
{
    /// <summary>The time that the request uses as the current time, as ISO 8601.</summary>
    public const string TimeHeader = "Pir-Sample-Time";

    /// <summary>
    /// Whether the caller may choose this id for a new incident. Null if so, or if no id is given.
    /// </summary>
    public static ProblemHttpResult? Check(HttpContext http, Guid? sampleId)
    {
        if (sampleId is null)
        {
            return RequestTime.Current is null
                ? null
                : Problems.Validation("sampleId", $"is required with {TimeHeader}");
        }

        if (!http.User.Has(Scope.Admin))
        {
            return Problems.Forbidden(Scope.Admin);
        }

        return SampleId.Is(sampleId)
            ? null
            : Problems.Validation("sampleId", $"must end in {SampleId.Suffix}");
    }

    internal static async ValueTask<object?> FilterAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        if (http.Request.Headers[TimeHeader] is not [{ Length: > 0 } text])
        {
            return await next(context);
        }

        if (!http.User.Has(Scope.Admin))
        {
            return Problems.Forbidden(Scope.Admin);
        }

        if (!TryRead(text, out var at) || !IsAboutSample(http))
        {
            return Problems.Validation(
                TimeHeader,
                "must be an ISO 8601 time, in a request about sample data"
            );
        }

        using var then = RequestTime.Enter(at);
        return await next(context);
    }

    private static bool TryRead(string text, out DateTime at) =>
        DateTime.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
            out at
        );

    // A new incident is checked after its body has been read.
    private static bool IsAboutSample(HttpContext http) =>
        (HttpMethods.IsPost(http.Request.Method) && http.Request.Path == "/api/incidents")
        || http.Request.RouteValues.Values.Any(value =>
            Guid.TryParse(value?.ToString(), out var id) && SampleId.Is(id)
        );
}
