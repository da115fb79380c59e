using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Audit;
using Pir.Contracts.Texts;
using Pir.Contracts.Timeline;
using Pir.Contracts.Times;
using Pir.Platform.Persistence;
using Pir.Platform.Persistence.Bulk;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;
using Pir.ServiceDefaults.Importing;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>Who was asked to do what during an incident, and how long it waited and took.</summary>
public static class Activities
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/activities", HandleList)
            .May(Permissions.ReadTimelines)
            .WithName("ListActivities")
            .WithSummary("List an incident's activities in the order they were requested")
            .ProducesProblem(404);
        api.MapPost("/activities", HandleRecord)
            .May(Permissions.WriteTimelines)
            .Audited("activity-added", "added an activity to {incident}")
            .TakesImports()
            .WithName("RecordActivity")
            .WithSummary("Add an activity: what was requested, and when it started and finished")
            .ProducesProblem(404)
            .ProducesProblem(409);
        api.MapPatch("/activities/{activityId:guid}", HandleChange)
            .May(Permissions.WriteTimelines)
            .Audited("activity-changed", "changed an activity of {incident}")
            .TakesImports()
            .WithName("ChangeActivity")
            .WithSummary("Start, finish or correct an activity")
            .ProducesEditProblems();
    }

    internal static async Task<
        Results<Ok<ItemList<ActivityResponse>>, ProblemHttpResult>
    > HandleList(
        string incident,
        IncidentFinder finder,
        TimelineDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        var all = await ReadAsync(db, found.Id, token);
        var now = clock.UtcNow();
        return TypedResults.Ok(
            new ItemList<ActivityResponse>([.. all.Select(a => Response(a, all, now))])
        );
    }

    internal static async Task<
        Results<Created<ActivityResponse>, Ok<ActivityResponse>, ProblemHttpResult>
    > HandleRecord(
        string incident,
        RecordActivityRequest request,
        HttpContext http,
        IncidentFinder finder,
        TimelineDbContext db,
        Redactor redactor,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var now = clock.UtcNow();
        if (Check(request, now).Problem is { } problem)
        {
            return problem;
        }

        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        var activity = Create(request, found, http, redactor, now);
        var all = await ReadAsync(db, found.Id, token);
        if (all.Find(a => a.Id == activity.Id) is { } known)
        {
            return TypedResults.Ok(Response(known, all, now));
        }

        if (all.Count >= Activity.MaxPerIncident)
        {
            return Problems.Conflict(
                "too-many-activities",
                $"An incident can have at most {Activity.MaxPerIncident} activities."
            );
        }

        db.Activities.Add(activity);
        db.Raise(
            new ActivityRecorded(activity.ToState(version: 1, found.IsSilent)),
            activity.Id,
            activity,
            now,
            activity.Author
        );
        db.Audit(http, found.ToAuditSubject(), found.Id);
        try
        {
            await db.SaveChangesAsync(token);
        }
        catch (Exception exception)
            when (request.ClientId is not null
                && DbConflict.Is(exception)
                && exception is not DeletedMeanwhileException
            )
        {
            // The same activity arrived twice at the same time; the other request was faster.
            db.DiscardChanges();
            all = await ReadAsync(db, found.Id, token);
            return TypedResults.Ok(Response(all.First(a => a.Id == activity.Id), all, now));
        }

        return TypedResults.Created(
            $"/api/incidents/{found.Id}/timeline/activities/{activity.Id}",
            Response(activity, [.. all, activity], now)
        );
    }

    internal static async Task<Results<Ok<ActivityResponse>, ProblemHttpResult>> HandleChange(
        string incident,
        Guid activityId,
        ChangeActivityRequest request,
        HttpContext http,
        IncidentFinder finder,
        ActivityEditor editor,
        Redactor redactor,
        CancellationToken token
    )
    {
        var errors = new FieldErrors()
            .That(request.Title is null || request.Title.Trim().Length > 0, "title", "is required")
            .Length("title", request.Title, Activity.MaxTitle)
            .Length("owner", request.Owner?.Name, TimelineEntry.MaxName)
            .Length("owner", request.Owner?.Id, TimelineEntry.MaxName);
        CheckTimes(
            errors,
            (request.RequestedAt, request.StartedAt, request.FinishedAt),
            editor.Now
        );
        if (errors.Problem is { } problem)
        {
            return problem;
        }

        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        var change = new ActivityChange(
            request.Title is { } title
                ? redactor.Redact(title.Trim()).Text.Truncated(Activity.MaxTitle)
                : null,
            request.Owner,
            request.RequestedAt,
            request.StartedAt,
            request.FinishedAt
        );
        return await editor.ChangeAsync(
            http,
            new(found, activityId),
            request.Version,
            (activity, _) => activity.Change(change, found.IsSilent)
        );
    }

    internal static Task<List<Activity>> ReadAsync(
        TimelineDbContext db,
        Guid incidentId,
        CancellationToken token
    ) =>
        db
            .Activities.AsNoTracking()
            .Where(a => a.IncidentId == incidentId)
            .OrderBy(a => a.RequestedAt)
            .ThenBy(a => a.Id)
            .ToListAsync(token);

    internal static ActivityResponse Response(
        Activity activity,
        IReadOnlyList<Activity> all,
        DateTime now
    )
    {
        var waiting = activity.Times.Waiting(now);
        return new(
            activity.Id,
            activity.IncidentId,
            activity.Title,
            activity.Owner,
            activity.RequestedAt,
            activity.StartedAt,
            activity.FinishedAt,
            Minutes(waiting),
            activity.Times.Working(now) is { } working ? Minutes(working) : null,
            Minutes(waiting) > 0 && all.All(a => a.Times.Waiting(now) <= waiting),
            activity.Author,
            activity.Version
        );
    }

    private static int Minutes(TimeSpan span) => (int)Math.Max(0, span.TotalMinutes);

    private static Activity Create(
        RecordActivityRequest request,
        IncidentRef incident,
        HttpContext http,
        Redactor redactor,
        DateTime now
    )
    {
        var author = http.User.ToActor();
        return new()
        {
            Id = request.ClientId is { } name
                ? TimelineEntry.IdOf(incident.Id, author, "activity " + name)
                : Guid.CreateVersion7(),
            IncidentId = incident.Id,
            Title = redactor.Redact(request.Title!.Trim()).Text.Truncated(Activity.MaxTitle),
            OwnerId = request.Owner?.Id,
            OwnerName = request.Owner?.Name.TrimmedOrNull(),
            RequestedAt = RequestedAt(request, now).ToMicroseconds(),
            StartedAt = request.StartedAt.ToMicroseconds(),
            FinishedAt = request.FinishedAt.ToMicroseconds(),
            AuthorKind = author.Kind.Truncated(TimelineEntry.MaxName),
            AuthorId = author.Id.Truncated(TimelineEntry.MaxName),
            AuthorName = author.Name.Truncated(TimelineEntry.MaxName),
        };
    }

    /// <summary>What has started was requested by then.</summary>
    private static DateTime RequestedAt(RecordActivityRequest request, DateTime now) =>
        request.RequestedAt ?? request.StartedAt ?? request.FinishedAt ?? now;

    private static FieldErrors Check(RecordActivityRequest request, DateTime now)
    {
        var errors = new FieldErrors()
            .Required("title", request.Title, Activity.MaxTitle)
            .Length("owner", request.Owner?.Name, TimelineEntry.MaxName)
            .Length("owner", request.Owner?.Id, TimelineEntry.MaxName)
            .Check("clientId", EntryRules.CheckClientId(request.ClientId));
        CheckTimes(errors, (request.RequestedAt, request.StartedAt, request.FinishedAt), now);
        var times = new ActivityTimes(
            RequestedAt(request, now),
            request.StartedAt,
            request.FinishedAt
        );
        return Activity.Check(times) is var (field, rule) ? errors.Check(field, rule) : errors;
    }

    private static void CheckTimes(
        FieldErrors errors,
        (DateTime? Requested, DateTime? Started, DateTime? Finished) times,
        DateTime now
    )
    {
        CheckTime("requestedAt", times.Requested);
        CheckTime("startedAt", times.Started);
        CheckTime("finishedAt", times.Finished);

        void CheckTime(string field, DateTime? time) =>
            errors.Check(field, time is { } at ? TimeRules.CheckPast(at, now) : null);
    }
}

/// <summary>An activity of an incident.</summary>
public sealed record ActivityKey(IncidentRef Incident, Guid Activity);

/// <summary>Changes one activity.</summary>
public sealed class ActivityEditor(TimelineDbContext db, TimeProvider clock)
    : Editor<Activity, ActivityKey, ActivityResponse>(db, clock)
{
    private IncidentRef? _incident;

    protected override Task<Activity?> LoadAsync(
        ActivityKey key,
        HttpContext http,
        CancellationToken token
    )
    {
        _incident = key.Incident;
        return db.Activities.FirstOrDefaultAsync(
            a => a.Id == key.Activity && a.IncidentId == key.Incident.Id,
            token
        );
    }

    protected override string NameOf(ActivityKey key) =>
        $"activity {key.Activity} of this incident";

    protected override AuditSubject SubjectOf(Activity it) => _incident!.ToAuditSubject();

    protected override async Task<ActivityResponse> AnswerAsync(
        Activity it,
        HttpContext http,
        CancellationToken token
    ) => Activities.Response(it, await Activities.ReadAsync(db, it.IncidentId, token), Now);
}
