using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Features.Incidents;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Joining;

/// <summary>The rules of the role and the discipline that somebody joins with.</summary>
internal static class JoiningChecks
{
    public static FieldErrors Check(IncidentRole? role, string? discipline) =>
        new FieldErrors()
            .Length("discipline", discipline, AssignRole.DisciplineLength)
            .That(
                discipline is null || role is null or IncidentRole.SubjectMatterExpert,
                "discipline",
                AssignRole.DisciplineRule
            );
}
