using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;
using Pir.ServiceDefaults.Importing;

namespace Pir.IncidentIntake.Features.Incidents;

internal static class AssignRole
{
    public const int DisciplineLength = 60;
    public const string DisciplineRule = "is only for subject matter experts";

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/{incident}/roles", HandleAsync)
            .May(Permissions.RunIncidents)
            .Audited("incident-role-assigned", "assigned a role in {incident}")
            .TakesImports()
            .WithName("AssignIncidentRole")
            .WithSummary("Assign a role to a person")
            .ProducesEditProblems();

    private static async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        AssignRoleRequest request,
        HttpContext http,
        IncidentEditor editor
    )
    {
        var name = request.Person?.Name ?? request.Name;
        var check = new FieldErrors()
            .That(request.Role is not null, "role", "is required")
            .Required(request.Person is null ? "name" : "person.name", name, TextLengths.Name)
            .Length("person.id", request.Person?.Id, TextLengths.Name)
            .Length("discipline", request.Discipline, DisciplineLength)
            .That(
                request.Discipline is null || request.Role == IncidentRole.SubjectMatterExpert,
                "discipline",
                DisciplineRule
            );
        return check.Problem is { } problem
            ? problem
            : await editor.ChangeAsync(
                http,
                incident,
                request.Version,
                (i, by) =>
                    i.Assign(
                        request.Role!.Value,
                        new(request.Person?.Id, name!.Trim()),
                        by,
                        request.Discipline
                    )
            );
    }
}
