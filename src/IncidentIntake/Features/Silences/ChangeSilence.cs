using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Features.AlertRules;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Silences;

/// <summary>Replaces or removes a silence.</summary>
internal static class ChangeSilence
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPut("/api/silences/{id:guid}", PutAsync)
            .May(Permissions.SilenceAlerts)
            .Audited("silence-changed", "changed {silence}")
            .WithName("ChangeSilence")
            .WithSummary("Replace a silence; an end in the past ends it")
            .ProducesEditProblems();
        api.MapDelete("/api/silences/{id:guid}", DeleteAsync)
            .May(Permissions.SilenceAlerts)
            .Audited("silence-deleted", "removed {silence}")
            .WithName("DeleteSilence")
            .WithSummary("Remove a silence; alerts that still fire open incidents")
            .ProducesEditProblems();
    }

    private static async Task<Results<Ok<SilenceResponse>, ProblemHttpResult>> PutAsync(
        Guid id,
        SilenceRequest request,
        HttpContext http,
        SilenceEditor editor,
        TimeProvider clock
    ) =>
        request.Check(clock.UtcNow(), isNew: false).Problem is { } problem
            ? problem
            : await editor.ChangeAsync(
                http,
                id,
                request.Version,
                (silence, by) => silence.Set(request, by.At)
            );

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id,
        HttpContext http,
        SilenceEditor editor
    )
    {
        var outcome = await editor.ChangeAsync(
            http,
            id,
            version: null,
            (silence, by) => silence.Remove(by)
        );
        return outcome.Result is ProblemHttpResult problem ? problem : TypedResults.NoContent();
    }
}
