using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Automation;
using Pir.IncidentIntake.Features.Automation;
using Pir.Platform.Messaging;

namespace Pir.IncidentIntake.Consumers;

/// <summary>
/// Runs the automation rules of an event. The effects are committed with the event's handling, so
/// that a crash neither loses nor repeats them.
/// </summary>
public sealed class RunAutomation(IntakeDbContext db, AutomationDesk desk)
    : IHandle<IncidentOpened>,
        IHandle<IncidentAcknowledged>,
        IHandle<IncidentChanged>,
        IHandle<IncidentMitigated>,
        IHandle<IncidentResolved>,
        IHandle<IncidentReopened>
{
    public Task HandleAsync(
        IncidentOpened fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => RunAsync(fact.Incident, context, [AutomationTrigger.Opened], cancellationToken);

    public Task HandleAsync(
        IncidentAcknowledged fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => RunAsync(fact.Incident, context, [AutomationTrigger.Acknowledged], cancellationToken);

    public Task HandleAsync(
        IncidentChanged fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => RunAsync(fact.Incident, context, TriggersOf(fact), cancellationToken);

    public Task HandleAsync(
        IncidentMitigated fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => RunAsync(fact.Incident, context, [AutomationTrigger.Mitigated], cancellationToken);

    public Task HandleAsync(
        IncidentResolved fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => RunAsync(fact.Incident, context, [AutomationTrigger.Resolved], cancellationToken);

    public Task HandleAsync(
        IncidentReopened fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => RunAsync(fact.Incident, context, [AutomationTrigger.Reopened], cancellationToken);

    private static List<AutomationTrigger> TriggersOf(IncidentChanged fact) =>
        [
            .. fact
                .Changes.Select(c => c.Field)
                .Distinct(StringComparer.Ordinal)
                .Where(f => f is "severity" or "service")
                .Select(f =>
                    f == "severity"
                        ? AutomationTrigger.SeverityChanged
                        : AutomationTrigger.ServiceChanged
                ),
        ];

    private async Task RunAsync(
        IncidentState state,
        EventContext context,
        List<AutomationTrigger> triggers,
        CancellationToken token
    )
    {
        // A silent incident is an import: nobody works on it now.
        if (state.IsSilent || triggers.Count == 0)
        {
            return;
        }

        Incident? incident = null;
        foreach (var rule in await desk.RulesAsync(token))
        {
            if (!triggers.Contains(rule.Trigger) || !await desk.IsForAsync(rule, state, token))
            {
                continue;
            }

            incident ??= await db.Incidents.SingleOrDefaultAsync(i => i.Id == state.Id, token);
            if (incident is null)
            {
                return; // Deleted meanwhile.
            }

            await RunAsync(rule, incident, context, token);
        }
    }

    private async Task RunAsync(
        AutomationRule rule,
        Incident incident,
        EventContext context,
        CancellationToken token
    )
    {
        // A consequence of the event happens at the time of that event.
        var now = context.RecordedAt;
        var effects = await desk.RunAsync(rule, incident, now, token);
        db.AutomationRuns.Add(
            new()
            {
                Id = SortableId.New(now),
                RuleId = rule.Id,
                Rule = rule.Name,
                EventId = context.Envelope.Id,
                IncidentId = incident.Id,
                IncidentNumber = incident.Number,
                Trigger = rule.Trigger,
                At = now,
                Effects = effects,
            }
        );
    }
}
