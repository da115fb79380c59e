using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.References;
using Pir.Contracts.Reviews;
using Pir.Contracts.Texts;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;

namespace Pir.Reviews.Domain;

/// <summary>
/// The local review of one incident. An incident has at most one review and keeps it when it is
/// reopened. Makes decisions without touching the database.
/// </summary>
/// <remarks>
/// Open → Held → Published, or Waived. A published review stays editable: the draft is then the
/// next revision. A waived review cannot be changed until someone reopens it. A review without a
/// summary or a factor cannot be published.
/// </remarks>
public sealed partial class Review : IAggregate
{
    public const int MaxParts = 100;
    public const int MaxSummary = 10_000;
    public const int MaxNotes = 200_000;
    public const int MaxTitle = 300;
    public const int MaxDescription = 10_000;
    public const int MaxReason = 2_000;
    public const int MaxFinding = 10_000;
    public const int MaxFindings = 300;

    /// <summary>
    /// While one person keeps saving, earlier versions are kept at most this often.
    /// </summary>
    public static readonly TimeSpan NotesKeptEvery = TimeSpan.FromMinutes(5);

    private readonly List<ReviewFactor> _factors = [];
    private readonly List<ReviewAction> _actions = [];
    private readonly List<Revision> _revisions = [];
    private readonly List<EarlierNotes> _earlierNotes = [];
    private readonly List<ReviewChange> _changes = [];
    private readonly List<Told> _told = [];

    public Guid Id { get; private init; }
    public Guid IncidentId { get; private init; }
    public IncidentFacts Incident { get; private init; } = null!;
    public ReviewStatus Status { get; private set; }
    public DateTime OpenedAt { get; private init; }

    /// <summary>Null while the incident is not resolved.</summary>
    public DateTime? DueAt { get; private set; }

    /// <summary>The resolution time that <see cref="DueAt"/> counts from.</summary>
    public DateTime? DueFrom { get; private set; }

    /// <summary>When the event that <see cref="DueAt"/> has passed was raised.</summary>
    public DateTime? OverdueAt { get; private set; }
    public string? OwnerId { get; private set; }
    public string? OwnerName { get; private set; }
    public DateTime? HeldAt { get; private set; }

    /// <summary>When the meeting is scheduled.</summary>
    public DateTime? ScheduledFor { get; private set; }

    /// <summary>Of the first revision.</summary>
    public DateTime? PublishedAt { get; private set; }
    public int RevisionNumber { get; private set; }

    /// <summary>Of the latest revision's content.</summary>
    public string? PublishedFingerprint { get; private set; }
    public string? WaivedReason { get; private set; }

    /// <summary>Whether it was waived because its incident was merged into another one.</summary>
    public bool IsWaivedByMerge { get; private set; }
    public string? Summary { get; private set; }
    public int SummaryVersion { get; private set; }
    public string? Notes { get; private set; }

    /// <summary>The review's version in which the notes last changed.</summary>
    public int NotesVersion { get; private set; }
    public string? NotesById { get; private set; }
    public string? NotesBy { get; private set; }
    public DateTime? NotesAt { get; private set; }
    public DateTime? NotesKeptAt { get; private set; }
    public DateTime ChangedAt { get; private set; }
    public int Version { get; set; }

    public IReadOnlyList<ReviewFactor> Factors => _factors;
    public IReadOnlyList<ReviewAction> Actions => _actions;

    /// <summary>Only those added in this unit of work, unless loaded.</summary>
    public IReadOnlyList<Revision> Revisions => _revisions;

    /// <inheritdoc cref="Revisions"/>
    public IReadOnlyList<EarlierNotes> EarlierNotes => _earlierNotes;

    /// <inheritdoc cref="Revisions"/>
    public IReadOnlyList<ReviewChange> Changes => _changes;

    public Person? Owner => OwnerName is null ? null : new(OwnerId, OwnerName);
    public string? PublishedUrl => RevisionNumber == 0 ? null : Revision.UrlOf(Id, RevisionNumber);

    /// <summary>What is missing before the review can be published, by JSON name.</summary>
    public IReadOnlyList<string> MissingToPublish => MissingFor([]);

    /// <summary>True when publishing now would create a new revision.</summary>
    public bool HasUnpublishedChanges =>
        RevisionNumber > 0 && Content().Fingerprint() != PublishedFingerprint;

