using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.AlertRules;

public sealed record SilenceModel;

/// <summary>Silences are planned on a page of their own, and end on the list of rules.</summary>
internal sealed class SilencePages(AlertRulesClient rules, AlertRulePages list, Forms forms)
{
    public static void Map(RouteGroupBuilder pages)
    {
        var responders = pages.For(Scopes.Incidents);
        responders.MapGet("/silences/new", () => Show(null));
        responders.MapPost(
            "/silences/new",
            (SilencePages p, CancellationToken ct) => p.AddAsync(ct)
        );
        responders.MapPost(
            "/silences/{id:guid}/end",
            (Guid id, SilencePages p, CancellationToken ct) => p.EndAsync(id, ct)
        );
        responders.MapGet(
            "/silences/{id:guid}/{verb}",
            (Guid id, string verb) => new SeeOther("/alert-rules")
        );
    }

    private static IResult Show(Refusal? refusal) =>
        Page.Show<SilencePage, SilenceModel>(new(), refusal);

    private Task<IResult> AddAsync(CancellationToken ct) =>
        forms.SubmitAsync(
            "silence",
            async form =>
            {
                await rules.SilenceAsync(
                    new()
                    {
                        Reason = form.Text("reason"),
                        Conditions = form.Conditions(),
                        From = form.Time("from"),
                        Until = form.Time("until"),
                    },
                    ct
                );
                return new("/alert-rules", "silenced");
            },
            refusal => Task.FromResult(Show(refusal))
        );

    private Task<IResult> EndAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "silence-end",
            async _ =>
            {
                await rules.EndSilenceAsync(id, ct);
                return new("/alert-rules", "silence-ended");
            },
            refusal => list.ListAsync(refusal, ct)
        );
}
