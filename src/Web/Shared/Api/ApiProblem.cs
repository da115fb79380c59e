namespace Pir.Web.Shared.Api;

/// <summary>The problem details of a refused request (RFC 9457).</summary>
/// <param name="Status">
/// HTTP status; 503 with code <c>unreachable</c> if the service did not respond at all.
/// </param>
/// <param name="Code">Stable code of the reason.</param>
/// <param name="Errors">Broken rules by the API's field name.</param>
/// <param name="Missing">
/// With code <c>missing-to-publish</c>: what is missing from the review.
/// </param>
public sealed record ApiProblem(
    int Status,
    string Code,
    string Title,
    string? Detail,
    IReadOnlyDictionary<string, string[]> Errors,
    IReadOnlyList<string> Missing
)
{
    private static readonly Dictionary<string, string[]> NoErrors = [];

    public static ApiProblem Unreachable(string service) =>
        new(
            503,
            "unreachable",
            "Not reachable",
            $"The {service} service is not responding. No data is lost. Try again in a moment.",
            NoErrors,
            []
        );

    /// <summary>Nothing exists at this address.</summary>
    public static ApiProblem NotFound { get; } =
        new(404, "not-found", "Not found", null, NoErrors, []);

    /// <summary>
    /// Two people changed the same thing. The page shows both versions and lets the user choose.
    /// </summary>
    public static ApiProblem Clash { get; } =
        new(
            409,
            "clash",
            "Changed by somebody else",
            "Somebody else changed this while you typed. Your changes are not saved yet. "
                + "Compare both versions below, then save again.",
            NoErrors,
            []
        );

    /// <summary>A field error found before the request is sent.</summary>
    public static ApiProblem Field(string field, string rule) =>
        new(
            400,
            "validation",
            "Not valid",
            null,
            new Dictionary<string, string[]> { [field] = [rule] },
            []
        );

    /// <summary>The reason in one sentence.</summary>
    public string Sentence => Detail ?? Title;
}

/// <summary>
/// A service refused the request. Pages show the reason; users never see a stack trace.
/// </summary>
public sealed class ApiException(ApiProblem problem) : Exception(problem.Sentence)
{
    public ApiProblem Problem => problem;
}
