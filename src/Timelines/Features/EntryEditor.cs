using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Audit;
using Pir.ServiceDefaults.Http.Editing;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>An entry on the timeline of an incident.</summary>
public sealed record EntryKey(IncidentRef Incident, Guid Entry);

/// <summary>Changes one entry.</summary>
public sealed class EntryEditor(TimelineDbContext db, TimeProvider clock)
    : Editor<TimelineEntry, EntryKey, EntryResponse>(db, clock)
{
    private IncidentRef? _incident;

    protected override Task<TimelineEntry?> LoadAsync(
        EntryKey key,
        HttpContext http,
        CancellationToken token
    )
    {
        _incident = key.Incident;
        return db.Entries.FirstOrDefaultAsync(
            e => e.Id == key.Entry && e.IncidentId == key.Incident.Id,
            token
        );
    }

    protected override string NameOf(EntryKey key) => $"entry {key.Entry} on this timeline";

    protected override AuditSubject SubjectOf(TimelineEntry it) => _incident!.ToAuditSubject();

    protected override async Task<object?> CurrentOfAsync(
        TimelineEntry it,
        HttpContext http,
        CancellationToken token
    ) => await AnswerAsync(it, http, token);

    protected override async Task<EntryResponse> AnswerAsync(
        TimelineEntry it,
        HttpContext http,
        CancellationToken token
    ) => EntryResponses.From(it, await GetEntry.AttachmentsOfAsync(db, it, token));
}