    public static Review Open(Guid id, IncidentFacts incident, TimeSpan dueAfter, Stamp stamp)
    {
        var review = new Review
        {
            Id = id,
            IncidentId = incident.Id,
            Incident = incident,
            OpenedAt = stamp.At,
        };
        incident.Link(review.Id);
        review.SetDue(dueAfter, stamp);
        review.TakeInResponders(stamp);
        review.Record(ReviewChangeKind.Opened, null, stamp);
        review.Tell(new ReviewOpened(review.ToState()), stamp.At, stamp);
        return review;
    }

    /// <inheritdoc cref="MissingToPublish"/>
    public static IEnumerable<string> Missing(bool hasSummary, int factors)
    {
        if (!hasSummary)
        {
            yield return "summary";
        }

        if (factors == 0)
        {
            yield return "factors";
        }
    }

    /// <summary>Whether the due time has passed before publication.</summary>
    public bool IsOverdue(DateTime now) => IsPending(Status) && DueAt < now;

    /// <summary>
    /// Keeps the due time in line with the incident. The due time is suspended while a reopened
    /// incident is unresolved, and set again from the next or a corrected resolution. Published and
    /// waived reviews have no due time.
    /// </summary>
    public void Follow(TimeSpan dueAfter, Stamp stamp)
    {
        if (IsPending(Status) && SetDue(dueAfter, stamp))
        {
            Record(
                ReviewChangeKind.DueChanged,
                DueAt is { } due
                    ? $"due {due:yyyy-MM-dd HH:mm} UTC"
                    : "suspended: the incident was reopened",
                stamp
            );
        }
    }

    /// <summary>
    /// Raises the overdue event, once per due time. False when there is nothing to raise.
    /// </summary>
    public bool BecomeOverdue(DateTime now)
    {
        if (!IsOverdue(now) || OverdueAt is not null)
        {
            return false;
        }

        OverdueAt = now;
        var stamp = new Stamp(Actor.System, now);
        Record(ReviewChangeKind.BecameOverdue, null, stamp);
        Tell(new ReviewOverdue(ToState()), DueAt!.Value, stamp);
        return true;
    }

    /// <summary>
    /// A merged incident needs no review of its own: what is open is waived, and taken up again if
    /// the merge is undone. A published review stays.
    /// </summary>
    /// <returns>Whether it has changed.</returns>
    public bool FollowMerge(TimeSpan dueAfter, Stamp stamp)
    {
        if (Incident.MergedIntoNumber is { } into && IsPending(Status))
        {
            Waive($"Merged into {Reference.OfIncident(into)}.", stamp);
            IsWaivedByMerge = true;
            return true;
        }

        if (Incident.MergedIntoNumber is null && IsWaivedByMerge)
        {
            TakeUpAgain(dueAfter, stamp);
            return true;
        }

        return false;
    }

    /// <summary>Undoes a waiver.</summary>
    public void TakeUpAgain(TimeSpan dueAfter, Stamp stamp)
    {
        if (Status != ReviewStatus.Waived)
        {
            return;
        }

        Status = HeldAt is null ? ReviewStatus.Open : ReviewStatus.Held;
        (WaivedReason, IsWaivedByMerge) = (null, false);
        SetDue(dueAfter, stamp);
        Record(ReviewChangeKind.TakenUpAgain, null, stamp);
        Tell(new ReviewOpened(ToState()), stamp.At, stamp);
    }

    public Decision AssignOwner(Person owner, Stamp stamp)
    {
        if (RefuseWhenWaived() is { } refusal)
        {
            return refusal;
        }

        if (Owner != owner)
        {
            (OwnerId, OwnerName) = (owner.Id, owner.Name);
            Record(ReviewChangeKind.OwnerAssigned, owner.Name, stamp);
            Admit(owner, AttendeeSource.Owner, null, stamp);
            Tell(new ReviewOwnerAssigned(ToState(), owner), stamp.At, stamp);
            TellAudience(stamp);
        }

        return Decision.Changed();
    }

    /// <summary>
    /// Replaces the notes. The earlier text is kept, unless the same person wrote it moments ago
    /// and saw it.
    /// </summary>
    /// <param name="seen">
    /// The review's version that the writer started from; null to overwrite any text.
    /// </param>
    public Decision WriteNotes(string text, int? seen, Stamp stamp)
    {
        if (RefuseWhenWaived() is { } refusal)
        {
            return refusal;
        }

        // The same text again, for example because the answer to the first call was lost.
        if (text == (Notes ?? ""))
        {
            return Decision.Nothing;
        }

        if (IsStale(seen, NotesVersion))
        {
            return new Refusal.StalePart(Notes);
        }

        KeepNotes(seen is not null, stamp);
        Notes = text.Length == 0 ? null : text;
        (NotesById, NotesBy) = (stamp.By.Id, stamp.By.Name);
        NotesAt = ChangedAt = stamp.At;
        NotesVersion = Version + 1;
        return Decision.Changed();
    }

