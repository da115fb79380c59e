using Microsoft.AspNetCore.Http;
using Pir.Web.Incidents;

namespace Pir.Web.Actions;

/// <param name="Clash">What somebody else changed in the form just refused.</param>
public sealed record ActionModel(
    ActionItem Action,
    Incident? Incident,
    IReadOnlyList<ClashField> Clash
);

internal sealed class ActionPages(
    ActionClient actions,
    IntakeClient intake,
    ActionEdits edits,
    Forms forms
)
{
    public async Task<IResult> ShowAsync(string id, Refusal? refusal, CancellationToken ct)
    {
        var action = await actions.GetAsync(id, ct);
        var incident = action.IncidentId is { } incidentId
            ? await IncidentPages.MaybeAsync(intake.GetAsync(incidentId.ToString(), ct))
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
                    return new(To(id), verb == "change" ? "saved" : verb);
                }

                await actions.DoAsync(id, verb, Body(verb, form), ct);
                return new(To(id), verb == "reopen" ? "action-reopen" : verb);
            },
            refusal => ShowAsync(id, edits.Again(refusal), ct)
        );

    public static bool IsVerb(string verb) =>
        verb is "assign" or "complete" or "decline" or "reopen" or "change";

    private static object Body(string verb, FormReader form) =>
        verb switch
        {
            "complete" => new { note = form.Text("note") },
            _ => new { reason = form.Required("reason") },
        };

    private static string To(string id) => $"/actions/{Uri.EscapeDataString(id)}";
}
