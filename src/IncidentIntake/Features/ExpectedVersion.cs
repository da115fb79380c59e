using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Pir.ServiceDefaults.Http;

namespace Pir.Intake.Features;

/// <summary>The version a caller believes to be changing: <c>version</c> in the body or <c>If-Match: "3"</c>. Without one the last writer wins.</summary>
internal static class ExpectedVersion
{
    public static int? Read(HttpContext http, int? inBody)
    {
        var header = http.Request.Headers.IfMatch.ToString().Trim().Trim('"');
        return inBody
            ?? (
                int.TryParse(
                    header,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var version
                )
                    ? version
                    : null
            );
    }

    /// <summary>412 <c>stale</c> when the versions differ.</summary>
    public static ProblemHttpResult? Refuse(int? expected, int actual) =>
        expected is null || expected == actual
            ? null
            : Problems.Stale(
                $"You are changing version {expected}; it is at version {actual} now.",
                new Dictionary<string, object?> { ["version"] = actual }
            );
}
