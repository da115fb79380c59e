using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Features.Incidents;
using Pir.IncidentIntake.Webhooks;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Sources;

internal static class CreateSource
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/sources", HandleAsync)
            .May(Permissions.ManageSources)
            .Audited("source-created", "created {source}")
            .WithName("CreateSource")
            .WithSummary("Add a source");

    private static async Task<Results<Created<SourceResponse>, ProblemHttpResult>> HandleAsync(
        CreateSourceRequest request,
        HttpContext http,
        IntakeDbContext db,
        SourceDirectory directory,
        SourceKeys keys,
        TimeProvider clock,
        CancellationToken token
    )
    {
        if (
            Check(request.Name, request, request.SuppressMinutes)
                .Required("name", request.Name, TextLengths.Name)
                .That(request.Kind is not null, "kind", "is required: alertmanager or generic")
                .Problem is
            { } problem
        )
        {
            return problem;
        }

        var key = SourceDirectory.NewKey();
        var creator = http.User.ToActor();
        var source = new Source
        {
            Id = Guid.CreateVersion7(),
            Kind = request.Kind!.Value,
            Name = request.Name!.Trim(),
            Context = request.Trimmed(),
            DefaultSeverity = request.DefaultSeverity,
            Grouping = request.Grouping ?? AlertGrouping.Group,
            AutoResolve = request.AutoResolve ?? true,
            SuppressMinutes = request.SuppressMinutes ?? 0,
            KeyHash = SourceDirectory.Hash(key),
            ProtectedKey = keys.Protect(key),
            CreatedAt = clock.GetUtcNow().UtcDateTime,
            CreatedByKind = creator.Kind,
            CreatedById = creator.Id,
            CreatedByName = creator.Name,
        };
        db.Sources.Add(source);
        db.Audit(http, source.ToAuditSubject(), source.Id);
        await db.SaveChangesAsync(token);
        directory.Forget();
        return TypedResults.Created(
            $"/api/sources/{source.Id}",
            keys.Describe(source, http, failures: null, key)
        );
    }

    internal static FieldErrors Check(
        string? name,
        IncidentContext context,
        int? suppressMinutes
    ) =>
        new FieldErrors()
            .Length("name", name, TextLengths.Name)
            .Context(context)
            .That(
                suppressMinutes is null or (>= 0 and <= 10_080),
                "suppressMinutes",
                "must be between 0 and 10080"
            );
}
