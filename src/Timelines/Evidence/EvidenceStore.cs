using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Texts;
using Pir.Contracts.Timeline;
using Pir.Platform.Persistence;
using Pir.Platform.Persistence.Bulk;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;
using Pir.Timelines.Features;

namespace Pir.Timelines.Evidence;

/// <summary>Evidence that a request wants to add.</summary>
/// <param name="Bytes">The content; of a link, its address.</param>
public sealed record NewEvidence(
    EvidenceKind Kind,
    byte[] Bytes,
    string ContentType,
    string Name,
    string? Alt,
    DateTime? CapturedAt,
    IReadOnlyList<Guid> Entries,
    Guid? Replaces,
    string? Link,
    IReadOnlyList<RedactedSecrets> Redacted
);

/// <summary>
/// Adds evidence. Its content, its description, its events and its audit entry are one commit of
/// one database, so there is never a description without content or content without description.
/// </summary>
public sealed class EvidenceStore(TimelineDbContext db, TimeProvider clock)
{
    public async Task<
        Results<Created<AttachmentResponse>, Ok<AttachmentResponse>, ProblemHttpResult>
    > AddAsync(HttpContext http, IncidentRef incident, NewEvidence wanted)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(wanted.Bytes));
        return await SaveAsync(http, incident, wanted, hash);
    }

    /// <summary>Attaches evidence that is there already to another entry.</summary>
    public Task<
        Results<Created<AttachmentResponse>, Ok<AttachmentResponse>, ProblemHttpResult>
    > AttachAsync(HttpContext http, IncidentRef incident, Attachment evidence, Guid entry) =>
        SaveAsync(
            http,
            incident,
            new(
                evidence.Kind,
                [],
                evidence.ContentType,
                evidence.FileName,
                evidence.Alt,
                evidence.CapturedAt,
                [entry],
                null,
                evidence.Link,
                evidence.ReadRedactions()
            ),
            evidence.Sha256
        );

    private async Task<
        Results<Created<AttachmentResponse>, Ok<AttachmentResponse>, ProblemHttpResult>
    > SaveAsync(HttpContext http, IncidentRef incident, NewEvidence wanted, string hash)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TrySaveAsync(http, incident, wanted, hash, http.RequestAborted);
            }
            catch (Exception exception)
                when (attempt == 1
                    && DbConflict.Is(exception)
                    && exception is not DeletedMeanwhileException
                )
            {
                // The same evidence arrived twice at the same time.
                db.DiscardChanges();
            }
        }
    }

    private async Task<
        Results<Created<AttachmentResponse>, Ok<AttachmentResponse>, ProblemHttpResult>
    > TrySaveAsync(
        HttpContext http,
        IncidentRef incident,
        NewEvidence wanted,
        string hash,
        CancellationToken token
    )
    {
        var ids = wanted.Entries.Distinct().ToList();
        var entries = await db
            .Entries.Where(e => e.IncidentId == incident.Id && ids.Contains(e.Id))
            .ToListAsync(token);
        if (ids.Find(id => !entries.Exists(e => e.Id == id)) is var missing && missing != default)
        {
            return Problems.NotFound($"entry {missing} on this timeline");
        }

        var all = await EvidenceList.ReadAsync(db, incident.Id, token);
        var same = all.Items.FirstOrDefault(a => a.Sha256 == hash && a.Kind == wanted.Kind);
        if (Check(all, wanted, same, entries) is { } problem)
        {
            return problem;
        }

        var by = http.User.ToActor();
        var now = clock.UtcNow();
        var evidence = same ?? Add(incident, wanted, hash, now, by);
        var added = entries.FindAll(e => !all.EntriesOf(evidence).Contains(e.Id));
        foreach (var entry in added.Where(e => e.Id != evidence.EntryId))
        {
            db.EvidenceUses.Add(
                new()
                {
                    AttachmentId = evidence.Id,
                    EntryId = entry.Id,
                    IncidentId = incident.Id,
                }
            );
        }

        if (same is null || added.Count > 0)
        {
            Tell(incident, evidence, added, isNew: same is null, now, by);
            db.Audit(http, incident.ToAuditSubject(), incident.Id);
            await db.SaveChangesAsync(token);
        }

        var saved = await EvidenceList.ReadAsync(db, incident.Id, token);
        var answer = saved.ToResponse(saved.Items.First(a => a.Id == evidence.Id));
        return same is null
            ? TypedResults.Created(
                $"/api/incidents/{incident.Id}/timeline/evidence/{answer.Id}",
                answer
            )
            : TypedResults.Ok(answer);
    }

    private static ProblemHttpResult? Check(
        EvidenceList all,
        NewEvidence wanted,
        Attachment? same,
        IReadOnlyList<TimelineEntry> entries
    )
    {
        if (wanted.Replaces is { } replaced)
        {
            if (all.Items.All(a => a.Id != replaced))
            {
                return Problems.NotFound($"evidence {replaced} of this incident");
            }

            if (same is not null && same.ReplacesId != replaced)
            {
                return Problems.Validation("replaces", "must have another content");
            }

            if (all.ReplacementOf(replaced) is { } newer && newer != same?.Id)
            {
                return Problems.Conflict(
                    "already-replaced",
                    $"This evidence was already replaced. Replace {newer} instead."
                );
            }
        }

        if (same is null && all.Items.Count >= Attachment.MaxPerIncident)
        {
            return Problems.Conflict(
                "too-much-evidence",
                $"An incident can have at most {Attachment.MaxPerIncident} pieces of evidence."
            );
        }

        var isThere = same is null ? [] : all.EntriesOf(same);
        return entries.Any(e =>
            !isThere.Contains(e.Id) && all.CountOf(e.Id) >= Attachment.MaxPerEntry
        )
            ? Problems.Conflict(
                "too-many-attachments",
                $"An entry can have at most {Attachment.MaxPerEntry} pieces of evidence. Add "
                    + "another entry."
            )
            : null;
    }

    private Attachment Add(
        IncidentRef incident,
        NewEvidence wanted,
        string hash,
        DateTime now,
        Actor by
    )
    {
        var evidence = new Attachment
        {
            Id = Attachment.IdOf(incident.Id, wanted.Kind, hash),
            IncidentId = incident.Id,
            EntryId = wanted.Entries is [var first, ..] ? first : Guid.Empty,
            FileName = wanted.Name.Truncated(Attachment.MaxFileName),
            ContentType = wanted.ContentType,
            Alt = wanted.Alt,
            Size = wanted.Bytes.Length,
            Sha256 = hash,
            CapturedAt = (wanted.CapturedAt ?? now).ToMicroseconds(),
            UploadedAt = now.ToMicroseconds(),
            UploaderKind = by.Kind.Truncated(TimelineEntry.MaxName),
            UploaderId = by.Id.Truncated(TimelineEntry.MaxName),
            UploaderName = by.Name.Truncated(TimelineEntry.MaxName),
            IsExcerpt = wanted.Kind == EvidenceKind.Text,
            Link = wanted.Link,
            Redactions = Attachment.Write(wanted.Redacted),
            ReplacesId = wanted.Replaces,
        };
        db.Attachments.Add(evidence);
        if (wanted.Link is null)
        {
            db.AttachmentContents.Add(new() { Id = evidence.Id, Bytes = wanted.Bytes });
        }

        return evidence;
    }

    private void Tell(
        IncidentRef incident,
        Attachment evidence,
        IReadOnlyList<TimelineEntry> entries,
        bool isNew,
        DateTime now,
        Actor by
    )
    {
        // Published as a change of its entries too, so that whoever shows them shows it.
        foreach (var entry in entries)
        {
            db.Raise(
                new TimelineEntryCorrected(
                    entry.ToState(entry.Version + 1, incident.IsSilent),
                    Reason: null
                ),
                entry.Id,
                entry,
                now,
                by
            );
        }

        if (isNew)
        {
            var ids = entries.Select(e => e.Id).ToList();
            db.RaiseAside(
                new EvidenceAdded(evidence.ToState(ids, incident.IsSilent)),
                evidence.Id,
                by
            );
        }
    }
}
