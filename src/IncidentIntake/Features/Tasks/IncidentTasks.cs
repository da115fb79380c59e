using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Audit;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Tasks;
using Pir.IncidentIntake.Features.Incidents;
using Pir.Platform.Decisions;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Tasks;

/// <summary>Lists, adds, assigns and ticks the tasks of an incident.</summary>
internal static class IncidentTasks
{
    private const int Most = 200;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/api/incidents/{incident}/tasks", ListAsync)
            .May(Permissions.SeeIncidents)
            .WithName("ListIncidentTasks")
            .WithSummary("List the tasks of an incident, oldest first")
            .ProducesProblem(404);
        api.MapPost("/api/incidents/{incident}/tasks", AddAsync)
            .May(Permissions.RunIncidents)
            .Audited("task-added", "added a task to {incident}")
            .WithName("AddIncidentTask")
            .WithSummary("Add a task to an incident")
            .ProducesProblem(404)
            .ProducesProblem(409);
        api.MapPatch("/api/incidents/{incident}/tasks/{id:guid}", ChangeAsync)
            .May(Permissions.RunIncidents)
            .Audited("task-changed", "changed a task of {incident}")
            .WithName("ChangeIncidentTask")
            .WithSummary("Assign, tick or reopen a task of an incident")
            .ProducesEditProblems();
    }

    /// <summary>Adds a task with its event. The incident stays as it is.</summary>
    public static void Add(
        this IntakeDbContext db,
        IncidentTask task,
        Incident incident,
        Actor by,
        DateTime now
    )
    {
        db.Tasks.Add(task);
        db.RaiseObserved(
            new IncidentTaskAdded(incident.ToState(), task.ToState()),
            incident.Id,
            incident,
            now,
            by
        );
    }

    private static async Task<Results<Ok<ItemList<TaskResponse>>, ProblemHttpResult>> ListAsync(
        string incident,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var found = await db.Incidents.AsNoTracking().Named(incident).SingleOrDefaultAsync(token);
        if (found is null)
        {
            return Problems.NotFound("incident " + incident);
        }

        var tasks = await db
            .Tasks.AsNoTracking()
            .Where(t => t.IncidentId == found.Id)
            .OrderBy(t => t.AddedAt)
            .ThenBy(t => t.Id)
            .ToListAsync(token);
        return TypedResults.Ok(new ItemList<TaskResponse>(tasks.ConvertAll(t => t.ToResponse())));
    }

    private static async Task<Results<Created<TaskResponse>, ProblemHttpResult>> AddAsync(
        string incident,
        AddTaskRequest request,
        HttpContext http,
        IntakeDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var check = CheckWho(request.Team, request.Person)
            .Required("text", request.Text, IncidentTask.LongestText);
        if (check.Problem is { } problem)
        {
            return problem;
        }

        var found = await db.Incidents.AsNoTracking().Named(incident).SingleOrDefaultAsync(token);
        if (found is null)
        {
            return Problems.NotFound("incident " + incident);
        }

        if (found.Status == IncidentStatus.Closed)
        {
            return Problems.Conflict(
                "invalid-transition",
                "The incident is closed. Reopen it to add a task."
            );
        }

        if (await db.Tasks.CountAsync(t => t.IncidentId == found.Id, token) >= Most)
        {
            return Problems.Conflict("too-many", $"The incident has {Most} tasks already.");
        }

        var now = clock.UtcNow();
        var (team, person) = (request.Team, request.Person);
        var task = IncidentTask.Add(found.Id, request.Text!, team, person, rule: null, now);
        db.Add(task, found, http.User.ToActor(), now);
        db.Audit(http, found.ToAuditSubject(), found.Id);
        await db.SaveChangesAsync(token);
        return TypedResults.Created(
            $"/api/incidents/{found.Reference}/tasks/{task.Id}",
            task.ToResponse()
        );
    }

    private static async Task<Results<Ok<TaskResponse>, ProblemHttpResult>> ChangeAsync(
        string incident,
        Guid id,
        ChangeTaskRequest request,
        HttpContext http,
        TaskEditor editor
    ) =>
        CheckWho(request.Team, request.Person).Problem is { } problem
            ? problem
            : await editor.ChangeAsync(
                http,
                (incident, id),
                request.Version,
                (it, by) => it.Change(request, editor.Incident, by.By, by.At)
            );

    private static FieldErrors CheckWho(string? team, Person? person) =>
        new FieldErrors()
            .Length("team", team, IncidentContext.LongestValue)
            .That(
                person is null || string.IsNullOrWhiteSpace(team),
                "team",
                "must not be given together with a person"
            )
            .That(
                person is null || !string.IsNullOrWhiteSpace(person.Name),
                "person.name",
                "is required"
            )
            .Length("person.name", person?.Name, TextLengths.Name)
            .Length("person.id", person?.Id, TextLengths.Name);
}

/// <summary>Changes a task. The incident stays as it is.</summary>
internal sealed class TaskEditor(IntakeDbContext db, TimeProvider clock)
    : Editor<IncidentTask, (string Incident, Guid Id), TaskResponse>(db, clock)
{
    private Incident? _incident;

    /// <summary>The incident of the task, once that is loaded.</summary>
    public Incident Incident => _incident!;

    protected override async Task<IncidentTask?> LoadAsync(
        (string Incident, Guid Id) key,
        HttpContext http,
        CancellationToken token
    )
    {
        _incident = await db
            .Incidents.AsNoTracking()
            .Named(key.Incident)
            .SingleOrDefaultAsync(token);
        return _incident is not { } incident
            ? null
            : await db.Tasks.SingleOrDefaultAsync(
                t => t.Id == key.Id && t.IncidentId == incident.Id,
                token
            );
    }

    protected override string NameOf((string Incident, Guid Id) key) => "task " + key.Id;

    protected override AuditSubject SubjectOf(IncidentTask it) => Incident.ToAuditSubject();

    protected override void Raise(IncidentTask it, Decision decision, Stamp by)
    {
        foreach (var (fact, at) in decision.Facts)
        {
            db.RaiseObserved(fact, Incident.Id, Incident, at ?? by.At, by.By);
        }
    }

    protected override Task<TaskResponse> AnswerAsync(
        IncidentTask it,
        HttpContext http,
        CancellationToken token
    ) => Task.FromResult(it.ToResponse());
}
