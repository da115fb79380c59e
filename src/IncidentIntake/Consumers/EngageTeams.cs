using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Features.Engaging;
using Pir.Platform.Messaging;

namespace Pir.IncidentIntake.Consumers;

/// <summary>
/// Engages teams when an incident is opened, or when its service or severity changes. It follows
/// the intake's own events, so that an alert storm does not wait for it.
/// </summary>
public sealed class EngageTeams(IntakeDbContext db, EngagementDesk desk)
    : IHandle<IncidentOpened>,
        IHandle<IncidentChanged>
{
    public Task HandleAsync(
        IncidentOpened fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => EngageAsync(fact.Incident, context, cancellationToken);

    public Task HandleAsync(
        IncidentChanged fact,
        EventContext context,
        CancellationToken cancellationToken
    ) =>
        fact.Changes.Any(c => c.Field is "service" or "severity")
            ? EngageAsync(fact.Incident, context, cancellationToken)
            : Task.CompletedTask;

    private async Task EngageAsync(
        IncidentState state,
        EventContext context,
        CancellationToken token
    )
    {
        // A silent incident is an import, and calls nobody.
        if (
            state.IsSilent
            || (await desk.PlanAsync(state.Service, state.Severity, token)).Teams.Count == 0
        )
        {
            return;
        }

        // It may have changed since, or be over.
        var incident = await db
            .Incidents.AsNoTracking()
            .SingleOrDefaultAsync(i => i.Id == state.Id, token);
        if (incident is { IsActive: true })
        {
            // A consequence of the event happens at the time of that event.
            await desk.EngageAsync(incident, context.RecordedAt, token);
        }
    }
}
