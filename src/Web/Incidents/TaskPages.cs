using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Incidents;
using Pir.Web.Timeline;

namespace Pir.Web.Incidents;

/// <summary>Adds, takes and ticks the tasks of an incident.</summary>
internal sealed class TaskPages(
    IntakeClient intake,
    IncidentPages pages,
    Forms forms,
    Viewer viewer
)
{
    public static void Map(RouteGroupBuilder pages)
    {
        var writing = pages.For(Scopes.Incidents);
        writing.MapPost(
            "/incidents/{id}/tasks",
            (string id, TaskPages p, CancellationToken ct) => p.AddAsync(id, ct)
        );
        writing.MapPost(
            "/incidents/{id}/tasks/{task:guid}/{verb}",
            async (string id, Guid task, string verb, TaskPages p, CancellationToken ct) =>
                verb is "take" or "done" or "reopen"
                    ? await p.ChangeAsync(id, task, verb, ct)
                    : Results.NotFound()
        );
        // Reached by reloading the page after a form was refused.
        pages
            .For(Scopes.IncidentsRead)
            .MapGet(
                "/incidents/{id}/tasks/{task:guid}/{verb}",
                (string id, Guid task, string verb) =>
                    new SeeOther($"/incidents/{Uri.EscapeDataString(id)}")
            );
    }

    private Task<IResult> AddAsync(string id, CancellationToken ct) =>
        SubmitAsync(
            id,
            "task-new",
            async form =>
            {
                await intake.AddTaskAsync(
                    id,
                    new(form.Required("text"), form.Text("team"), PersonIn(form)),
                    ct
                );
                return "task-added";
            },
            ct
        );

    /// <param name="verb">take, done or reopen.</param>
    private Task<IResult> ChangeAsync(string id, Guid task, string verb, CancellationToken ct) =>
        SubmitAsync(
            id,
            $"task-{task}",
            async _ =>
            {
                await intake.ChangeTaskAsync(
                    id,
                    task,
                    verb == "take"
                        ? new(Person: new(viewer.Id, viewer.Name))
                        : new(IsDone: verb == "done"),
                    ct
                );
                return "task-" + verb;
            },
            ct
        );

    private Task<IResult> SubmitAsync(
        string id,
        string name,
        Func<FormReader, Task<string>> act,
        CancellationToken ct
    ) =>
        forms.SubmitAsync(
            name,
            async form => new(PageLinks.Incident(id) + "#tasks-title", await act(form)),
            refusal => pages.ShowAsync(id, TimelineView.Plain, refusal, ct)
        );

    /// <summary>The page's script knows the ids of the people it offers.</summary>
    private static Person? PersonIn(FormReader form) =>
        form.Text("person") is { } name
            ? new(form.Text("personName") == name ? form.Text("personId") : null, name)
            : null;
}
