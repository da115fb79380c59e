using Microsoft.AspNetCore.Mvc;
using Pir.Gateway.Data;

namespace Pir.Gateway.Features;

/// <summary>
/// A filter for the audit log; without values, all entries match.
/// </summary>
internal sealed record AuditFilter
{
    /// <summary>One of the recorded actions, e.g. <c>signed-in</c>.</summary>
    [FromQuery(Name = "action")]
    public string? Action { get; init; }

    /// <summary>Id of the actor, or a part of their name.</summary>
    [FromQuery(Name = "actor")]
    public string? Actor { get; init; }

    /// <summary>Id or reference of the subject, or a part of its name.</summary>
    [FromQuery(Name = "subject")]
    public string? Subject { get; init; }

    /// <summary>Earliest time (UTC), included.</summary>
    [FromQuery(Name = "from")]
    public DateTimeOffset? From { get; init; }

    /// <summary>Latest time (UTC), not included.</summary>
    [FromQuery(Name = "to")]
    public DateTimeOffset? To { get; init; }

    /// <summary>Kind of the subject, e.g. <c>source</c>.</summary>
    [FromQuery(Name = "kind")]
    public string? Kind { get; init; }

    // What was requested is the entry to read. That the work is done is a note for the next
    // process.
    internal static readonly string[] Progress =
    [
        AuditActions.SampleDataLoaded,
        AuditActions.SampleDataRemoved,
    ];

    /// <summary>The matching entries, newest first.</summary>
    public IQueryable<AuditEntry> Of(IQueryable<AuditEntry> log)
    {
        var (from, to) = (From?.UtcDateTime, To?.UtcDateTime);
        var actor = Actor?.Trim().ToLowerInvariant();
        var subject = Subject?.Trim().ToLowerInvariant();
        // Translated to SQL, which has no cultures.
#pragma warning disable CA1304, CA1311, CA1862
        return log.Where(a =>
                !Progress.Contains(a.Action)
                && (string.IsNullOrEmpty(Action) || a.Action == Action)
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
                    || a.SubjectReference!.ToLower() == subject
                    || a.SubjectName.ToLower().Contains(subject)
                )
            )
            .OrderByDescending(a => a.At)
            .ThenByDescending(a => a.EntryId);
#pragma warning restore CA1304, CA1311, CA1862
    }
}
