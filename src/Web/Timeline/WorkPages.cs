using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Incidents;
using Pir.Contracts.Timeline;

namespace Pir.Web.Timeline;

/// <summary>Adds repair steps and activities, and starts and finishes activities.</summary>
internal sealed class WorkPages(TimelineClient timeline, ITimelinePage page, Forms forms, Zone zone)
{
    // A week. The timeline refuses more.
    private const int MostMinutes = 7 * 24 * 60;

    public static void Map(RouteGroupBuilder pages)
    {
        var writing = pages.For(Scopes.Timeline);
        writing.MapPost(
            "/incidents/{id}/repair-steps",
            (string id, WorkPages p, CancellationToken ct) => p.RepairAsync(id, ct)
        );
        writing.MapPost(
            "/incidents/{id}/activities",
            (string id, WorkPages p, CancellationToken ct) => p.AddAsync(id, ct)
        );
        writing.MapPost(
            "/incidents/{id}/activities/{activity:guid}/{turn:regex(^(start|finish)$)}",
            (string id, Guid activity, string turn, WorkPages p, CancellationToken ct) =>
                p.TurnAsync(id, activity, turn, ct)
        );
    }

    private Task<IResult> RepairAsync(string id, CancellationToken ct) =>
        forms.SubmitAsync(
            "repair",
            async form =>
            {
                var minutes = form.Number("minutes");
                var entry = await timeline.AddAsync(
                    id,
                    new(
                        TimelineEntryKind.Action,
                        form.Required("text"),
                        // Whoever says how long it took has just finished.
                        minutes is >= 0 and <= MostMinutes
                            ? zone.Now.AddMinutes(-minutes.Value)
                            : null,
                        form.Text("clientId"),
                        Repair: new(form.Choice<RepairResult>("result"), minutes)
                    ),
                    ct
                );
                return new($"{PageLinks.Incident(id)}#e-{entry.Id}", "repair");
            },
            refusal => page.ShowAsync(id, TimelineView.Plain, refusal, ct)
        );

    private Task<IResult> AddAsync(string id, CancellationToken ct) =>
        forms.SubmitAsync(
            "activity",
            async form =>
            {
                await timeline.AddActivityAsync(
                    id,
                    new(
                        form.Required("title"),
                        form.Text("owner") is { } name ? new Person(null, name) : null,
                        form.PastTime("requestedAt"),
                        form.PastTime("startedAt"),
                        form.PastTime("finishedAt"),
                        form.Text("clientId")
                    ),
                    ct
                );
                return new($"{PageLinks.Incident(id)}#work", "activity");
            },
            refusal => page.ShowAsync(id, TimelineView.Plain, refusal, ct)
        );

    private Task<IResult> TurnAsync(string id, Guid activity, string turn, CancellationToken ct) =>
        forms.SubmitAsync(
            "turn",
            async form =>
            {
                await timeline.ChangeActivityAsync(
                    id,
                    activity,
                    turn == "start"
                        ? new(StartedAt: zone.Now, Version: form.Number("version"))
                        : new(FinishedAt: zone.Now, Version: form.Number("version")),
                    ct
                );
                return new($"{PageLinks.Incident(id)}#work");
            },
            refusal => page.ShowAsync(id, TimelineView.Plain, refusal, ct)
        );
}
