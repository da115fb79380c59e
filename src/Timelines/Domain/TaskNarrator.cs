using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;

namespace Pir.Timelines.Domain;

/// <summary>Writes timeline entries about the tasks of an incident.</summary>
internal static class TaskNarrator
{
    public static string Tell(IEvent fact, Actor actor) =>
        fact switch
        {
            IncidentTaskAdded e => Added(e.Task),
            IncidentTaskChanged e => Changed(e, actor),
            _ => "",
        };

    private static string Added(IncidentTaskState task)
    {
        var who = task.Team is null && task.Person is null ? "" : $" for {NameOf(task)}";
        var rule = task.Rule is { } name ? $" by the automation rule \"{name.Isolated()}\"" : "";
        return $"Task added{who}{rule}: {IncidentNarrator.Sentence(task.Text)}";
    }

    private static string Changed(IncidentTaskChanged e, Actor actor)
    {
        var task = IncidentNarrator.Sentence(e.Task.Text);
        return e.Change switch
        {
            TaskChange.Assigned when e.Task.Team is null && e.Task.Person is null =>
                $"Task assigned to nobody: {task}",
            TaskChange.Assigned => $"Task assigned to {NameOf(e.Task)}: {task}",
            TaskChange.Done => $"Task done by {actor.Name}: {task}",
            _ => $"Task reopened by {actor.Name}: {task}",
        };
    }

    private static string NameOf(IncidentTaskState task) =>
        (task.Team ?? task.Person?.Name ?? "").Isolated();
}
