using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Features.Incidents.Linking;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Importing;

namespace Pir.IncidentIntake.Features.Incidents;

internal static class OpenIncident
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents", HandleAsync)
            .May(Permissions.RunIncidents)
            .Audited("incident-opened", "opened {incident}")
            .TakesImports()
            .WithName("OpenIncident")
            .WithSummary("Open an incident")
            .ProducesProblem(409);

    private static async Task<
        Results<Created<IncidentResponse>, Ok<IncidentResponse>, ProblemHttpResult>
    > HandleAsync(
        OpenIncidentRequest request,
        HttpContext http,
        IncidentOpening opening,
        IntakeDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var check = new FieldErrors()
            .Required("title", request.Title, TextLengths.Title)
            .Context(request)
            .Length("description", request.Description, TextLengths.Description)
            .Check("id", request.Id == Guid.Empty ? "must not be empty" : null);
        if (check.Problem is { } problem)
        {
            return problem;
        }

        if (request.IsSilent == true && !http.User.Has(Scope.Import))
        {
            return Problems.Forbidden(Scope.Import);
        }

        var now = clock.UtcNow();
        var facts = new NewIncident(
            request.Title!.Trim(),
            request.Severity ?? Severity.Sev3,
            request.DetectionSource ?? DetectionSource.TeamMessage,
            request.DetectedAt ?? now,
            request.Trimmed(),
            request.Description.TrimmedOrNull(),
            request.ImpactStartedAt,
            request.IsDrill ?? false,
            Id: request.Id,
            IsSilent: request.IsSilent ?? false,
            IsDetectionGiven: request.DetectedAt is not null
        );
        if (Incident.Check(facts, now) is { } wrong)
        {
            return Problems.Validation(wrong.Field, wrong.Rule);
        }

        var (incident, isNew, difference) = await opening.OpenAsync(facts, http, token);
        if (incident is null)
        {
            return Problems.Conflict("deleted", "The incident with this id was deleted.");
        }

        if (difference is not null)
        {
            return Problems.Conflict(
                "id-in-use",
                $"{incident.Reference} has this id and was opened with another {difference}."
            );
        }

        // A repeated request is answered like the first one.
        var answer = await WithSimilarAsync(incident, db, token);
        return isNew
            ? TypedResults.Created($"/api/incidents/{incident.Id}", answer)
            : TypedResults.Ok(answer);
    }

    /// <summary>With the open incidents that it may duplicate. An import asks for none.</summary>
    private static async Task<IncidentResponse> WithSimilarAsync(
        IncidentResponse opened,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        if (opened.IsSilent)
        {
            return opened;
        }

        var sketch = new Sketch(opened.Title, Incident.KeyOf(opened.Service), opened.DetectedAt);
        var similar = await SimilarIncidents.FindAsync(
            db,
            sketch,
            opened.IsDrill,
            opened.Id,
            token
        );
        return similar.Count == 0 ? opened : opened with { Similar = similar };
    }
}
