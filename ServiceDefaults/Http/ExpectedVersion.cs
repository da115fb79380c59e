using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Pir.ServiceDefaults.Http;

/// <summary>
/// The version that the caller wants to change: <c>If-Match: "3"</c>, or <c>version</c> in the
/// body. Without one, or with <c>If-Match: *</c>, the last writer wins.
/// </summary>
public static class ExpectedVersion
{
    public const string Header = "If-Match";

    /// <summary>The rule for a header without a valid version.</summary>
    public const string Rule = "must be one version in quotes, e.g. \"3\", or *";

    /// <summary>
    /// Runs before every endpoint of the API. An invalid header is a 400 and never ignored.
    /// </summary>
    public static async ValueTask<object?> FilterAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    ) =>
        TryRead(context.HttpContext.Request, out _)
            ? await next(context)
            : Problems.Validation(Header, Rule);

    /// <summary>
    /// The version in the header, otherwise the version in the body, otherwise null. The header
    /// <c>*</c> means any version, regardless of the body.
    /// </summary>
    public static int? Of(HttpRequest request, int? inBody = null) =>
        HeaderOf(request).Length > 0 && TryRead(request, out var version) ? version : inBody;

    /// <summary>412 <c>stale</c> when the versions differ.</summary>
    /// <param name="actual">The current version.</param>
    /// <param name="current">The current state for the caller. The version is added.</param>
    public static ProblemHttpResult? Refuse(int? expected, int actual, object? current = null)
    {
        if (expected is null || expected == actual)
        {
            return null;
        }

        var extensions = new Dictionary<string, object?> { ["version"] = actual };
        if (current is not null)
        {
            extensions["current"] = current;
        }

        return Problems.Stale(
            $"You read version {expected}. The current version is {actual}.",
            extensions
        );
    }

    /// <summary>Sends the version as <c>ETag</c>.</summary>
    public static void Tell(HttpResponse response, int version) =>
        response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    private static string HeaderOf(HttpRequest request) =>
        request.Headers.IfMatch.ToString().Trim();

    // Weak tags count like strong ones, because proxies that compress a response weaken its tag.
    private static bool TryRead(HttpRequest request, out int? version)
    {
        version = null;
        var text = HeaderOf(request);
        if (text is "" or "*")
        {
            return true;
        }

        // Some tools send a bare number.
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bare))
        {
            version = bare;
            return true;
        }

        if (
            !EntityTagHeaderValue.TryParse(text, out var tag)
            || !int.TryParse(
                tag.Tag.AsSpan().Trim('"'),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var tagged
            )
        )
        {
            return false;
        }

        version = tagged;
        return true;
    }
}
