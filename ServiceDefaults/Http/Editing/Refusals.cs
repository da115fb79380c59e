using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Platform.Decisions;

namespace Pir.ServiceDefaults.Http.Editing;

/// <summary>Turns the domain's refusals into problems.</summary>
public static class Refusals
{
    /// <summary>The problems that a change can return, for the API document.</summary>
    public static RouteHandlerBuilder ProducesEditProblems(this RouteHandlerBuilder endpoint) =>
        endpoint.ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);

    /// <summary>The response to a refused change.</summary>
    /// <param name="version">Current version of the aggregate.</param>
    public static ProblemHttpResult ToProblem(Refusal refusal, int version) =>
        refusal switch
        {
            Refusal.InvalidField invalid => Problems.Validation(invalid.Field, invalid.Rule),
            Refusal.Conflict conflict => Problems.Conflict(
                conflict.Code,
                conflict.Detail,
                conflict.Missing is { } missing
                    ? new Dictionary<string, object?> { ["missing"] = missing }
                    : null
            ),
            Refusal.UnknownPart unknown => Problems.NotFound(unknown.What),
            Refusal.Incomplete incomplete => Problems.Unprocessable(
                incomplete.Code,
                incomplete.Detail,
                new Dictionary<string, object?> { ["missing"] = incomplete.Missing }
            ),
            Refusal.StalePart stale => Problems.Stale(
                "Somebody changed this after the version you started from. Your change was not "
                    + "saved. This answer has the current version.",
                new Dictionary<string, object?>
                {
                    ["current"] = stale.Current ?? "",
                    ["version"] = version,
                }
            ),
            _ => throw new InvalidOperationException(refusal.GetType().Name),
        };

    internal static ProblemHttpResult Contended() =>
        Problems.Conflict(
            "contended",
            "Several people are changing this at once. Your change was not saved. Try again."
        );
}
