using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Texts;
using Pir.Contracts.Timeline;
using Pir.Contracts.Times;
using Pir.Platform.Persistence;
using Pir.Platform.Persistence.Bulk;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Importing;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>Adds an entry written by a person.</summary>
public static class RecordEntry
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapPost("", Handle)
            .May(Permissions.WriteTimelines)
            .NotAudited(UnauditedBecause.TimelineTells)
            .TakesImports("entry-added", "added an entry to the timeline of {incident}")
            .WithName("RecordTimelineEntry")
            .WithSummary("Add an entry to an incident's timeline")
            .ProducesProblem(404);

    internal static async Task<
        Results<Created<EntryResponse>, Ok<EntryResponse>, ProblemHttpResult>
    > Handle(
        string incident,
        RecordEntryRequest request,
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

        var entry = Write(request, found.Id, now, http.User.ToActor(), redactor);
        if (IsNamed(request) && await ReadAsync(db, entry, token) is { } known)
        {
            return TypedResults.Ok(known);
        }

        Add(db, entry, found);
        db.Audit(http, found.ToAuditSubject(), found.Id);
        try
        {
            await db.SaveChangesAsync(token);
        }
        catch (Exception exception)
            when (IsNamed(request)
                && DbConflict.Is(exception)
                && exception is not DeletedMeanwhileException
            )
        {
            // The same entry arrived twice at the same time; the other request was faster.
            db.DiscardChanges();
            return TypedResults.Ok((await ReadAsync(db, entry, token))!);
        }

        return TypedResults.Created(
            $"/api/incidents/{found.Id}/timeline/{entry.Id}",
            EntryResponses.From(entry)
        );
    }

    /// <summary>The entry from a request that passed <see cref="Check"/>.</summary>
    internal static TimelineEntry Write(
        RecordEntryRequest request,
        Guid incidentId,
        DateTime now,
        Actor author,
        Redactor redactor
    )
    {
        var entry = TimelineEntry.Write(
            IdOf(request, incidentId, author),
            incidentId,
            request.Kind!.Value,
            request.Text!,
            request.OccurredAt ?? now,
            now,
            author,
            redactor
        );
        entry.SaidBy = request.SaidBy.TrimmedOrNull();
        entry.IsInterpretation = request.IsInterpretation ?? false;
        entry.KnownAt = request.KnownAt.ToMicroseconds();
        entry.Source = request.Source.TrimmedOrNull();
        entry.ExternalId = request.ExternalId;
        entry.Link = request.Link.TrimmedOrNull() is { } link
            ? redactor.Redact(link).Text.Truncated(TimelineEntry.MaxLink)
            : null;
        entry.Set(request.Repair);
        entry.Milestone = request.Milestone == TimelineMilestone.None ? null : request.Milestone;
        return entry;
    }

    private static Guid IdOf(RecordEntryRequest request, Guid incidentId, Actor author) =>
        request is { Source: { } source, ExternalId: { } id }
            ? TimelineEntry.IdOf(incidentId, source.Trim(), id)
        : request.ClientId is { } name ? TimelineEntry.IdOf(incidentId, author, name)
        : Guid.CreateVersion7();

    private static bool IsNamed(RecordEntryRequest request) =>
        request.ClientId is not null || request.ExternalId is not null;

    /// <summary>
    /// Adds the entry and raises its event. Automatic entries raise none: they repeat an event that
    /// has already been published.
    /// </summary>
    internal static void Add(TimelineDbContext db, TimelineEntry entry, IncidentRef incident)
    {
        db.Entries.Add(entry);
        db.Raise(
            new TimelineEntryRecorded(entry.ToState(version: 1, incident.IsSilent)),
            entry.Id,
            entry,
            entry.OccurredAt,
            entry.Author
        );
    }

    internal static FieldErrors Check(RecordEntryRequest request, DateTime now) =>
        new FieldErrors()
            .That(request.Kind is not null, "kind", "is required")
            .Check("text", EntryRules.CheckText(request.Text))
            .Check("occurredAt", request.OccurredAt is { } at ? TimeRules.CheckPast(at, now) : null)
            .Check("clientId", EntryRules.CheckClientId(request.ClientId))
            .Length("saidBy", request.SaidBy, TimelineEntry.MaxName)
            .Check("knownAt", request.KnownAt is { } known ? TimeRules.CheckPast(known, now) : null)
            .Check(
                "knownAt",
                EntryRules.CheckKnown(
                    (request.Kind ?? default, request.OccurredAt ?? now, request.KnownAt)
                )
            )
            .Check("source", EntryRules.CheckSource(request.Source, request.ExternalId))
            .Check("externalId", EntryRules.CheckExternalId(request.ExternalId, request.Source))
            .Check("link", EntryRules.CheckLink(request.Link))
            .Check("repair", EntryRules.CheckRepair(request.Repair));

    private static async Task<EntryResponse?> ReadAsync(
        TimelineDbContext db,
        TimelineEntry entry,
        CancellationToken token
    ) =>
        await GetEntry.FindAsync(db, entry.IncidentId, entry.Id, token) is { } known
            ? EntryResponses.From(known, await GetEntry.AttachmentsOfAsync(db, known, token))
            : null;
}
