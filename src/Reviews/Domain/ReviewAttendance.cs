using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Platform.Decisions;

namespace Pir.Reviews.Domain;

/// <content>Attendees: the owner, the responders, and people who were invited or
/// joined.</content>
public sealed partial class Review
{
    private readonly List<Attendee> _attendees = [];

    public IReadOnlyList<Attendee> Attendees => _attendees;

    /// <summary>The people and teams who may read the draft.</summary>
    public ReviewAudience Audience =>
        new(
            [
                .. _attendees
                    .Select(a => a.PersonId)
                    .Append(OwnerId)
                    .OfType<string>()
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ],
            [.. _readerTeams.Select(t => t.Team).Order(StringComparer.Ordinal)]
        );

    /// <summary>The people whose names the language check looks for.</summary>
    public IEnumerable<string> PeopleNamed =>
        _attendees.Select(a => a.Name).Concat(OwnerName is null ? [] : [OwnerName]).Distinct();

    public Decision Invite(Person person, Stamp stamp)
    {
        if (_attendees.Count >= MaxParts)
        {
            return new Refusal.Conflict("too-many", $"A review has at most {MaxParts} attendees.");
        }

        if (Admit(person, AttendeeSource.Invited, null, stamp))
        {
            Record(ReviewChangeKind.AttendeeInvited, person.Name, stamp);
            TellAudience(stamp);
        }

        return Decision.Changed();
    }

    /// <summary>
    /// Someone joins: a member of the team, or someone who may write reviews. The history records
    /// it.
    /// </summary>
    public Decision Join(Person person, bool isOfTeam, Stamp stamp)
    {
        var source = isOfTeam ? AttendeeSource.Team : AttendeeSource.Joined;
        if (Admit(person, source, null, stamp))
        {
            Record(ReviewChangeKind.AttendeeJoined, person.Name, stamp);
            TellAudience(stamp);
        }

        return Decision.Changed();
    }

    /// <summary>The owner and the responders cannot be removed.</summary>
    public Decision RemoveAttendee(Guid attendeeId, Stamp stamp)
    {
        if (_attendees.Find(a => a.Id == attendeeId) is not { } found)
        {
            return new Refusal.UnknownPart("attendee " + attendeeId);
        }

        if (
            found.Source == AttendeeSource.Role
            || (Owner is { } owner && found.Is(owner.Id, owner.Name))
        )
        {
            return new Refusal.Conflict(
                "attends-by-part",
                $"{found.Name} owns the review or responded to the incident and cannot be removed."
            );
        }

        _attendees.Remove(found);
        Record(ReviewChangeKind.AttendeeRemoved, found.Name, stamp);
        TellAudience(stamp);
        return Decision.Changed();
    }

    /// <param name="heard">Whether their account was heard; null keeps the current value.</param>
    /// <param name="acknowledged">
    /// Whether they agreed to the prime directive; null keeps the current value.
    /// </param>
    public Decision NoteAttendee(Guid attendeeId, bool? heard, bool? acknowledged, Stamp stamp)
    {
        if (_attendees.Find(a => a.Id == attendeeId) is not { } found)
        {
            return new Refusal.UnknownPart("attendee " + attendeeId);
        }

        if (heard is { } isHeard && isHeard != found.HeardAt.HasValue)
        {
            found.HeardAt = isHeard ? stamp.At : null;
            Record(
                ReviewChangeKind.AttendeeHeard,
                isHeard ? found.Name : found.Name + ": undone",
                stamp
            );
        }

        if (acknowledged is { } agrees && agrees != found.AcknowledgedAt.HasValue)
        {
            found.AcknowledgedAt = agrees ? stamp.At : null;
            Record(
                ReviewChangeKind.DirectiveAcknowledged,
                agrees ? found.Name : found.Name + ": undone",
                stamp
            );
        }

        return Decision.Changed();
    }

    /// <summary>
    /// Sets or moves the meeting; null takes it off the calendar. Whoever led the response has to
    /// be known, because the meeting needs them.
    /// </summary>
    public Decision Schedule(DateTime? at, Stamp stamp)
    {
        if (RefuseWhenWaived() is { } refusal)
        {
            return refusal;
        }

        if (at is not null && Incident.Commander is null)
        {
            return new Refusal.Incomplete(
                "commander-missing",
                $"{Incident.Reference} has no incident commander. Assign the role in the incident "
                    + "first: the review needs whoever led the response.",
                ["incidentCommander"]
            );
        }

        if (ScheduledFor != at)
        {
            ScheduledFor = at;
            Record(
                ReviewChangeKind.Scheduled,
                at is { } time ? $"for {time:yyyy-MM-dd HH:mm} UTC" : "removed from the calendar",
                stamp
            );
        }

        return Decision.Changed();
    }

    /// <summary>Tells our own services who may read the actions of the draft.</summary>
    public void TellAudience(Stamp stamp) =>
        Tell(new ReviewAudienceChanged(ToState(), Audience), stamp.At, stamp);

    private bool Admit(Person person, AttendeeSource source, string? part, Stamp stamp)
    {
        if (_attendees.Find(a => a.Is(person.Id, person.Name)) is { } known)
        {
            (known.Name, known.Part) = (person.Name, part ?? known.Part);
            known.Source = source == AttendeeSource.Role ? source : known.Source;
            return false;
        }

        _attendees.Add(
            new()
            {
                Id = Times.NewId(stamp.At),
                PersonId = person.Id,
                Name = person.Name,
                Source = source,
                Part = part,
                AddedAt = stamp.At,
            }
        );
        return true;
    }
}
