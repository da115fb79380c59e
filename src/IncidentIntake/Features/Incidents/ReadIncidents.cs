using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.References;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents;

internal static class ReadIncidents
{
    private const int MostContexts = 1000;

    private static readonly IncidentStatus[] Active =
    [
        IncidentStatus.Open,
        IncidentStatus.Acknowledged,
        IncidentStatus.Mitigated,
    ];

    /// <summary>Filters of the list.</summary>
    public sealed record Query
    {
        /// <summary>
        /// Comma-separated; <c>active</c> means open, acknowledged and mitigated, <c>all</c>
        /// (default) means every status.
        /// </summary>
        public string? Status { get; init; }

        /// <summary>Comma-separated.</summary>
        public string? Severity { get; init; }

        public string? Service { get; init; }

        public string? Team { get; init; }

        public string? Environment { get; init; }

        public string? DetectionSource { get; init; }

        /// <summary>Only drills (true) or no drills (false).</summary>
        public bool? Drill { get; init; }

        /// <summary>Detected at this time or later.</summary>
        public DateTimeOffset? From { get; init; }

        /// <summary>Detected before this time.</summary>
        public DateTimeOffset? To { get; init; }

        /// <summary>
        /// Part of the title or of the service's name, or a reference such as INC-42.
        /// </summary>
        public string? Q { get; init; }

        public int? Limit { get; init; }

        public string? After { get; init; }

        /// <summary>
        /// <c>newest</c> (default), or <c>severity</c> for the most severe first and the newest of
        /// them first.
        /// </summary>
        public string? Sort { get; init; }

