using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Webhooks;
using Pir.Platform.Decisions;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Sources;

/// <summary>Changes or removes a source, or replaces its key.</summary>
internal static class ChangeSource
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPatch("/api/sources/{id:guid}", PatchAsync)
            .May(Permissions.ManageSources)
            .Audited("source-changed", "changed {source}")
            .WithName("ChangeSource")
            .WithSummary("Change a source's settings")
            .ProducesEditProblems();
        api.MapDelete("/api/sources/{id:guid}", DeleteAsync)
            .May(Permissions.ManageSources)
            .Audited("source-deleted", "removed {source}")
            .WithName("DeleteSource")
            .WithSummary("Remove a source; its incidents and deliveries stay")
            .ProducesEditProblems();
        api.MapPost("/api/sources/{id:guid}/rotate-key", RotateAsync)
            .May(Permissions.ManageSources)
            .Audited("source-key-rotated", "replaced the key of {source}")
            .WithName("RotateSourceKey")
            .WithSummary("Replace the key in the webhook URL; the old key stops working at once")
            .ProducesEditProblems();
    }

    private static async Task<Results<Ok<SourceResponse>, ProblemHttpResult>> PatchAsync(
        Guid id,
        ChangeSourceRequest request,
        HttpContext http,
        SourceEditor editor
    )
    {
        var check = CreateSource
            .Check(request.Name, request, request.SuppressMinutes)
            .That(
                request.Name is null || !string.IsNullOrWhiteSpace(request.Name),
                "name",
                "must not be empty"
            );
        return check.Problem is { } problem
            ? problem
            : await editor.ChangeAsync(
                http,
                id,
                request.Version,
                (source, _) =>
                {
                    Apply(request, source);
                    return Decision.Changed();
                }
            );
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id,
        HttpContext http,
        SourceEditor editor
    )
    {
        var outcome = await editor.ChangeAsync(
            http,
            id,
            version: null,
            (source, by) =>
            {
                source.DeletedAt = by.At;
                return Decision.Changed();
            }
        );
        return outcome.Result is ProblemHttpResult problem ? problem : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<SourceResponse>, ProblemHttpResult>> RotateAsync(
        Guid id,
        HttpContext http,
        SourceEditor editor,
        SourceKeys keys
    )
    {
        var key = SourceDirectory.NewKey();
        var (hash, sealedKey) = (SourceDirectory.Hash(key), keys.Protect(key));
        var outcome = await editor.ChangeAsync(
            http,
            id,
            version: null,
            (source, _) =>
            {
                (source.KeyHash, source.ProtectedKey) = (hash, sealedKey);
                return Decision.Changed();
            }
        );
        return outcome.Result is Ok<SourceResponse> { Value: { } shown }
            ? TypedResults.Ok(shown with { Key = key })
            : outcome;
    }

    private static void Apply(ChangeSourceRequest request, Source source)
    {
        source.Kind = request.Kind ?? source.Kind;
        source.Name = request.Name?.Trim() ?? source.Name;
        source.Context = source.Context.With(request);
        source.DefaultSeverity = request.DefaultSeverity ?? source.DefaultSeverity;
        source.Grouping = request.Grouping ?? source.Grouping;
        source.AutoResolve = request.AutoResolve ?? source.AutoResolve;
        source.SuppressMinutes = request.SuppressMinutes ?? source.SuppressMinutes;
        source.IsEnabled = request.IsEnabled ?? source.IsEnabled;
    }
}
