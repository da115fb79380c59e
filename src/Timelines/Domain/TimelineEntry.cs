using System.Security.Cryptography;
using System.Text;
using Pir.Contracts.Events;
using Pir.Contracts.Texts;
using Pir.Contracts.Timeline;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;
using Pir.Platform.Time;

namespace Pir.Timelines.Domain;

/// <summary>
/// One entry of an incident's timeline, written by a person or made from an event.
/// </summary>
public sealed class TimelineEntry : IAggregate
{
    public const int MaxText = 4_000;
    public const int MaxName = 200;
    public const int MaxSource = 40;
    public const int MaxExternalId = 200;
    public const int MaxLink = 2_000;

    public Guid Id { get; set; }
    public Guid IncidentId { get; set; }
    public TimelineEntryKind Kind { get; set; }
    public string Text { get; set; } = "";

    /// <summary>When it happened; orders the timeline.</summary>
    public DateTime OccurredAt { get; set; }

    /// <summary>When it was recorded.</summary>
    public DateTime RecordedAt { get; set; }
    public string AuthorKind { get; set; } = "";
    public string AuthorId { get; set; } = "";
    public string AuthorName { get; set; } = "";

    /// <summary>
    /// Name of the event it was made from, e.g. <c>pir.incident.opened.v1</c>; null for an entry
    /// written by a person.
    /// </summary>
    public string? EventType { get; set; }
    public bool IsPinned { get; set; }

    /// <summary>Whether somebody marked it for the review.</summary>
    public bool IsMarked { get; set; }

    /// <summary>
    /// Who said it, if it comes from a chat; null for what the author saw or did.
    /// </summary>
    public string? SaidBy { get; set; }

    /// <summary>A judgement or a guess, not a fact.</summary>
    public bool IsInterpretation { get; set; }

    /// <summary>When it became known, for what was known only later.</summary>
    public DateTime? KnownAt { get; set; }

    /// <summary>Where it was imported from; null for what was written here.</summary>
    public string? Source { get; set; }

    /// <summary>What its source calls it.</summary>
    public string? ExternalId { get; set; }

    /// <summary>Its address at its source.</summary>
    public string? Link { get; set; }

    /// <summary>The result of a repair step; null if it is none.</summary>
    public RepairResult? RepairResult { get; set; }
    public int? RepairMinutes { get; set; }
    public bool RepairIsUndone { get; set; }

    /// <summary>The moment of the incident that a person pointed out here.</summary>
    public TimelineMilestone? Milestone { get; set; }

    /// <summary>How many times it was corrected.</summary>
    public int Corrections { get; set; }
    public int Version { get; set; }

    public bool IsAutomatic => EventType is not null;

    // Without a setter: a property that could be set would be a table of its own.
    public RepairStep? Repair =>
        RepairResult is { } result ? new(result, RepairMinutes, RepairIsUndone) : null;

    public Actor Author => new(AuthorKind, AuthorId, AuthorName);

    /// <summary>
    /// An entry written by a person. The draft must have passed <see cref="EntryRules"/>.
    /// </summary>
    public static TimelineEntry Write(
        Guid id,
        Guid incidentId,
        TimelineEntryKind kind,
        string text,
        DateTime occurredAt,
        DateTime now,
        Actor author,
        Redactor redactor
    ) => Create(id, incidentId, new Line(kind, text.Trim()), occurredAt, now, author, redactor);

    /// <summary>
    /// The entries for an event. Their ids do not depend on how often the event arrives, so a
    /// repeat adds nothing.
    /// </summary>
    public static IEnumerable<TimelineEntry> FromEvent(
        EventEnvelope envelope,
        Guid incidentId,
        IReadOnlyList<Line> lines,
        Redactor redactor
    ) =>
        lines.Select(
            (line, index) =>
            {
                var entry = Create(
                    IdOf(envelope.Id, index),
                    incidentId,
                    line,
                    envelope.Time,
                    // Lines of one moment keep their order.
                    envelope.RecordedAt.AddMicroseconds(index),
                    envelope.Actor,
                    redactor
                );
                entry.EventType = envelope.Type;
                return entry;
            }
        );