        /// <summary>Whether to count the incidents on all pages.</summary>
        public bool? Total { get; init; }
    }

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/api/incidents", ListAsync)
            .May(Permissions.SeeIncidents)
            .WithName("ListIncidents")
            .WithSummary("List incidents, newest first");
        api.MapGet("/api/incidents/contexts", ContextsAsync)
            .May(Permissions.SeeIncidents)
            .WithName("ListIncidentContexts")
            .WithSummary("List the services, teams and environments of all incidents");
        api.MapGet("/api/incidents/{incident}", GetAsync)
            .May(Permissions.SeeIncidents)
            .WithName("GetIncident")
            .WithSummary("Get an incident by id, reference (INC-42) or number")
            .ProducesProblem(404);
    }

    private static async Task<Results<Ok<Paged<IncidentResponse>>, ProblemHttpResult>> ListAsync(
        [AsParameters] Query query,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        if (Paging.TryRead(query.Limit, query.After, out var page) is { } problem)
        {
            return problem;
        }

        if (!TryParseStatuses(query.Status, out var statuses))
        {
            return Problems.Validation(
                "status",
                "must be a list of open, acknowledged, mitigated, resolved, closed, active or all"
            );
        }

        if (!TryParseSeverities(query.Severity, out var severities))
        {
            return Problems.Validation(
                "severity",
                "must be a list of sev1, sev2, sev3, sev4, sev5"
            );
        }

        if (!TryParseSource(query.DetectionSource, out var source))
        {
            return Problems.Validation(
                "detectionSource",
                "must be monitoring, alerting, customerReport or teamMessage"
            );
        }

        if (query.Sort is not (null or "newest" or "severity"))
        {
            return Problems.Validation("sort", "must be newest or severity");
        }

        var found = Filter(db.Incidents, query, statuses, severities, source);
        var rows = await (
            query.Sort == "severity" ? WorstFirst(found, page.After) : Newest(found, page.After)
        )
            .Take(page.Take)
            .ToResponsesAsync(db, token);
        return TypedResults.Ok(
            await page.Cut(rows, i => i, i => CursorOf(i, query.Sort))
                .WithTotalAsync(query.Total, found, token)
        );
    }

    private static IQueryable<Incident> Newest(IQueryable<Incident> incidents, Cursor? after)
    {
        if (after is { } cursor)
        {
            var number = (int)Math.Min(cursor.Time.Ticks, int.MaxValue);
            incidents = incidents.Where(i => i.Number < number);
        }

        return incidents.OrderByDescending(i => i.Number);
    }

    private static IQueryable<Incident> WorstFirst(IQueryable<Incident> incidents, Cursor? after)
    {
        if (after is { } cursor)
        {
            var number = (int)(cursor.Time.Ticks & int.MaxValue);
            var severity = (Severity)(int)Math.Min(cursor.Time.Ticks >> 32, int.MaxValue);
            var milder = Enum.GetValues<Severity>().Where(s => s > severity).ToList();
            incidents = incidents.Where(i =>
                milder.Contains(i.Severity) || (i.Severity == severity && i.Number < number)
            );
        }

        return incidents.OrderBy(i => i.Severity).ThenByDescending(i => i.Number);
    }

    // Numbers order the list; the cursor's time encodes the number, behind the severity where the
    // list is ordered by it.
    private static Cursor CursorOf(IncidentResponse last, string? sort)
    {
        var severity = sort == "severity" ? (long)last.Severity << 32 : 0;
        return new(new DateTime(severity | (uint)last.Number, DateTimeKind.Utc), last.Id);
    }

    private static async Task<Ok<Paged<IncidentContext>>> ContextsAsync(
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var contexts = await db
            .Incidents.Select(i => new
            {
                i.Service,
                i.Team,
                i.Environment,
            })
            .Distinct()
            .Take(MostContexts)
            .ToListAsync(token);
        return TypedResults.Ok(
            new Paged<IncidentContext>(
                contexts.ConvertAll(c => new IncidentContext
                {
                    Service = c.Service,
                    Team = c.Team,
                    Environment = c.Environment,
                }),
                null
            )
        );
    }

    private static async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> GetAsync(
        string incident,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var found = await db.Incidents.Named(incident).ToResponsesAsync(db, token);
        return found.Count == 0
            ? Problems.NotFound("incident " + incident)
            : TypedResults.Ok(found[0]);
    }

    private static IQueryable<Incident> Filter(
        IQueryable<Incident> incidents,
        Query query,
        List<IncidentStatus> statuses,
        List<Severity> severities,
        DetectionSource? source
    )
    {
        if (statuses.Count > 0)
        {
            incidents = incidents.Where(i => statuses.Contains(i.Status));
        }

        if (severities.Count > 0)
        {
            incidents = incidents.Where(i => severities.Contains(i.Severity));
        }

        if (query.Service is { Length: > 0 } service)
        {
            incidents = incidents.Where(i => i.Service == service);
        }

        if (query.Team is { Length: > 0 } team)
        {
            incidents = incidents.Where(i => i.Team == team);
        }

        if (query.Environment is { Length: > 0 } environment)
        {
            incidents = incidents.Where(i => i.Environment == environment);
        }

        if (source is not null)
        {
            incidents = incidents.Where(i => i.DetectionSource == source);
        }

        if (query.Drill is { } drill)
        {
            incidents = incidents.Where(i => i.IsDrill == drill);
        }

        if (query.From?.UtcDateTime is { } from)
        {
            incidents = incidents.Where(i => i.DetectedAt >= from);
        }

        if (query.To?.UtcDateTime is { } to)
        {
            incidents = incidents.Where(i => i.DetectedAt < to);
        }

        return query.Q?.Trim() is { Length: > 0 } text ? Search(incidents, text) : incidents;
    }

    private static IQueryable<Incident> Search(IQueryable<Incident> incidents, string text)
    {
        var number = Reference.ToIncident(text)?.Number;
#pragma warning disable CA1304, CA1311, CA1862 // Runs in the database.
        var part = text.ToLower();
        return incidents.Where(i =>
            i.Number == number
            || i.Title.ToLower().Contains(part)
            || i.Service!.ToLower().Contains(part)
        );
#pragma warning restore CA1304, CA1311, CA1862
    }

    private static bool TryParseStatuses(string? text, out List<IncidentStatus> statuses)
    {
        statuses = [];
        foreach (var word in Split(text))
        {
            if (word.Equals("active", StringComparison.OrdinalIgnoreCase))
            {
                statuses.AddRange(Active);
            }
            else if (word.Equals("all", StringComparison.OrdinalIgnoreCase))
            {
                statuses.AddRange(Enum.GetValues<IncidentStatus>());
            }
            else if (
                Enum.TryParse<IncidentStatus>(word, ignoreCase: true, out var status)
                && !char.IsAsciiDigit(word[0])
            )
            {
                statuses.Add(status);
            }
            else
            {
                return false;
            }
        }

        // All of them is the same as no filter.
        statuses = statuses.Distinct().ToList();
        if (statuses.Count == Enum.GetValues<IncidentStatus>().Length)
        {
            statuses.Clear();
        }

        return true;
    }

    private static bool TryParseSeverities(string? text, out List<Severity> severities)
    {
        var parsed = Split(text).Select(SeverityWords.Parse).ToList();
        severities = parsed.OfType<Severity>().Distinct().ToList();
        return parsed.TrueForAll(s => s is not null);
    }

    private static bool TryParseSource(string? text, out DetectionSource? source)
    {
        source =
            Enum.TryParse<DetectionSource>(text, ignoreCase: true, out var parsed)
            && !char.IsAsciiDigit(text![0])
                ? parsed
                : null;
        return string.IsNullOrEmpty(text) || source is not null;
    }

    private static string[] Split(string? text) =>
        text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        ?? [];
}
