using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Decisions;

namespace Pir.IncidentIntake.Features.Incidents.Linking;

/// <summary>What a new link must not break.</summary>
internal static class LinkRules
{
    private const int MostLinks = 200;
    private const int MostSteps = 50;

    /// <summary>Whether the same link exists already.</summary>
    public static Task<bool> IsThereAsync(
        IntakeDbContext db,
        IncidentLink link,
        CancellationToken token
    ) =>
        db.Links.AnyAsync(
            l => l.FromId == link.FromId && l.ToId == link.ToId && l.Relation == link.Relation,
            token
        );

    public static async Task<Refusal.Conflict?> CheckAsync(
        IntakeDbContext db,
        IncidentLink link,
        CancellationToken token
    )
    {
        var (from, to) = (link.FromId, link.ToId);
        if (
            await db.Links.CountAsync(l => l.FromId == from || l.ToId == from, token) >= MostLinks
            || await db.Links.CountAsync(l => l.FromId == to || l.ToId == to, token) >= MostLinks
        )
        {
            return new(
                "too-many",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"An incident can have at most {MostLinks} links."
                )
            );
        }

        if (link.Relation == IncidentRelation.RelatedTo)
        {
            return null;
        }

        if (
            link.Relation == IncidentRelation.ChildOf
            && await db.Links.AnyAsync(l => l.FromId == from && l.Relation == link.Relation, token)
        )
        {
            return new("has-parent", "An incident can have only one parent. Remove it first.");
        }

        return await ReachesAsync(db, link, token)
            ? new("link-cycle", "Links of this kind lead from the other incident back to this one.")
            : null;
    }

    /// <summary>Whether links of the same kind lead from its end back to its start.</summary>
    private static async Task<bool> ReachesAsync(
        IntakeDbContext db,
        IncidentLink link,
        CancellationToken token
    )
    {
        var seen = new HashSet<Guid>();
        List<Guid> next = [link.ToId];
        for (var step = 0; step < MostSteps && next.Count > 0; step++)
        {
            if (next.Contains(link.FromId))
            {
                return true;
            }

            seen.UnionWith(next);
            var ends = await db
                .Links.Where(l => l.Relation == link.Relation && next.Contains(l.FromId))
                .Select(l => l.ToId)
                .ToListAsync(token);
            next = [.. ends.Where(e => !seen.Contains(e)).Distinct()];
        }

        // Too deep to know.
        return next.Count > 0;
    }
}
