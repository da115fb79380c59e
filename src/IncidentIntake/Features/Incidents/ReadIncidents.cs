using Microsoft.AspNetCore.Http.HttpResults;
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
    }

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/api/incidents", ListAsync)
            .May(Permissions.SeeIncidents)
            .WithName("ListIncidents")
            .WithSummary("List incidents, newest first");
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

        var found = Filter(db.Incidents, query, statuses, severities, source);
        if (page.After is { } cursor)
        {
            // Numbers order the list; the cursor's time encodes a number.
            var number = (int)Math.Min(cursor.Time.Ticks, int.MaxValue);
            found = found.Where(i => i.Number < number);
        }

        var rows = await found
            .OrderByDescending(i => i.Number)
            .Take(page.Take)
            .ToResponsesAsync(db, token);
        return TypedResults.Ok(
            page.Cut(rows, i => i, i => new Cursor(new DateTime(i.Number, DateTimeKind.Utc), i.Id))
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
