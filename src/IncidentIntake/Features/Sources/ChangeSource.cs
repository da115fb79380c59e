using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Webhooks;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

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
            .ProducesProblem(404)
            .ProducesProblem(412);
        api.MapDelete("/api/sources/{id:guid}", DeleteAsync)
            .May(Permissions.ManageSources)
            .Audited("source-deleted", "removed {source}")
            .WithName("DeleteSource")
            .WithSummary("Remove a source; its incidents and deliveries stay")
            .ProducesProblem(404);
        api.MapPost("/api/sources/{id:guid}/rotate-key", RotateAsync)
            .May(Permissions.ManageSources)
            .Audited("source-key-rotated", "replaced the key of {source}")
            .WithName("RotateSourceKey")
            .WithSummary("Replace the key in the webhook URL; the old key stops working at once")
            .ProducesProblem(404);
    }

    private static async Task<Results<Ok<SourceResponse>, ProblemHttpResult>> PatchAsync(
        Guid id,
        ChangeSourceRequest request,
        HttpContext http,
        IntakeDbContext db,
        SourceDirectory directory,
        SourceKeys keys,
        CancellationToken token
    )
    {
        var check = CreateSource
            .Check(request.Name, request, request.SuppressMinutes)
            .That(
                request.Name is null || !string.IsNullOrWhiteSpace(request.Name),
                "name",
                "must not be empty"
            );
        if (check.Problem is { } problem)
        {
            return problem;
        }

        return await SaveAsync(
            id,
            ExpectedVersion.Of(http.Request, request.Version),
            source => Apply(request, source),
            (source, failures) => keys.Describe(source, http, failures),
            http,
            db,
            directory,
            token
        );
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id,
        IntakeDbContext db,
        SourceDirectory directory,
        TimeProvider clock,
        HttpContext http,
        SourceKeys keys,
        CancellationToken token
    )
    {
        var result = await SaveAsync(
            id,
            null,
            source => source.DeletedAt = clock.GetUtcNow().UtcDateTime,
            (source, failures) => keys.Describe(source, http, failures),
            http,
            db,
            directory,
            token
        );
        return result.Result is ProblemHttpResult problem ? problem : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<SourceResponse>, ProblemHttpResult>> RotateAsync(
        Guid id,
        IntakeDbContext db,
        SourceDirectory directory,
        HttpContext http,
        SourceKeys keys,
        CancellationToken token
    )
    {
        var key = SourceDirectory.NewKey();
        return await SaveAsync(
            id,
            null,
            source =>
            {
                source.KeyHash = SourceDirectory.Hash(key);
                source.ProtectedKey = keys.Protect(key);
            },
            (source, failures) => keys.Describe(source, http, failures, key),
            http,
            db,
            directory,
            token
        );
    }

    private static async Task<Results<Ok<SourceResponse>, ProblemHttpResult>> SaveAsync(
        Guid id,
        int? expected,
        Action<Source> change,
        Func<Source, SourceFailures?, SourceResponse> describe,
        HttpContext http,
        IntakeDbContext db,
        SourceDirectory directory,
        CancellationToken token
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var source = await db.Sources.SingleOrDefaultAsync(
                s => s.Id == id && s.DeletedAt == null,
                token
            );
            if (source is null)
            {
                return Problems.NotFound("source " + id);
            }

            if (ExpectedVersion.Refuse(expected, source.Version) is { } stale)
            {
                return stale;
            }

            change(source);
            db.Audit(http, source.ToAuditSubject(), source.Id);
            try
            {
                await db.SaveChangesAsync(token);
                directory.Forget();
                return TypedResults.Ok(
                    describe(source, await SourceFailures.OfAsync(db, source, token))
                );
            }
            catch (DbUpdateConcurrencyException) when (attempt < 3)
            {
                db.DiscardChanges();
            }
        }
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
