using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Automation;
using Pir.IncidentIntake.Domain.Engaging;
using Pir.IncidentIntake.Domain.Tasks;
using Pir.IncidentIntake.Features.Engaging;
using Pir.IncidentIntake.Features.Tasks;
using Pir.Platform.Decisions;

namespace Pir.IncidentIntake.Features.Automation;

/// <summary>
/// Runs automation rules in a unit of work: their effects, events and record are committed
/// together.
/// </summary>
public sealed class AutomationDesk(IntakeDbContext db, EngagementDesk engagements)
{
    private List<AutomationRule>? _rules;

    /// <summary>The rules in use, read once for a group of events.</summary>
    public async Task<IReadOnlyList<AutomationRule>> RulesAsync(CancellationToken token) =>
        _rules ??= await db
            .AutomationRules.AsNoTracking()
            .Where(r => r.IsEnabled)
            .OrderBy(r => r.Name)
            .ThenBy(r => r.Id)
            .ToListAsync(token);

    /// <summary>Whether it is for this incident.</summary>
    public async Task<bool> IsForAsync(
        AutomationRule rule,
        IncidentState incident,
        CancellationToken token
    )
    {
        // Labels are many in a storm, so they are read last.
        var labels =
            rule.FitsContext(incident) && rule.Fields.Labels is { Count: > 0 }
                ? await LabelsAsync(incident.Id, token)
                : (HashSet<string>)[];
        return rule.IsFor(incident, () => labels);
    }

    /// <summary>What the rule would do, and does nothing.</summary>
    public async Task<List<AutomationEffect>> PlanAsync(
        AutomationRule rule,
        Incident incident,
        CancellationToken token
    )
    {
        var engaged = await KeysAsync(incident.Id, token);
        return rule.Fields.Steps!.Select(s => AutomationPlan.Of(s, incident, engaged)).ToList();
    }

    /// <summary>Takes the steps that can be taken, and returns the outcome of each.</summary>
    public async Task<List<AutomationEffect>> RunAsync(
        AutomationRule rule,
        Incident incident,
        DateTime now,
        CancellationToken token
    )
    {
        var effects = new List<AutomationEffect>();
        foreach (var step in rule.Fields.Steps!)
        {
            var engaged = await KeysAsync(incident.Id, token);
            var effect = AutomationPlan.Of(step, incident, engaged);
            if (effect.Why is null)
            {
                await TakeAsync(step, rule, incident, now, token);
            }

            effects.Add(effect);
        }

        return effects;
    }

    private async Task TakeAsync(
        AutomationStep step,
        AutomationRule rule,
        Incident incident,
        DateTime now,
        CancellationToken token
    )
    {
        switch (step.Kind)
        {
            case AutomationStepKind.AssignRole:
                Assign(step, rule, incident, now);
                break;
            case AutomationStepKind.EngageTeam:
                var team = new PlannedTeam(step.Team!, EngagementCause.Rule, rule.Name);
                await engagements.EngageAsync(incident, team, Actor.System, now, token);
                break;
            case AutomationStepKind.AddTask:
                var task = IncidentTask.Add(
                    incident.Id,
                    step.Text!,
                    step.Team,
                    step.Person,
                    rule.Name,
                    now
                );
                db.Add(task, incident, Actor.System, now);
                break;
            case AutomationStepKind.PostLink:
                Tell(
                    new IncidentLinkPosted(incident.ToState(), step.Url!, step.Text, rule.Name),
                    incident,
                    now
                );
                break;
            default:
                var notice = new NoticeState(
                    step.Audience!,
                    step.SubscriptionId!.Value,
                    step.Text,
                    rule.Name
                );
                Tell(new IncidentNoticeRequested(incident.ToState(), notice), incident, now);
                break;
        }
    }

    private void Assign(AutomationStep step, AutomationRule rule, Incident incident, DateTime now)
    {
        var stamp = new Stamp(Actor.System, now, $"Automation rule \"{rule.Name}\"");
        var decision = incident.Assign(step.Role!.Value, step.Person!, stamp, step.Discipline);
        db.AddRange(decision.History);
        foreach (var (fact, occurredAt) in decision.Facts)
        {
            db.Raise(fact, incident.Id, incident, occurredAt ?? now, Actor.System);
        }
    }

    private void Tell(IEvent fact, Incident incident, DateTime now) =>
        db.RaiseObserved(fact, incident.Id, incident, now, Actor.System);

    private async Task<HashSet<string>> KeysAsync(Guid incident, CancellationToken token) =>
        [.. (await engagements.OfAsync(incident, token)).Select(e => e.Key)];

    /// <summary>The labels of the incident's alerts, as <c>name=value</c>.</summary>
    private async Task<HashSet<string>> LabelsAsync(Guid incident, CancellationToken token)
    {
        var texts = await db
            .Alerts.Where(a => a.IncidentId == incident && a.Labels != null)
            .Select(a => a.Labels!)
            .Distinct()
            .ToListAsync(token);
        var labels = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in texts)
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                labels.UnionWith(
                    document.RootElement.EnumerateObject().Select(m => $"{m.Name}={m.Value}")
                );
            }
        }

        return labels;
    }
}
