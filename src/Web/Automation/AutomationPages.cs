using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Web.Subscriptions;

namespace Pir.Web.Automation;

/// <summary>The rules, and what they did last.</summary>
public sealed record AutomationModel(
    IReadOnlyList<AutomationRuleResponse> Rules,
    IReadOnlyList<AutomationRunResponse> Runs
);

/// <param name="Rule">As saved; null for a new one.</param>
/// <param name="Shown">The values in the form.</param>
/// <param name="Subscriptions">Which a rule can notify.</param>
/// <param name="Trial">What the rule would do, if it was tried.</param>
public sealed record AutomationRuleModel(
    AutomationRuleResponse? Rule,
    AutomationRuleFields Shown,
    IReadOnlyList<Subscription> Subscriptions,
    TryAutomationResponse? Trial
);

/// <summary>Automation rules: everyone can read them, administrators change and try them.</summary>
internal sealed class AutomationPages(
    AutomationClient automation,
    NotificationClient subscriptions,
    Forms forms
)
{
    private const string List = "/automation";

    public static void Map(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.IncidentsRead);
        var admins = pages.For(Scopes.Admin);
        reading.MapGet(List, (AutomationPages p, CancellationToken ct) => p.ListAsync(ct));
        admins.MapGet(
            List + "/new",
            (AutomationPages p, CancellationToken ct) => p.ShowAsync(null, null, ct)
        );
        admins.MapGet(
            List + "/{id:guid}",
            (Guid id, AutomationPages p, CancellationToken ct) => p.ShowAsync(id, null, ct)
        );
        admins.MapPost(
            List + "/new",
            (AutomationPages p, CancellationToken ct) => p.SaveAsync(null, ct)
        );
        admins.MapPost(
            List + "/{id:guid}",
            (Guid id, AutomationPages p, CancellationToken ct) => p.SaveAsync(id, ct)
        );
    }

    private async Task<IResult> ListAsync(CancellationToken ct)
    {
        var rules = automation.RulesAsync(ct);
        var runs = automation.RunsAsync(ct);
        return Page.Show<AutomationPage, AutomationModel>(
            new((await rules).Items, (await runs).Items)
        );
    }

    private async Task<IResult> ShowAsync(Guid? id, Refusal? refusal, CancellationToken ct)
    {
        var rule = id is { } known ? await automation.GetAsync(known, ct) : null;
        return await ShowAsync(rule, rule ?? new AutomationRuleFields(), null, refusal, ct);
    }

    private async Task<IResult> ShowAsync(
        AutomationRuleResponse? rule,
        AutomationRuleFields shown,
        TryAutomationResponse? trial,
        Refusal? refusal,
        CancellationToken ct
    )
    {
        var targets = await subscriptions.ListAsync(ct).OrNullAsync();
        return Page.Show<AutomationRulePage, AutomationRuleModel>(
            new(rule, shown, targets?.Items ?? [], trial),
            refusal
        );
    }

    /// <summary>Saves the rule, removes it, or tries it: whichever button was used.</summary>
    private Task<IResult> SaveAsync(Guid? id, CancellationToken ct) =>
        forms.ShowAsync(
            "automation",
            async form =>
            {
                var rule = form.Rule();
                switch (form.Text("do"))
                {
                    case "try":
                        var saved = id is { } known ? await automation.GetAsync(known, ct) : null;
                        var trial = await automation.TryAsync(rule with { Version = null }, ct);
                        return await ShowAsync(saved, rule, trial, null, ct);
                    case "remove" when id is { } old:
                        await automation.RemoveAsync(old, ct);
                        break;
                    default:
                        await automation.SaveAsync(id, rule, ct);
                        break;
                }

                return new SeeOther(List);
            },
            refusal => ShowAsync(id, WithoutPrefix(refusal), ct)
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
}
