using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.Contracts.Audit;
using Pir.Contracts.Events;
using Pir.Contracts.Texts;

namespace Pir.Gateway.Data;

/// <summary>
/// Who did what to what, and when. Changes in the gateway are written in the same commit. Changes
/// in a service arrive as an event of that commit (<see cref="Consumers.KeepAuditEntries"/>).
/// </summary>
public sealed class AuditEntry
{
    private const int LongestDetail = 500;

    public long Id { get; set; }

    /// <summary>
    /// The id of the event, so that the entry is written only once. The gateway's own entries get a
    /// new id.
    /// </summary>
    public Guid EntryId { get; set; }

    public DateTime At { get; set; }

    /// <summary>Stable name to filter by, e.g. <c>incident-resolved</c>.</summary>
    public string Action { get; set; } = "";

    /// <summary>
    /// What was done, as part of a sentence: <c>resolved {incident}</c>. Empty in entries from
    /// versions without sentences.
    /// </summary>
    public string Words { get; set; } = "";
    public string ActorKind { get; set; } = "";
    public string ActorId { get; set; } = "";
    public string ActorName { get; set; } = "";

    /// <summary>
    /// <c>user</c>, <c>token</c>, <c>team</c>, <c>product</c>, or the kind of a service's thing:
    /// <c>incident</c>, <c>source</c>.
    /// </summary>
    public string SubjectKind { get; set; } = "";
    public string SubjectId { get; set; } = "";

    /// <summary>Its reference, e.g. <c>INC-7</c>; null if it has none.</summary>
    public string? SubjectReference { get; set; }

    /// <summary>Its name at that time; the subject may have been removed since.</summary>
    public string SubjectName { get; set; } = "";

    /// <summary>More details: a reason, a change.</summary>
    public string? Detail { get; set; }

    /// <summary>Network address of the caller.</summary>
    public string? Address { get; set; }

    public Actor Actor => new(ActorKind, ActorId, ActorName);

    public AuditSubject Subject =>
        new(SubjectKind, SubjectId is "" ? null : SubjectId, SubjectReference, SubjectName);

    public AuditSentence Sentence => AuditSentence.Of(Actor, WordsToShow, Subject);

    /// <summary>Its words. Builds them for old entries without any.</summary>
    public string WordsToShow =>
        Words.Length > 0
            ? Words
            : AuditActions.Words.GetValueOrDefault(
                Action,
                $"did \"{Action.Replace('-', ' ')}\" to {{{SubjectKind}}}"
            );

    public static AuditEntry Of(AuditEntryRecorded fact, Actor by, DateTime at, Guid id) =>
        new()
        {
            EntryId = id,
            At = at,
            Action = fact.Action,
            Words = fact.Words,
            ActorKind = by.Kind,
            ActorId = by.Id,
            ActorName = by.Name,
            SubjectKind = fact.Subject.Kind,
            SubjectId = fact.Subject.Id ?? "",
            SubjectReference = fact.Subject.Reference,
            SubjectName = fact.Subject.Name,
            Detail = fact.Detail?.Truncated(LongestDetail),
            Address = fact.Address,
        };
}

internal sealed class AuditEntryMap : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entity)
    {
        entity.ToTable("Audit");
        entity.Ignore(a => a.Actor);
        entity.Ignore(a => a.Subject);
        entity.Ignore(a => a.Sentence);
        entity.Ignore(a => a.WordsToShow);
        entity.Property(a => a.Id).ValueGeneratedOnAdd();
        entity.Property(a => a.Action).HasMaxLength(40);
        entity.Property(a => a.Words).HasMaxLength(100);
        entity.Property(a => a.ActorKind).HasMaxLength(20);
        entity.Property(a => a.ActorId).HasMaxLength(64);
        entity.Property(a => a.SubjectKind).HasMaxLength(20);
        entity.Property(a => a.SubjectId).HasMaxLength(64);
        entity.Property(a => a.SubjectReference).HasMaxLength(20);
        entity.Property(a => a.Detail).HasMaxLength(500);
        entity.Property(a => a.Address).HasMaxLength(64);
        entity.HasIndex(a => a.EntryId).IsUnique();
        // For the filters. Each page of the log is read newest first.
        entity.HasIndex(a => a.At);
        entity.HasIndex(a => new { a.Action, a.At });
        entity.HasIndex(a => new { a.ActorId, a.At });
        entity.HasIndex(a => new { a.SubjectId, a.At });
    }
}
