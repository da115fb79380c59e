using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Features.Incidents.Linking;

internal static class LinkResponses
{
    /// <summary>Its links and merges, by relation and number of the other incident.</summary>
    public static async Task<ItemList<IncidentLinkResponse>> OfAsync(
        IntakeDbContext db,
        Incident incident,
        CancellationToken token
    )
    {
        var id = incident.Id;
        var links = await db
            .Links.AsNoTracking()
            .Where(l => l.FromId == id || l.ToId == id)
            .ToListAsync(token);
        var ends = links.ConvertAll(l => l.OtherEnd(id));
        var others = await db
            .Incidents.AsNoTracking()
            .Where(i =>
                ends.Contains(i.Id) || i.MergedIntoId == id || i.Id == incident.MergedIntoId
            )
            .ToDictionaryAsync(i => i.Id, token);
        IEnumerable<IncidentLinkResponse> all =
        [
            .. others
                .Values.Where(o => o.MergedIntoId == id)
                .Select(o => Describe(null, IncidentRelation.Merged, o, o.MergedAt)),
            .. others
                .Values.Where(o => o.Id == incident.MergedIntoId)
                .Select(o => Describe(null, IncidentRelation.MergedInto, o, incident.MergedAt)),
            // The other incident may have been deleted a moment ago.
            .. links
                .Where(l => others.ContainsKey(l.OtherEnd(id)))
                .Select(l => Describe(l.Id, l.SeenFrom(id), others[l.OtherEnd(id)], l.LinkedAt)),
        ];
        return new([.. all.OrderBy(l => l.Relation).ThenBy(l => l.Incident.Number)]);
    }

    private static IncidentLinkResponse Describe(
        Guid? link,
        IncidentRelation relation,
        Incident other,
        DateTime? at
    ) => new(link, relation, other.ToBrief(), at ?? other.OpenedAt);

    public static IncidentBrief ToBrief(this Incident it) =>
        new(
            it.Id,
            it.Number,
            it.Reference,
            it.Title,
            it.Severity,
            it.Status,
            it.DetectedAt,
            it.IsDrill
        );
}
