using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Incidents;
using Pir.Web.Timeline;

namespace Pir.Web.Incidents;

/// <summary>
/// Asks to join an incident, and decides on that. Both also concern people without the right to run
/// incidents.
/// </summary>
internal sealed class JoinPages(IntakeClient intake, IncidentPages pages, Forms forms)
{
    public static void Map(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.IncidentsRead);
        reading.MapPost(
            "/incidents/{id}/joins",
            (string id, JoinPages p, CancellationToken ct) => p.AskAsync(id, ct)
        );
        reading.MapPost(
            "/incidents/{id}/joins/{join:guid}/{verb}",
            async (string id, Guid join, string verb, JoinPages p, CancellationToken ct) =>
                verb is "accept" or "decline" or "withdraw"
                    ? await p.DecideAsync(id, join, verb, ct)
                    : Results.NotFound()
        );
        // Reached by reloading the page after a form was refused.
        reading.MapGet(
            "/incidents/{id}/joins/{join:guid}/{verb}",
            (string id, Guid join, string verb) =>
                new SeeOther($"/incidents/{Uri.EscapeDataString(id)}")
        );
    }

    public Task<IResult> AskAsync(string id, CancellationToken ct) =>
        forms.SubmitAsync(
            "join",
            async form =>
            {
                var request = new JoinIncidentRequest(
                    form.Text("role") is null ? null : form.Choice<IncidentRole>("role"),
                    form.Text("discipline"),
                    form.Text("note")
                );
                await intake.AskToJoinAsync(id, request, ct);
                return new(PageLinks.Incident(id), "join");
            },
            refusal => pages.ShowAsync(id, TimelineView.Plain, refusal, ct)
        );

    /// <param name="verb">accept, decline or withdraw.</param>
    public Task<IResult> DecideAsync(string id, Guid join, string verb, CancellationToken ct) =>
        forms.SubmitAsync(
            $"join-{join}",
            async _ =>
            {
                await intake.DecideOnJoinAsync(id, join, verb, ct);
                return new(PageLinks.Incident(id), "join-" + verb);
            },
            refusal => pages.ShowAsync(id, TimelineView.Plain, refusal, ct)
        );
}
