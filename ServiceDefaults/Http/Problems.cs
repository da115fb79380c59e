using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Pir.ServiceDefaults.Http;

/// <summary>The product's errors, as RFC 9457 problems with a stable <c>code</c>.</summary>
public static class Problems
{
    /// <summary>404 <c>not-found</c>.</summary>
    /// <param name="what">For example "incident INC-7".</param>
    public static ProblemHttpResult NotFound(string what, string code = "not-found") =>
        Problem(404, code, "Not found", $"There is no {what}.");

    /// <summary>400 <c>validation</c> about one field.</summary>
    /// <param name="field">Name in the JSON body or the query.</param>
    /// <param name="rule">The broken rule, e.g. "must not be in the future".</param>
    public static ProblemHttpResult Validation(string field, string rule) =>
        Validation(new Dictionary<string, string[]> { [field] = [rule] });

    /// <summary>400 <c>validation</c> about several fields.</summary>
    public static ProblemHttpResult Validation(IReadOnlyDictionary<string, string[]> errors)
    {
        var detail = string.Join(
            " ",
            errors.SelectMany(e => e.Value.Select(rule => AsSentence($"{e.Key} {rule}")))
        );
        return Problem(
            400,
            "validation",
            "The request is not valid",
            detail,
            new Dictionary<string, object?> { ["errors"] = errors }
        );
    }

    private static string AsSentence(string text) =>
        text.EndsWith('.') || text.EndsWith('?') ? text : text + ".";

    /// <summary>409: the request conflicts with the current state.</summary>
    public static ProblemHttpResult Conflict(
        string code,
        string detail,
        IDictionary<string, object?>? extensions = null
    ) => Problem(409, code, "Conflict with the current state", detail, extensions);

    /// <summary>
    /// 412 <c>stale</c>: somebody else changed it; <paramref name="extensions"/> carry the current
    /// version.
    /// </summary>
    public static ProblemHttpResult Stale(
        string detail,
        IDictionary<string, object?>? extensions = null
    ) => Problem(412, "stale", "Changed by somebody else", detail, extensions);

    /// <summary>422: understood, but a rule forbids it.</summary>
    public static ProblemHttpResult Unprocessable(
        string code,
        string detail,
        IDictionary<string, object?>? extensions = null
    ) => Problem(422, code, "Not allowed in this state", detail, extensions);

    /// <summary>401 <c>unauthenticated</c>.</summary>
    public static ProblemHttpResult Unauthorized() =>
        Problem(
            401,
            "unauthenticated",
            "Not signed in",
            "Send an API token as Authorization: Bearer, or sign in."
        );

    /// <summary>
    /// 403 <c>forbidden</c>, for what only a person may do, with a session and not a token.
    /// </summary>
    public static ProblemHttpResult OnlyInPerson() =>
        Problem(
            403,
            "forbidden",
            "Not allowed",
            "API tokens cannot do this. Sign in and use the browser."
        );

    /// <summary>403 <c>forbidden</c>.</summary>
    public static ProblemHttpResult Forbidden(string? scope) =>
        Problem(
            403,
            "forbidden",
            "Not allowed",
            scope is null ? "Your role does not allow this." : $"This needs the scope {scope}."
        );

    /// <summary>503 <c>busy</c>. Also set Retry-After.</summary>
    public static ProblemHttpResult Busy(string detail) =>
        Problem(503, "busy", "Too many requests", detail);

    /// <summary>The problem's <c>type</c>: the code, as an address.</summary>
    public static string TypeOf(string code) => "urn:pir:problem:" + code;

    /// <summary>Any other problem.</summary>
    public static ProblemHttpResult Problem(
        int status,
        string code,
        string title,
        string detail,
        IDictionary<string, object?>? extensions = null
    )
    {
        var problem = new ProblemDetails
        {
            Status = status,
            Title = title,
            Detail = detail,
            Type = TypeOf(code),
        };
        problem.Extensions["code"] = code;
        foreach (var (key, value) in extensions ?? new Dictionary<string, object?>())
        {
            problem.Extensions[key] = value;
        }

        return TypedResults.Problem(problem);
    }
}
