using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain.Engaging;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;

namespace Pir.IncidentIntake.Domain.Automation;

/// <summary>When something happens to some incidents, take some steps.</summary>
public sealed class AutomationRule : IAggregate
{
    public Guid Id { get; private init; }
    public string Name { get; private set; } = "";
    public bool IsEnabled { get; private set; }
    public AutomationTrigger Trigger { get; private set; }

    /// <summary>Everything that it says, read and written as a whole.</summary>
    public AutomationRuleFields Fields { get; private set; } = new();
    public DateTime CreatedAt { get; private init; }
    public int Version { get; set; }

    /// <summary>Creates a rule. The caller has checked the fields.</summary>
    public static AutomationRule Create(AutomationRuleFields fields, DateTime now)
    {
        var rule = new AutomationRule { Id = SortableId.New(now), CreatedAt = now };
        rule.Describe(fields);
        rule.Version = 1;
        return rule;
    }

    /// <summary>Replaces its fields. The caller has checked them.</summary>
    public Decision Describe(AutomationRuleFields wanted)
    {
        var clean = new AutomationRuleFields
        {
            Name = wanted.Name!.Trim(),
            IsEnabled = wanted.IsEnabled ?? true,
            Trigger = wanted.Trigger,
            Severities = [.. wanted.Severities ?? []],
            Services = Names.Of(wanted.Services),
            Teams = Names.Of(wanted.Teams),
            Labels = Names.Of(wanted.Labels),
            Steps = [.. (wanted.Steps ?? []).Select(Trimmed)],
        };
        var isSame = IsSame(clean, Fields);
        (Name, IsEnabled, Trigger) = (clean.Name, clean.IsEnabled.Value, clean.Trigger!.Value);
        Fields = clean;
        return isSame ? Decision.Nothing : Decision.Changed();
    }

    /// <summary>Whether the rule is for such an incident.</summary>
    /// <param name="labels">
    /// Of its alerts, as <c>name=value</c>; read only if the rule asks for labels.
    /// </param>
    public bool IsFor(IncidentState incident, Func<IReadOnlySet<string>> labels) =>
        FitsContext(incident)
        && (Fields.Labels is not { Count: > 0 } wanted || wanted.All(labels().Contains));

    /// <summary>Whether all but the labels fit.</summary>
    public bool FitsContext(IncidentState incident) =>
        (
            Fields.Severities is not { Count: > 0 } severities
            || severities.Contains(incident.Severity)
        )
        && Fits(Fields.Services, incident.Service)
        && Fits(Fields.Teams, incident.Team);

    public AutomationRuleResponse ToResponse() =>
        new(Fields)
        {
            Id = Id,
            CreatedAt = CreatedAt,
            Version = Version,
        };

    // Their lengths were checked without the spaces around them.
    private static AutomationStep Trimmed(AutomationStep step) =>
        step with
        {
            Person = step.Person is { } person ? new(person.Id?.Trim(), person.Name.Trim()) : null,
            Discipline = step.Discipline?.Trim(),
            Team = step.Team?.Trim(),
            Text = step.Text?.Trim(),
            Url = step.Url?.Trim(),
            Audience = step.Audience?.Trim(),
        };

    private static bool Fits(IReadOnlyList<string>? allowed, string? value) =>
        allowed is not { Count: > 0 } some || (value is not null && Names.Has(some, value));

    private static bool IsSame(AutomationRuleFields a, AutomationRuleFields b) =>
        a with
        {
            Severities = null,
            Services = null,
            Teams = null,
            Labels = null,
            Steps = null,
        }
            == b with
            {
                Severities = null,
                Services = null,
                Teams = null,
                Labels = null,
                Steps = null,
            }
        && a.Severities!.SequenceEqual(b.Severities ?? [])
        && a.Services!.SequenceEqual(b.Services ?? [])
        && a.Teams!.SequenceEqual(b.Teams ?? [])
        && a.Labels!.SequenceEqual(b.Labels ?? [])
        && a.Steps!.SequenceEqual(b.Steps ?? []);
}