    /// <param name="seen">As for the notes.</param>
    public Decision WriteSummary(string text, int? seen, Stamp stamp)
    {
        if (RefuseWhenWaived() is { } refusal)
        {
            return refusal;
        }

        var summary = text.TrimmedOrNull();
        if (summary == Summary)
        {
            return Decision.Nothing;
        }

        if (IsStale(seen, SummaryVersion))
        {
            return new Refusal.StalePart(Summary);
        }

        Summary = summary;
        SummaryVersion = Version + 1;
        Record(ReviewChangeKind.SummaryWritten, null, stamp);
        return Decision.Changed();
    }

    /// <summary>Writes both texts or none, to publish them; null leaves a text as it is.</summary>
    /// <param name="seen">
    /// As for the notes. Compared first, even with a text that is stored already: what somebody
    /// else wrote is not published unseen.
    /// </param>
    public Decision Write(string? summary, string? notes, int? seen, Stamp stamp)
    {
        if (summary is not null && IsStale(seen, SummaryVersion))
        {
            return new Refusal.StalePart(Summary);
        }

        if (notes is not null && IsStale(seen, NotesVersion))
        {
            return new Refusal.StalePart(Notes);
        }

        var first = summary is null ? Decision.Nothing : WriteSummary(summary, seen, stamp);
        return first.Refusal is not null || notes is null ? first : WriteNotes(notes, seen, stamp);
    }

    public Decision AddFactor(Factor factor, Stamp stamp)
    {
        if (RefuseWhenWaived() is { } refusal)
        {
            return refusal;
        }

        if (_factors.Count >= MaxParts)
        {
            return new Refusal.Conflict("too-many", $"A review holds at most {MaxParts} factors.");
        }

        _factors.Add(
            new()
            {
                Id = factor.Id,
                Position = Next(_factors.Select(f => f.Position)),
                Title = factor.Title,
                Category = factor.Category,
                Description = factor.Description,
            }
        );
        Record(ReviewChangeKind.FactorAdded, factor.Title, stamp);
        return Decision.Changed();
    }

    /// <param name="seen">As for the notes.</param>
    public Decision ChangeFactor(Factor factor, int? seen, Stamp stamp)
    {
        if (RefuseWhenWaived() is { } refusal)
        {
            return refusal;
        }

        if (_factors.Find(f => f.Id == factor.Id) is not { } found)
        {
            return new Refusal.UnknownPart("factor " + factor.Id);
        }

        if (IsStale(seen, found.ChangedIn))
        {
            return new Refusal.StalePart(found.ToFactor());
        }

        if (found.ToFactor() != factor)
        {
            (found.Title, found.Category, found.Description) = (
                factor.Title,
                factor.Category,
                factor.Description
            );
            found.ChangedIn = Version + 1;
            Record(ReviewChangeKind.FactorChanged, factor.Title, stamp);
        }

        return Decision.Changed();
    }

    /// <summary>Its actions stay and lose their factor.</summary>
    public Decision RemoveFactor(Guid factorId, Stamp stamp)
    {
        if (RefuseWhenWaived() is { } refusal)
        {
            return refusal;
        }

        if (_factors.Find(f => f.Id == factorId) is not { } found)
        {
            return new Refusal.UnknownPart("factor " + factorId);
        }

        _factors.Remove(found);
        _actions.FindAll(a => a.FactorId == factorId).ForEach(a => a.FactorId = null);
        Record(ReviewChangeKind.FactorRemoved, found.Title, stamp);
        return Decision.Changed();
    }

    public Decision ProposeAction(FoundAction action, Stamp stamp)
    {
        if (RefuseWhenWaived() is { } refusal)
        {
            return refusal;
        }

        if (action.FactorId is { } factor && _factors.TrueForAll(f => f.Id != factor))
        {
            return new Refusal.InvalidField(
                "factorId",
                "must be the id of a factor of this review"
            );
        }

        if (_actions.Count >= MaxParts)
        {
            return new Refusal.Conflict("too-many", $"A review holds at most {MaxParts} actions.");
        }

        var added = new ReviewAction
        {
            Id = action.Id,
            Position = Next(_actions.Select(a => a.Position)),
            Title = action.Title,
            Type = action.Type,
            Description = action.Description,
            FactorId = action.FactorId,
        };
        _actions.Add(added);
        Record(ReviewChangeKind.ActionProposed, action.Title, stamp);
        Tell(
            new ReviewActionProposed(ToState(), added.ToProposed(), added.FactorId, Audience),
            stamp.At,
            stamp
        );
        return Decision.Changed();
    }

