using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Web.Incidents;

namespace Pir.Web.Actions;

/// <param name="Clash">What someone else changed in the form just rejected.</param>
public sealed record ActionModel(
    ActionItem Action,
    Incident? Incident,
    IReadOnlyList<ClashField> Clash
);

internal sealed class ActionPages(
    ActionClient actions,
    IntakeClient intake,
    ActionEdits edits,
    Forms forms,
    Zone zone
)
{
    public static void Map(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.ActionsRead);
        var writing = pages.For(Scopes.Actions);
        reading.MapGet(
            "/actions/{id}",
            (string id, ActionPages p, CancellationToken ct) => p.ShowAsync(id, null, ct)
        );
        writing.MapPost(
            "/actions/{id}/{verb}",
            async (string id, string verb, ActionPages p, CancellationToken ct) =>
                IsVerb(verb) ? await p.DoAsync(id, verb, ct) : Results.NotFound()
        );
        reading.MapGet(
            "/actions/{id}/{verb}",
            (string id, string verb) => new SeeOther($"/actions/{Uri.EscapeDataString(id)}")
        );
    }

    public async Task<IResult> ShowAsync(string id, Refusal? refusal, CancellationToken ct)
    {
        var action = await actions.GetAsync(id, ct);
        var incident = action.IncidentId is { } incidentId
            ? await intake.GetAsync(incidentId.ToString(), ct).OrNullAsync()
            : null;
        return Page.Show<ActionPage, ActionModel>(new(action, incident, edits.Clash), refusal);
    }

    public Task<IResult> DoAsync(string id, string verb, CancellationToken ct) =>
        forms.SubmitAsync(
            verb,
            async form =>
            {
                if (verb is "change" or "assign")
                {
                    await edits.SaveAsync(id, verb, form, ct);
                    return new(PageLinks.Action(id), verb == "change" ? "saved" : verb);
                }

                await DoAsync(id, verb, form, ct);
                return new(PageLinks.Action(id), verb == "reopen" ? "action-reopen" : verb);
            },
            refusal => ShowAsync(id, ConcurrentEdit.ShownAgain(refusal, zone), ct)
        );

    public static bool IsVerb(string verb) =>
        verb is "assign" or "complete" or "decline" or "reopen" or "change";

    private Task<ActionItem> DoAsync(
        string id,
        string verb,
        FormReader form,
        CancellationToken ct
    ) =>
        verb switch
        {
            "complete" => actions.DoAsync(id, new CompleteActionRequest(form.Text("note")), ct),
            "decline" => actions.DoAsync(id, new DeclineActionRequest(form.Required("reason")), ct),
            _ => actions.DoAsync(id, new ReopenActionRequest(form.Required("reason")), ct),
        };
}
