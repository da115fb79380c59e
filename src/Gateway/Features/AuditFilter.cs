using Microsoft.AspNetCore.Mvc;
using Pir.Gateway.Data;

namespace Pir.Gateway.Features;

/// <summary>Which lines of the audit log are asked for; all of them where nothing is given.</summary>
/// <param name="Action">One of the actions the log knows, e.g. <c>signed-in</c>.</param>
/// <param name="Actor">Id of who did it, or a part of their name.</param>
/// <param name="Subject">Id of whom or what it was done to, or a part of the name.</param>
/// <param name="From">Earliest time (UTC), included.</param>
/// <param name="To">Latest time (UTC), not included.</param>
/// <param name="Kind">What kind of thing it was done to, e.g. <c>source</c>.</param>
internal sealed record AuditFilter(
    [FromQuery(Name = "action")] string? Action = null,
    [FromQuery(Name = "actor")] string? Actor = null,
    [FromQuery(Name = "subject")] string? Subject = null,
    [FromQuery(Name = "from")] DateTimeOffset? From = null,
    [FromQuery(Name = "to")] DateTimeOffset? To = null,
    [FromQuery(Name = "kind")] string? Kind = null
)
{
    /// <summary>The lines it lets through, newest first.</summary>
    public IQueryable<AuditEntry> Of(IQueryable<AuditEntry> log)
    {
        var (from, to) = (From?.UtcDateTime, To?.UtcDateTime);
        var actor = Actor?.Trim().ToLowerInvariant();
        var subject = Subject?.Trim().ToLowerInvariant();
        // In SQL, which knows no cultures.
#pragma warning disable CA1304, CA1311, CA1862
        return log.Where(a =>
                (string.IsNullOrEmpty(Action) || a.Action == Action)
                && (string.IsNullOrEmpty(Kind) || a.SubjectKind == Kind)
                && (from == null || a.At >= from)
                && (to == null || a.At < to)
                && (
                    string.IsNullOrEmpty(actor)
                    || a.ActorId == actor
                    || a.ActorName.ToLower().Contains(actor)
                )
                && (
                    string.IsNullOrEmpty(subject)
                    || a.SubjectId == subject
                    || a.SubjectName.ToLower().Contains(subject)
                )
            )
            .OrderByDescending(a => a.Id);
#pragma warning restore CA1304, CA1311, CA1862
    }
}
