using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.AlertRules;

/// <param name="State">Which alerts held back are shown; null for all.</param>
public sealed record AlertRuleListModel(
    IReadOnlyList<AlertRuleResponse> Rules,
    IReadOnlyList<SilenceResponse> Silences,
    Paged<HeldAlertResponse> Held,
    string? State
);

/// <param name="Rule">As saved; null for a new one.</param>
/// <param name="Shown">The values in the form.</param>
/// <param name="Trial">What the rule would have done, if it was tried.</param>
public sealed record AlertRuleModel(
    AlertRuleResponse? Rule,
    AlertRuleRequest Shown,
    TryAlertRulesResponse? Trial = null
);

/// <summary>The list of rules, and the form for one rule with its trial.</summary>
internal sealed class AlertRulePages(AlertRulesClient rules, Forms forms, UnreadFilters unread)
{
    private const string List = "/alert-rules";

    public static void Map(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.IncidentsRead);
        var writing = pages.For(Scopes.Sources);
        reading.MapGet(
            List,
            (string? state, string? after, AlertRulePages p, CancellationToken ct) =>
                p.ListAsync(null, ct, state, after)
        );
        writing.MapGet(
            "/alert-rules/new",
            (AlertRulePages p, CancellationToken ct) => p.ShowAsync(null, null, ct)
        );
        reading.MapGet(
            "/alert-rules/{id:guid}",
            (Guid id, AlertRulePages p, CancellationToken ct) => p.ShowAsync(id, null, ct)
        );
        writing.MapPost(
            "/alert-rules/new",
            (AlertRulePages p, CancellationToken ct) => p.SaveAsync(null, ct)
        );
        writing.MapPost(
            "/alert-rules/{id:guid}/change",
            (Guid id, AlertRulePages p, CancellationToken ct) => p.SaveAsync(id, ct)
        );
        writing.MapPost(
            "/alert-rules/{id:guid}/move",
            (Guid id, AlertRulePages p, CancellationToken ct) => p.MoveAsync(id, ct)
        );
        writing.MapPost(
            "/alert-rules/{id:guid}/remove",
            (Guid id, AlertRulePages p, CancellationToken ct) => p.RemoveAsync(id, ct)
        );
        reading.MapGet(
            "/alert-rules/{id:guid}/{verb}",
            (Guid id, string verb) => new SeeOther(To(id))
        );
    }

    public async Task<IResult> ListAsync(
        Refusal? refusal,
        CancellationToken ct,
        string? state = null,
        string? after = null
    )
    {
        var shown = unread.Choice("state", state, "waiting", "suppressed", "ended", "released");
        var all = rules.ListAsync(ct);
        var silences = rules.SilencesAsync(ct);
        var held = rules.HeldAsync(shown, after, ct);
        return Page.Show<AlertRulesPage, AlertRuleListModel>(
            new((await all).Items, (await silences).Items, await held, shown),
            refusal
        );
    }

    public async Task<IResult> ShowAsync(Guid? id, Refusal? refusal, CancellationToken ct)
    {
        var rule = id is { } known ? await rules.GetAsync(known, ct) : null;
        return Page.Show<AlertRulePage, AlertRuleModel>(
            new(rule, rule is null ? new() { IsEnabled = true } : RequestOf(rule)),
            refusal
        );
    }

    /// <summary>Saves the rule, or tries it if that button was used.</summary>
    private Task<IResult> SaveAsync(Guid? id, CancellationToken ct) =>
        forms.ShowAsync(
            "alert-rule",
            async form =>
            {
                if (form.Text("do") == "try")
                {
                    return await TryAsync(id, form.Rule(), ct);
                }

                var saved = id is { } known
                    ? await rules.ChangeAsync(known, form.Rule(), ct)
                    : await rules.AddAsync(form.Rule(), ct);
                return new SeeOther(List + "#rule-" + saved.Id);
            },
            refusal => ShowAsync(id, WithoutPrefix(refusal), ct)
        );

    private async Task<IResult> TryAsync(Guid? id, AlertRuleRequest rule, CancellationToken ct)
    {
        var saved = id is { } known ? await rules.GetAsync(known, ct) : null;
        var trial = await rules.TryAsync(
            new() { Rule = rule with { IsEnabled = true, Version = null }, RuleId = id },
            ct
        );
        return Page.Show<AlertRulePage, AlertRuleModel>(new(saved, rule, trial));
    }

    private Task<IResult> MoveAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "alert-rules",
            async form =>
            {
                var ids = (await rules.ListAsync(ct)).Items.Select(r => r.Id).ToList();
                var from = ids.IndexOf(id);
                var to = from + (form.Text("to") == "up" ? -1 : 1);
                if (from >= 0 && to >= 0 && to < ids.Count)
                {
                    (ids[from], ids[to]) = (ids[to], ids[from]);
                    await rules.OrderAsync(ids, ct);
                }

                return new(List);
            },
            refusal => ListAsync(refusal, ct)
        );

    private Task<IResult> RemoveAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "alert-rule-remove",
            async _ =>
            {
                await rules.RemoveAsync(id, ct);
                return new(List, "removed");
            },
            refusal => ShowAsync(id, refusal, ct)
        );

    /// <summary>A trial names the fields of its rule with a prefix.</summary>
    private static Refusal WithoutPrefix(Refusal refusal) =>
        refusal with
        {
            Problem = refusal.Problem with
            {
                Errors = refusal.Problem.Errors.ToDictionary(
                    e =>
                        e.Key.StartsWith("rule.", StringComparison.Ordinal)
                            ? e.Key["rule.".Length..]
                            : e.Key,
                    e => e.Value
                ),
            },
        };

    private static AlertRuleRequest RequestOf(AlertRuleResponse rule) =>
        new()
        {
            Name = rule.Name,
            IsEnabled = rule.IsEnabled,
            Conditions = rule.Conditions,
            Action = rule.Action,
            Service = rule.Service,
            Team = rule.Team,
            Severity = rule.Severity,
            GroupBy = rule.GroupBy,
            GroupMinutes = rule.GroupMinutes,
            Occurrences = rule.Occurrences,
            OccurrenceMinutes = rule.OccurrenceMinutes,
            HoldMinutes = rule.HoldMinutes,
            StormIncidents = rule.StormIncidents,
            StormMinutes = rule.StormMinutes,
            Version = rule.Version,
        };

    private static string To(Guid id) => $"/alert-rules/{id}";
}
