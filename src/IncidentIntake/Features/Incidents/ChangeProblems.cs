namespace Pir.Intake.Features.Incidents;

internal static class ChangeProblems
{
    /// <summary>What any change of an incident may be refused with.</summary>
    public static RouteHandlerBuilder ProducesChangeProblems(this RouteHandlerBuilder endpoint) =>
        endpoint.ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);
}
