using System.Security.Cryptography;
using System.Text;
using Pir.Contracts.Incidents;

namespace Pir.IncidentIntake.Domain.Rules;

/// <summary>
/// The rules and silences of a moment, compiled. Immutable; replaced as a whole when one changes.
/// </summary>
public sealed class AlertRulebook
{
    private readonly IReadOnlyList<(AlertRule Rule, Conditions If)> _rules;
    private readonly IReadOnlyList<(Silence Silence, Conditions If)> _silences;
    private readonly Dictionary<Guid, AlertRule> _byId;

    private readonly ServiceOwners _owners;

    /// <param name="rules">Enabled or not, in any order.</param>
    /// <param name="owners">Null for none.</param>
    public AlertRulebook(
        IEnumerable<AlertRule> rules,
        IEnumerable<Silence> silences,
        ServiceOwners? owners = null
    )
    {
        _owners = owners ?? ServiceOwners.None;
        _rules =
        [
            .. rules
                .Where(r => r is { IsEnabled: true, DeletedAt: null })
                .OrderBy(r => r.Position)
                .ThenBy(r => r.Id)
                .Select(r => (r, new Conditions(r.Conditions))),
        ];
        _silences =
        [
            .. silences
                .Where(s => s.DeletedAt is null)
                .Select(s => (s, new Conditions(s.Conditions))),
        ];
        _byId = _rules.ToDictionary(r => r.Rule.Id, r => r.Rule);
    }

    public static AlertRulebook Empty { get; } = new([], []);

    public bool IsEmpty => _rules.Count == 0 && _silences.Count == 0;

    /// <summary>The context with the owner of its service, where it names no team.</summary>
    internal IncidentContext Complete(IncidentContext context) => _owners.Complete(context);

    /// <summary>Rules in force.</summary>
    public IReadOnlyCollection<Guid> Rules => _byId.Keys;

    public AlertRule? Rule(Guid id) => _byId.GetValueOrDefault(id);

    /// <summary>A silence, in force or not.</summary>
    internal Silence? Silence(Guid? id) =>
        _silences.FirstOrDefault(s => s.Silence.Id == id).Silence;

    /// <summary>Silences in force.</summary>
    public IReadOnlyList<Guid> SilencesAt(DateTime now) =>
        [
            .. _silences
                .Select(s => s.Silence)
                .Where(s => s.From <= now && now < s.Until)
                .Select(s => s.Id),
        ];

    internal AlertRoute Route(SourceSettings source, IncomingAlert alert)
    {
        // A test shows that the source works, whatever the rules.
        if (IsEmpty || source.IsTest)
        {
            return AlertRoute.None;
        }

        var view = new AlertView(source, alert);
        view.Routed = _rules.FirstOrDefault(r => r.If.Match(view)).Rule;
        var silences = _silences.Where(s => s.If.Match(view)).Select(s => s.Silence).ToList();
        return view.Routed is { } rule
            ? Route(rule, view, alert, silences)
            : new(null, view.Context, null, null, null, silences);
    }

    /// <summary>Where an alert goes that the rules held back before.</summary>
    internal AlertRoute Route(HeldAlert held, IncomingAlert alert)
    {
        var rule = held.RuleId is { } id ? Rule(id) : null;
        var context = new IncidentContext { Service = rule?.Service, Team = rule?.Team };
        return new(rule, context.Or(alert.Context), held.GroupKey, null, null, []);
    }

    private static AlertRoute Route(
        AlertRule rule,
        AlertView view,
        IncomingAlert alert,
        IReadOnlyList<Silence> silences
    )
    {
        Guid? group =
            rule.GroupBy.Count == 0
                ? null
                : KeyOf("group", rule.GroupBy.SelectMany(f => (string[])[Plain(f), view.Value(f)]));
        Guid? count =
            rule.Occurrences <= 1 ? null : group ?? KeyOf("alert", [alert.Key.ToString()]);
        Guid? storm = rule.StormIncidents is null ? null : StormKeyOf(rule, view.Context.Service);
        return new(rule, view.Context, group, count, storm, silences);
    }

    /// <summary>What a rule counts the new incidents of a service by.</summary>
    internal static Guid StormKeyOf(AlertRule rule, string? service) =>
        KeyOf("storm", [rule.Id.ToString(), Plain(service ?? "")]);

    /// <summary>128 bits of SHA-256, as for alerts.</summary>
    private static Guid KeyOf(string kind, IEnumerable<string> parts)
    {
        var text = new StringBuilder(kind);
        foreach (var part in parts)
        {
            text.Append('\0').Append(part);
        }

        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()), hash);
        return new(hash[..16]);
    }

    private static string Plain(string name) => name.ToLowerInvariant();
}
