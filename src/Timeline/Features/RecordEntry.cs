using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Timeline;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>Adds a line somebody writes.</summary>
public static class RecordEntry
{
    /// <param name="Kind">What it tells of.</param>
    /// <param name="Text">Up to 4,000 characters.</param>
    /// <param name="OccurredAt">When it happened; now, where it is left out.</param>
    public sealed record Request(TimelineEntryKind? Kind, string? Text, DateTime? OccurredAt);

    internal static void Map(RouteGroupBuilder api) =>
        api.MapPost("", Handle)
            .RequireScope(Scope.TimelineWrite)
            .WithName("RecordTimelineEntry")
            .WithSummary("Add a line to an incident's timeline")
            .ProducesProblem(404);

    internal static async Task<Results<Created<EntryResponse>, ProblemHttpResult>> Handle(
        string incident,
        Request request,
        ClaimsPrincipal user,
        IncidentFinder finder,
        TimelineDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (Check(request, now) is { Count: > 0 } errors)
        {
            return Problems.Validation(errors);
        }

        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        var author = user.ToActor();
        var entry = TimelineEntry.Write(
            Guid.CreateVersion7(),
            found.Id,
            request.Kind!.Value,
            request.Text!,
            request.OccurredAt ?? now,
            now,
            author
        );
        db.Entries.Add(entry);
        // Only what people write is told: an automatic line repeats an event everybody has had already.
        db.Raise(
            new TimelineEntryRecorded(entry.ToState(version: 1)),
            entry.Id,
            entry,
            entry.OccurredAt,
            author
        );
        await db.SaveChangesAsync(token);
        return TypedResults.Created(
            $"/api/incidents/{found.Id}/timeline/{entry.Id}",
            EntryResponse.From(entry)
        );
    }

    private static Dictionary<string, string[]> Check(Request request, DateTime now)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        errors.Add(
            "kind",
            request.Kind is null ? "is required: what does this line tell of?" : null
        );
        errors.Add("text", EntryRules.CheckText(request.Text));
        errors.Add(
            "occurredAt",
            request.OccurredAt is { } at ? EntryRules.CheckOccurredAt(at, now) : null
        );
        return errors;
    }
}