    /// <summary>
    /// Possible until a published revision contains the action. After that, it can only be declined
    /// in the action tracker.
    /// </summary>
    public Decision WithdrawAction(Guid actionId, Stamp stamp)
    {
        if (RefuseWhenWaived() is { } refusal)
        {
            return refusal;
        }

        if (_actions.Find(a => a.Id == actionId) is not { } found)
        {
            return new Refusal.UnknownPart("action " + actionId);
        }

        if (found.IsPublished)
        {
            return new Refusal.Conflict(
                "already-published",
                "A published revision contains the action. Decline it in the action tracker."
            );
        }

        _actions.Remove(found);
        Record(ReviewChangeKind.ActionWithdrawn, found.Title, stamp);
        Tell(new ReviewActionWithdrawn(ToState(), found.ToProposed(), Audience), stamp.At, stamp);
        return Decision.Changed();
    }

    /// <summary>
    /// Records that the meeting took place. A second call with another time corrects the first. A
    /// review that was published without a meeting can still be held.
    /// </summary>
    public Decision Hold(DateTime heldAt, Stamp stamp)
    {
        if (RefuseWhenWaived() is { } refusal)
        {
            return refusal;
        }

        if (heldAt < Incident.DetectedAt)
        {
            return new Refusal.InvalidField(
                "heldAt",
                "must not be before the incident was detected"
            );
        }

        if (HeldAt == heldAt)
        {
            return Decision.Nothing;
        }

        HeldAt = heldAt;
        Status = Status == ReviewStatus.Open ? ReviewStatus.Held : Status;
        Record(ReviewChangeKind.Held, $"{heldAt:yyyy-MM-dd HH:mm} UTC", stamp);
        Tell(new ReviewHeld(ToState()), heldAt, stamp);
        return Decision.Changed();
    }

    public Decision Waive(string reason, Stamp stamp)
    {
        switch (Status)
        {
            case ReviewStatus.Waived:
                return Decision.Nothing;
            case ReviewStatus.Published:
                return new Refusal.Conflict(
                    "invalid-transition",
                    "A published review cannot be waived."
                );
        }

        Status = ReviewStatus.Waived;
        WaivedReason = reason;
        Record(ReviewChangeKind.Waived, reason, stamp);
        Tell(new ReviewWaived(ToState(), reason), stamp.At, stamp);
        return Decision.Changed();
    }

    /// <summary>What is missing when the policy needs more than a summary and a factor.</summary>
    /// <param name="needed">Words of <see cref="PolicyNeeds"/>.</param>
    public IReadOnlyList<string> MissingFor(IReadOnlyList<string> needed) =>
        [
            .. Missing(Summary is not null, _factors.Count),
            .. needed.Where(need =>
                need switch
                {
                    PolicyNeeds.Impact => Incident.Impact?.HasAllFacets() is not true,
                    PolicyNeeds.Actions => _actions.Count == 0,
                    PolicyNeeds.Learnings => !_findings.Exists(f => f.Kind == FindingKind.Learning),
                    PolicyNeeds.WentWell => !_findings.Exists(f => f.Kind == FindingKind.WentWell),
                    PolicyNeeds.Questions => TouchedQuestions.Count < Questions.All.Count,
                    _ => false,
                }
            ),
        ];

    /// <summary>Publishes the draft as the next revision.</summary>
    /// <param name="needed">As for <see cref="MissingFor"/>.</param>
    public Decision Publish(Stamp stamp, IReadOnlyList<string>? needed = null)
    {
        if (RefuseWhenWaived() is { } refusal)
        {
            return refusal;
        }

        if (MissingFor(needed ?? []) is { Count: > 0 } missing)
        {
            return new Refusal.Incomplete(
                "missing-to-publish",
                $"The review cannot be published yet. Missing: {string.Join(", ", missing)}.",
                missing
            );
        }

        var content = Content();
        var fingerprint = content.Fingerprint();
        if (fingerprint == PublishedFingerprint)
        {
            return new Refusal.Conflict(
                "nothing-to-revise",
                $"Nothing has changed since revision {RevisionNumber}."
            );
        }

        var revision = Revision.Of(Id, RevisionNumber + 1, content, stamp);
        _revisions.Add(revision);
        _actions.ForEach(a => a.IsPublished = true);
        RevisionNumber = revision.Number;
        PublishedFingerprint = fingerprint;
        PublishedAt ??= stamp.At;
        Status = ReviewStatus.Published;
        Record(ReviewChangeKind.Published, "revision " + revision.Number, stamp);
        var published = revision.ToPublished(content);
        Tell(
            revision.Number == 1
                ? new ReviewPublished(ToState(), published)
                : new ReviewRevised(ToState(), published),
            stamp.At,
            stamp
        );
        return Decision.Changed();
    }

