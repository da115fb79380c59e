using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>
/// The evidence of an incident, oldest first, without its content. There is little enough to read
/// all of it at once.
/// </summary>
internal sealed class EvidenceList
{
    private readonly Dictionary<Guid, List<Guid>> _entries;
    private readonly Dictionary<Guid, Guid> _replacements;

    private EvidenceList(IReadOnlyList<Attachment> items, IEnumerable<EvidenceUse> uses)
    {
        Items = items;
        _entries = items.ToDictionary(a => a.Id, FirstOf);
        foreach (var use in uses.Where(u => _entries.ContainsKey(u.AttachmentId)))
        {
            _entries[use.AttachmentId].Add(use.EntryId);
        }

        _replacements = items
            .Where(a => a.ReplacesId is not null)
            .GroupBy(a => a.ReplacesId!.Value)
            .ToDictionary(g => g.Key, g => g.First().Id);
    }

    public IReadOnlyList<Attachment> Items { get; }

    public static async Task<EvidenceList> ReadAsync(
        TimelineDbContext db,
        Guid incidentId,
        CancellationToken token
    )
    {
        var items = await db
            .Attachments.AsNoTracking()
            .Where(a => a.IncidentId == incidentId)
            .OrderBy(a => a.UploadedAt)
            .ThenBy(a => a.Id)
            .ToListAsync(token);
        // Most incidents have none, and then nothing more is read.
        return new(
            items,
            items.Count == 0
                ? []
                : await db
                    .EvidenceUses.AsNoTracking()
                    .Where(u => u.IncidentId == incidentId)
                    .ToListAsync(token)
        );
    }

    public IReadOnlyList<Guid> EntriesOf(Attachment evidence) =>
        _entries.TryGetValue(evidence.Id, out var entries) ? entries : [];

    /// <summary>The evidence that corrects another; null if none does.</summary>
    public Guid? ReplacementOf(Guid id) => _replacements.TryGetValue(id, out var by) ? by : null;

    public int CountOf(Guid entryId) => Items.Count(a => EntriesOf(a).Contains(entryId));

    /// <summary>The evidence of an entry.</summary>
    public IEnumerable<AttachmentResponse> Of(Guid entryId) =>
        Items.Where(a => EntriesOf(a).Contains(entryId)).Select(ToResponse);

    public AttachmentResponse ToResponse(Attachment evidence) =>
        new(
            evidence.Id,
            $"/api/incidents/{evidence.IncidentId}/timeline/evidence/{evidence.Id}/content",
            evidence.FileName,
            evidence.ContentType,
            evidence.Alt,
            evidence.Size,
            evidence.Sha256,
            evidence.CapturedAt,
            evidence.UploadedAt,
            evidence.Uploader
        )
        {
            Kind = evidence.Kind,
            Link = evidence.Link,
            Redactions = evidence.ReadRedactions(),
            Entries = EntriesOf(evidence),
            Replaces = evidence.ReplacesId,
            ReplacedBy = ReplacementOf(evidence.Id),
        };

    private static List<Guid> FirstOf(Attachment evidence) =>
        evidence.EntryId == Guid.Empty ? [] : [evidence.EntryId];
}
