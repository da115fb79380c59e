using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Webhooks;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Sources;

internal static class CreateSource
{
    /// <summary>A monitoring tool about to send alerts.</summary>
    /// <param name="Service">
    /// Service its alerts are about; else their label <c>service</c> or <c>job</c> says.
    /// </param>
    /// <param name="DefaultSeverity">
    /// For alerts that do not say how bad it is; sev3 unless given.
    /// </param>
    /// <param name="Grouping">
    /// <c>group</c> (default): the alerts of one body form an incident. <c>alert</c>: each
    /// fingerprint does.
    /// </param>
    /// <param name="AutoResolve">
    /// Whether the end of the last alert resolves the incident; true unless given.
    /// </param>
    /// <param name="SuppressMinutes">
    /// After an incident was resolved by hand, how long its still firing alerts stay quiet; 0
    /// unless given.
    /// </param>
    public sealed record Request(
        SourceKind? Kind,
        string? Name,
        string? Service,
        string? Team,
        Severity? DefaultSeverity,
        AlertGrouping? Grouping,
        bool? AutoResolve,
        int? SuppressMinutes
    );

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/sources", HandleAsync)
            .RequireScope(Scope.SourcesWrite)
            .WithName("CreateSource")
            .WithSummary("Register a monitoring tool");

    private static async Task<Results<Created<SourceResponse>, ProblemHttpResult>> HandleAsync(
        Request request,
        HttpContext http,
        IntakeDbContext db,
        SourceDirectory directory,
        SourceKeys keys,
        TimeProvider clock,
        CancellationToken token
    )
    {
        if (
            Check(request.Name, request.Service, request.Team, request.SuppressMinutes)
                .Required("name", request.Name, TextLengths.Name)
                .That(request.Kind is not null, "kind", "is required: alertmanager or generic.")
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
            Service = request.Service,
            Team = request.Team,
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
        await db.SaveChangesAsync(token);
        directory.Forget();
        return TypedResults.Created(
            $"/api/sources/{source.Id}",
            keys.Describe(source, http, failures: null, key)
        );
    }

    internal static FieldErrors Check(
        string? name,
        string? service,
        string? team,
        int? suppressMinutes
    ) =>
        new FieldErrors()
            .Length("name", name, TextLengths.Name)
            .Length("service", service, TextLengths.Name)
            .Length("team", team, TextLengths.Name)
            .That(
                suppressMinutes is null or (>= 0 and <= 10_080),
                "suppressMinutes",
                "must be between 0 and 10080."
            );
}
