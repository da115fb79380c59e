using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Incidents;

namespace Pir.Web.Engagement;

/// <summary>The rules, the policies and the default team.</summary>
public sealed record EngagementModel(
    IReadOnlyList<EngagementRuleResponse> Rules,
    IReadOnlyList<EscalationPolicyResponse> Policies,
    EngagementSettingsResponse Settings
);

/// <summary>
/// Who is engaged in which incidents. Everyone can read it; administrators can change it.
/// </summary>
internal sealed class EngagementPages(EngagementClient engagement, Forms forms)
{
    private const string Address = "/engagement";

    public static void Map(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.IncidentsRead);
        var admins = pages.For(Scopes.Admin);
        reading.MapGet(Address, (EngagementPages p, CancellationToken ct) => p.ShowAsync(null, ct));
        admins.MapPost(
            Address + "/settings",
            (EngagementPages p, CancellationToken ct) => p.SaveSettingsAsync(ct)
        );
        admins.MapPost(
            Address + "/rules",
            (EngagementPages p, CancellationToken ct) => p.SaveRuleAsync(null, ct)
        );
        admins.MapPost(
            Address + "/rules/{id:guid}",
            (Guid id, EngagementPages p, CancellationToken ct) => p.SaveRuleAsync(id, ct)
        );
        admins.MapPost(
            Address + "/escalations",
            (EngagementPages p, CancellationToken ct) => p.SavePolicyAsync(null, ct)
        );
        admins.MapPost(
            Address + "/escalations/{id:guid}",
            (Guid id, EngagementPages p, CancellationToken ct) => p.SavePolicyAsync(id, ct)
        );
        // Reached by reloading the page after a form was refused.
        reading.MapGet(Address + "/{**rest}", (string rest) => new SeeOther(Address));
    }

    public async Task<IResult> ShowAsync(Refusal? refusal, CancellationToken ct)
    {
        var rules = engagement.RulesAsync(ct);
        var policies = engagement.PoliciesAsync(ct);
        var settings = engagement.SettingsAsync(ct);
        return Page.Show<EngagementPage, EngagementModel>(
            new((await rules).Items, (await policies).Items, await settings),
            refusal
        );
    }

    private Task<IResult> SaveSettingsAsync(CancellationToken ct) =>
        SubmitAsync(
            "settings",
            form =>
                engagement.SaveAsync(
                    new EngagementSettingsRequest(form.Text("defaultTeam"), form.Number("version")),
                    ct
                ),
            ct
        );

    private Task<IResult> SaveRuleAsync(Guid? id, CancellationToken ct) =>
        SubmitAsync(
            FormOf("rule", id),
            form =>
                id is { } old && form.Flag("remove")
                    ? engagement.RemoveRuleAsync(old, ct)
                    : engagement.SaveAsync(
                        id,
                        new EngagementRuleRequest
                        {
                            Name = form.Required("name"),
                            Services = form.Words("services"),
                            Severities = form.Choices<Severity>("severities"),
                            Teams = form.Words("teams"),
                            Version = form.Number("version"),
                        },
                        ct
                    ),
            ct
        );

    private Task<IResult> SavePolicyAsync(Guid? id, CancellationToken ct) =>
        SubmitAsync(
            FormOf("escalation", id),
            form =>
                id is { } old && form.Flag("remove")
                    ? engagement.RemovePolicyAsync(old, ct)
                    : engagement.SaveAsync(
                        id,
                        new EscalationPolicyRequest
                        {
                            Name = form.Required("name"),
                            Teams = form.Words("teams"),
                            Severities = form.Choices<Severity>("severities"),
                            Steps = Steps(form.Raw("steps")),
                            Version = form.Number("version"),
                        },
                        ct
                    ),
            ct
        );

    /// <summary>The name of the form for one of several; null for a new one.</summary>
    internal static string FormOf(string kind, Guid? id) => $"{kind}-{id?.ToString() ?? "new"}";

    private Task<IResult> SubmitAsync(
        string name,
        Func<FormReader, Task> act,
        CancellationToken ct
    ) =>
        forms.SubmitAsync(
            name,
            async form =>
            {
                await act(form);
                return new(Address, form.Flag("remove") ? "removed" : "saved");
            },
            refusal => ShowAsync(refusal, ct)
        );

    /// <summary>One step a line: the minutes, then the team, or an @ and a person.</summary>
    private static List<EscalationStep> Steps(string text) =>
        [
            .. text.Split(
                    '\n',
                    StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                )
                .Select(Step),
        ];

    private static EscalationStep Step(string line) =>
        line.Split((char[])[' ', '\t'], 2, StringSplitOptions.TrimEntries)
            is [var minutes, { Length: > 0 } who]
        && int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var after)
            ? who[0] == '@'
                ? new(after, Person: new(null, who[1..].Trim()))
                : new(after, who)
            : throw new ApiException(
                ApiProblem.Field(
                    "steps",
                    $"has a line that is not a number of minutes and a team: \"{line}\""
                )
            );
}