    public ReviewState ToState() =>
        new(
            Id,
            IncidentId,
            Incident.Number,
            Incident.Title,
            Incident.Severity,
            Incident.Service,
            Incident.Team,
            Status,
            OpenedAt,
            DueAt,
            Owner,
            HeldAt,
            PublishedAt,
            RevisionNumber,
            Incident.IsSilent
        );

    /// <summary>Returns the events to raise, each only once.</summary>
    public IReadOnlyList<Told> TakeTold()
    {
        var told = _told.ToList();
        _told.Clear();
        return told;
    }

    /// <summary>Whether publication is still pending.</summary>
    public static bool IsPending(ReviewStatus status) =>
        status is ReviewStatus.Open or ReviewStatus.Held;

    private ReviewContent Content() =>
        new(
            IncidentId,
            Incident.Number,
            Incident.Title,
            Incident.Severity,
            Incident.Service,
            Incident.Team,
            Incident.IsDrill,
            Incident.DetectionSource,
            Incident.DetectedAt,
            Incident.ImpactStartedAt,
            Incident.AcknowledgedAt,
            Incident.MitigatedAt,
            Incident.ResolvedAt,
            Incident.Impact,
            Incident.Roles,
            Owner,
            HeldAt,
            Summary ?? "",
            Notes,
            [.. _factors.OrderBy(f => f.Position).Select(f => f.ToFactor())],
            [.. _actions.OrderBy(a => a.Position).Select(a => a.ToFound())],
            FindingsToPublish()
        );

    private bool SetDue(TimeSpan dueAfter, Stamp stamp)
    {
        // Compares the time it counts from: a changed policy does not move a due time that people
        // already know.
        var from = Incident.IsOver ? Incident.ResolvedAt : null;
        if (from == DueFrom)
        {
            return false;
        }

        DueFrom = from;
        DueAt = from + dueAfter;
        ChangedAt = stamp.At;
        if (DueAt is null || DueAt > stamp.At)
        {
            OverdueAt = null;
        }

        return true;
    }

    private void KeepNotes(bool seen, Stamp stamp)
    {
        var isOwnDraft =
            seen && NotesById == stamp.By.Id && stamp.At - NotesKeptAt < NotesKeptEvery;
        if (Notes is null)
        {
            NotesKeptAt = stamp.At;
        }
        else if (!isOwnDraft)
        {
            _earlierNotes.Add(
                new()
                {
                    Id = Times.NewId(stamp.At),
                    ReviewId = Id,
                    Text = Notes,
                    WrittenBy = NotesBy!,
                    WrittenAt = NotesAt!.Value,
                    ReplacedBy = stamp.By.Name,
                    ReplacedAt = stamp.At,
                }
            );
            NotesKeptAt = stamp.At;
        }
    }

    // The review never returned a version from the future.
    private bool IsStale(int? seen, int textVersion) => seen < textVersion || seen > Version;

    private Refusal.Conflict? RefuseWhenWaived() =>
        Status == ReviewStatus.Waived
            ? new(
                "invalid-transition",
                "The review is waived. To continue, reopen it with POST /api/reviews."
            )
            : null;

    private static int Next(IEnumerable<int> positions) => positions.DefaultIfEmpty(0).Max() + 1;

    private void Record(ReviewChangeKind kind, string? detail, Stamp stamp)
    {
        ChangedAt = stamp.At;
        _changes.Add(
            new()
            {
                Id = Times.NewId(stamp.At),
                ReviewId = Id,
                Kind = kind,
                Detail = detail?.Truncated(300),
                ActorKind = stamp.By.Kind,
                ActorId = stamp.By.Id,
                ActorName = stamp.By.Name,
                At = stamp.At,
            }
        );
    }

    private void Tell(IEvent fact, DateTime occurredAt, Stamp stamp) =>
        _told.Add(new(fact, occurredAt, stamp.By));
}
