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
/// One line of an incident's timeline, written by a person or made from an event.
/// </summary>
public sealed class TimelineEntry : IAggregate
{
    public const int MaxText = 4_000;
    public const int MaxName = 200;

    public Guid Id { get; set; }
    public Guid IncidentId { get; set; }
    public TimelineEntryKind Kind { get; set; }
    public string Text { get; set; } = "";

    /// <summary>When it happened; orders the timeline.</summary>
    public DateTime OccurredAt { get; set; }

    /// <summary>When it was written down.</summary>
    public DateTime RecordedAt { get; set; }
    public string AuthorKind { get; set; } = "";
    public string AuthorId { get; set; } = "";
    public string AuthorName { get; set; } = "";

    /// <summary>
    /// Name of the event it was made from, e.g. <c>pir.incident.opened.v1</c>; null for a line a
    /// person wrote.
    /// </summary>
    public string? EventType { get; set; }
    public bool IsPinned { get; set; }

    /// <summary>Noted for the review, while nobody has time to say why.</summary>
    public bool IsMarked { get; set; }

    /// <summary>
    /// Who said it, where it was taken over from a chat; null for what the author saw or did.
    /// </summary>
    public string? SaidBy { get; set; }

    /// <summary>How often it was corrected.</summary>
    public int Corrections { get; set; }
    public int Version { get; set; }

    public bool IsAutomatic => EventType is not null;
    public Actor Author => new(AuthorKind, AuthorId, AuthorName);

    /// <summary>
    /// A line somebody writes. The draft must have passed <see cref="EntryRules"/>.
    /// </summary>
    public static TimelineEntry Write(
        Guid id,
        Guid incidentId,
        TimelineEntryKind kind,
        string text,
        DateTime occurredAt,
        DateTime now,
        Actor author
    ) => Create(id, incidentId, new Line(kind, text.Trim()), occurredAt, now, author);

    /// <summary>
    /// The lines an event makes; each keeps its id however often the event comes, so a repetition
    /// cannot double it.
    /// </summary>
    public static IEnumerable<TimelineEntry> FromEvent(
        EventEnvelope envelope,
        Guid incidentId,
        IReadOnlyList<Line> lines
    ) =>
        lines.Select(
            (line, index) =>
            {
                var entry = Create(
                    IdOf(envelope.Id, index),
                    incidentId,
                    line,
                    envelope.Time,
                    envelope.RecordedAt,
                    envelope.Actor
                );
                entry.EventType = envelope.Type;
                return entry;
            }
        );

    /// <summary>
    /// Id of a line its writer named: the same for the same incident, writer and name, so that a
    /// line sent twice over a bad connection is one line, without a register of names.
    /// </summary>
    /// <param name="clientId">The writer's own name for the line, e.g. a GUID.</param>
    public static Guid IdOf(Guid incidentId, Actor author, string clientId)
    {
        var name = $"{incidentId:N}\n{author.Kind}\n{author.Id}\n{clientId}";
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16);
        // A version-8 GUID: made from data of one's own choice.
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }

    /// <summary>
    /// Id of the n-th line of an event: the event's own for the first, and for the others one that
    /// only depends on both.
    /// </summary>
    public static Guid IdOf(Guid eventId, int index)
    {
        Span<byte> bytes = stackalloc byte[16];
        eventId.TryWriteBytes(bytes);
        // The last bytes of a version-7 GUID are random, so the neighbours are as unused as the id
        // itself.
        bytes[15] ^= (byte)index;
        bytes[14] ^= (byte)(index >> 8);
        return new(bytes);
    }

    /// <summary>Changes what the line says.</summary>
    /// <returns>What it said before and who changed it; null where nothing is different.</returns>
    public TimelineEntryHistory? Correct(EntryCorrection correction, Actor actor, DateTime now)
    {
        var kind = correction.Kind ?? Kind;
        var text = correction.Text?.Trim() ?? Text;
        var occurredAt = correction.OccurredAt?.ToMicroseconds() ?? OccurredAt;
        if (kind == Kind && text == Text && occurredAt == OccurredAt)
        {
            return null;
        }

        var before = TimelineEntryHistory.Of(this, correction.Reason, actor, now);
        (Kind, Text, OccurredAt) = (kind, text, occurredAt);
        Corrections++;
        return before;
    }

    /// <summary>Corrects the line, pins it or marks it for the review.</summary>
    public Decision Change(EntryChange change, Stamp by)
    {
        if (IsAutomatic && Alters(change) is { } refusal)
        {
            return refusal;
        }

        var before = Correct(
            new(change.Text, change.OccurredAt, change.Kind, by.Reason),
            by.By,
            by.At
        );
        var (isPinned, isMarked) = (change.IsPinned ?? IsPinned, change.IsMarked ?? IsMarked);
        if (before is null && isPinned == IsPinned && isMarked == IsMarked)
        {
            return Decision.Nothing;
        }

        // A pin or a mark says nothing new, so it leaves no history; whoever shows this timeline
        // hears of it all the same.
        (IsPinned, IsMarked) = (isPinned, isMarked);
        return Decision
            .Changed(new TimelineEntryCorrected(ToState(Version + 1), by.Reason))
            .Keeping(before is null ? [] : [before]);
    }

    /// <summary>
    /// The entry as events tell it; <paramref name="version"/> is the one it will have when saved.
    /// </summary>
    public TimelineEntryState ToState(int version) =>
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
            SaidBy
        );

    private Refusal.InvalidField? Alters(EntryChange change)
    {
        const string rule =
            "of an automatic entry cannot be changed: add an entry that says what is right";
        return change.Text is { } text && text.Trim() != Text
                ? new Refusal.InvalidField("text", rule)
            : change.Kind is { } kind && kind != Kind ? new Refusal.InvalidField("kind", rule)
            : null;
    }

    private static TimelineEntry Create(
        Guid id,
        Guid incidentId,
        Line line,
        DateTime occurredAt,
        DateTime recordedAt,
        Actor author
    ) =>
        new()
        {
            Id = id,
            IncidentId = incidentId,
            Kind = line.Kind,
            Text = line.Text.Truncated(MaxText),
            OccurredAt = occurredAt.ToMicroseconds(),
            RecordedAt = recordedAt.ToMicroseconds(),
            AuthorKind = author.Kind.Truncated(MaxName),
            AuthorId = author.Id.Truncated(MaxName),
            AuthorName = author.Name.Truncated(MaxName),
        };
}

/// <summary>What an event has to say on a timeline.</summary>
public sealed record Line(TimelineEntryKind Kind, string Text);

/// <summary>What is to be different; null stays as it is.</summary>
public sealed record EntryChange(
    string? Text,
    DateTime? OccurredAt,
    TimelineEntryKind? Kind,
    bool? IsPinned,
    bool? IsMarked
);

/// <summary>What an entry is to say; null stays as it is.</summary>
public sealed record EntryCorrection(
    string? Text,
    DateTime? OccurredAt,
    TimelineEntryKind? Kind,
    string? Reason
);