    /// <summary>
    /// Id of an entry that its client named: always the same for the same incident, author and
    /// name. An entry sent twice over a bad connection is added once, without storing the names.
    /// </summary>
    /// <param name="clientId">The client's own name for the entry, e.g. a GUID.</param>
    public static Guid IdOf(Guid incidentId, Actor author, string clientId) =>
        IdOf($"{incidentId:N}\n{author.Kind}\n{author.Id}\n{clientId}");

    /// <summary>
    /// Id of an imported entry: the same for whoever imports it, so that two imports add it once.
    /// </summary>
    public static Guid IdOf(Guid incidentId, string source, string externalId) =>
        IdOf($"{incidentId:N}\nimport\n{source}\n{externalId}");

    internal static Guid IdOf(string name)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16);
        // A version-8 GUID: its data is up to the application.
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }

    /// <summary>
    /// Id of the n-th entry for an event: the event's own id for the first; for the others an id
    /// that depends only on the event's id and n.
    /// </summary>
    public static Guid IdOf(Guid eventId, int index)
    {
        Span<byte> bytes = stackalloc byte[16];
        eventId.TryWriteBytes(bytes);
        // The last bytes of a version-7 GUID are random, so neighbouring ids are unused too.
        bytes[15] ^= (byte)index;
        bytes[14] ^= (byte)(index >> 8);
        return new(bytes);
    }

    /// <summary>Changes the entry.</summary>
    /// <returns>The version before and who changed it; null if nothing is different.</returns>
    public TimelineEntryHistory? Correct(
        EntryCorrection correction,
        Actor actor,
        DateTime now,
        Redactor redactor
    )
    {
        var values = Values(correction, redactor);
        if (values == Values())
        {
            return null;
        }

        var before = TimelineEntryHistory.Of(this, correction.Reason, actor, now);
        (Kind, Text, OccurredAt, IsInterpretation, KnownAt, var repair) = values;
        Set(repair);
        Corrections++;
        return before;
    }

    /// <summary>Corrects the entry, pins it or marks it for the review.</summary>
    /// <param name="isSilent">Whether its incident is.</param>
    public Decision Change(EntryChange change, bool isSilent, Stamp by, Redactor redactor)
    {
        if (IsAutomatic && Alters(change) is { } refusal)
        {
            return refusal;
        }

        if (EntryRules.CheckKnown(Wanted(change)) is { } rule)
        {
            return new Refusal.InvalidField("knownAt", rule);
        }

        var correction = new EntryCorrection(change.Text, change.OccurredAt, change.Kind, by.Reason)
        {
            IsInterpretation = change.IsInterpretation,
            KnownAt = change.KnownAt,
            // A result that nobody has written yet corrects nothing.
            Repair = Repair is null ? null : change.Repair,
        };
        if (Values(correction, redactor) != Values() && string.IsNullOrWhiteSpace(by.Reason))
        {
            return new Refusal.InvalidField("reason", EntryRules.ReasonRule);
        }

        var before = Correct(correction, by.By, by.At, redactor);
        var repair = change.Repair ?? Repair;
        var milestone = change.Milestone switch
        {
            null => Milestone,
            TimelineMilestone.None => null,
            var given => given,
        };
        var (isPinned, isMarked) = (change.IsPinned ?? IsPinned, change.IsMarked ?? IsMarked);
        var isSame = isPinned == IsPinned && isMarked == IsMarked && milestone == Milestone;
        if (before is null && isSame && repair == Repair)
        {
            return Decision.Nothing;
        }

        // A pin, a mark or a first result does not change the text, so it leaves no history. Open
        // pages are still told.
        (IsPinned, IsMarked, Milestone) = (isPinned, isMarked, milestone);
        Set(repair);
        return Decision
            .Changed(new TimelineEntryCorrected(ToState(Version + 1, isSilent), by.Reason))
            .Keeping(before is null ? [] : [before]);
    }

    /// <summary>
    /// The entry as events carry it; <paramref name="version"/> is its version once saved.
    /// </summary>
    /// <param name="isSilent">Whether its incident is.</param>
    public TimelineEntryState ToState(int version, bool isSilent) =>
        new(
            Id,
            IncidentId,
            Kind,
            Text,
            OccurredAt,
            RecordedAt,
            Author,
            IsAutomatic,
            IsPinned,
            version,
            IsMarked,
            SaidBy,
            isSilent,
            IsInterpretation,
            Source,
            ExternalId,
            Link
        )
        {
            KnownAt = KnownAt,
            Repair = Repair,
            Milestone = Milestone,
        };

    internal void Set(RepairStep? repair) =>
        (RepairResult, RepairMinutes, RepairIsUndone) = (
            repair?.Result,
            repair?.Minutes,
            repair?.IsUndone ?? false
        );

    private (TimelineEntryKind, string, DateTime, bool, DateTime?, RepairStep?) Values() =>
        (Kind, Text, OccurredAt, IsInterpretation, KnownAt, Repair);

    /// <summary>The values once corrected.</summary>
    private (TimelineEntryKind, string, DateTime, bool, DateTime?, RepairStep?) Values(
        EntryCorrection correction,
        Redactor redactor
    )
    {
        var kind = correction.Kind ?? Kind;
        return (
            kind,
            correction.Text is { } typed
                ? redactor.Redact(typed.Trim()).Text.Truncated(MaxText)
                : Text,
            correction.OccurredAt?.ToMicroseconds() ?? OccurredAt,
            correction.IsInterpretation ?? IsInterpretation,
            // Whatever was known at once needs no second time.
            kind == TimelineEntryKind.KnownOnlyLater
                ? correction.KnownAt.ToMicroseconds() ?? KnownAt
                : null,
            correction.Repair ?? Repair
        );
    }

    private (TimelineEntryKind, DateTime, DateTime?) Wanted(EntryChange change)
    {
        var kind = change.Kind ?? Kind;
        var knownAt = change.KnownAt ?? (kind == TimelineEntryKind.KnownOnlyLater ? KnownAt : null);
        return (kind, change.OccurredAt ?? OccurredAt, knownAt);
    }

    private Refusal.InvalidField? Alters(EntryChange change)
    {
        const string rule =
            "of an automatic entry cannot be changed; add an entry with the correction instead";
        return change.Text is { } text && text.Trim() != Text
                ? new Refusal.InvalidField("text", rule)
            : change.Kind is { } kind && kind != Kind ? new Refusal.InvalidField("kind", rule)
            : change.IsInterpretation == true ? new Refusal.InvalidField("isInterpretation", rule)
            : change.Repair is not null ? new Refusal.InvalidField("repair", rule)
            : null;
    }

    private static TimelineEntry Create(
        Guid id,
        Guid incidentId,
        Line line,
        DateTime occurredAt,
        DateTime recordedAt,
        Actor author,
        Redactor redactor
    ) =>
        new()
        {
            Id = id,
            IncidentId = incidentId,
            Kind = line.Kind,
            Text = redactor.Redact(line.Text).Text.Truncated(MaxText),
            OccurredAt = occurredAt.ToMicroseconds(),
            RecordedAt = recordedAt.ToMicroseconds(),
            AuthorKind = author.Kind.Truncated(MaxName),
            AuthorId = author.Id.Truncated(MaxName),
            AuthorName = author.Name.Truncated(MaxName),
        };
}

/// <summary>The text and kind of an automatic entry.</summary>
public sealed record Line(TimelineEntryKind Kind, string Text);

/// <summary>A correction; null leaves a field unchanged.</summary>
public sealed record EntryChange(
    string? Text,
    DateTime? OccurredAt,
    TimelineEntryKind? Kind,
    bool? IsPinned,
    bool? IsMarked
)
{
    public bool? IsInterpretation { get; init; }
    public DateTime? KnownAt { get; init; }
    public RepairStep? Repair { get; init; }
    public TimelineMilestone? Milestone { get; init; }
}

/// <summary>Wanted values of an entry; null leaves a field unchanged.</summary>
public sealed record EntryCorrection(
    string? Text,
    DateTime? OccurredAt,
    TimelineEntryKind? Kind,
    string? Reason
)
{
    public bool? IsInterpretation { get; init; }
    public DateTime? KnownAt { get; init; }
    public RepairStep? Repair { get; init; }
}
