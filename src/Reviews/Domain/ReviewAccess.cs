using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Platform.Decisions;

namespace Pir.Reviews.Domain;

/// <content>
/// Who can read the draft because of the incident: everyone who held a role when the incident was
/// resolved, and its team at that time. More people may change roles and team than may read the
/// draft. So a later change only requests access. The owner decides, or an attendee who may write
/// reviews.
/// </content>
public sealed partial class Review
{
    private readonly List<ReaderTeam> _readerTeams = [];
    private readonly List<AccessRequest> _accessRequests = [];

    /// <summary>The teams whose members can read the draft.</summary>
    public IReadOnlyList<ReaderTeam> ReaderTeams => _readerTeams;

    /// <summary>Requests from changes after the resolution. Decided requests stay listed.</summary>
    public IReadOnlyList<AccessRequest> AccessRequests => _accessRequests;

    /// <summary>The requests of teams that were given access.</summary>
    public IEnumerable<AccessRequest> TeamsLetIn() =>
        _accessRequests.Where(r => r.IsTeam && r.IsAccepted);

    /// <summary>
    /// Declined requests that could still be accepted. Leaves out anyone who can read the draft by
    /// now, and anyone without an account.
    /// </summary>
    public IEnumerable<AccessRequest> DeclinedRequests() =>
        _accessRequests.Where(r => r.IsDeclined && r.CanRead && !Reads(r));

    /// <summary>
    /// Updates the readers to match the responders. Returns whether the audience changed.
    /// </summary>
    public bool TakeInResponders(Stamp stamp)
    {
        var before = Audience;
        var parts = PartsOf(Incident.Responders());
        foreach (var gone in _attendees.Where(a => IsWithoutPart(a, parts)).ToList())
        {
            // People keep what they contributed to the review.
            if (gone.HeardAt is null && gone.AcknowledgedAt is null)
            {
                _attendees.Remove(gone);
            }
            else
            {
                gone.Source = AttendeeSource.Invited;
            }
        }

        foreach (var (person, part) in parts)
        {
            Admit(person, AttendeeSource.Role, part, stamp);
        }

        TakeInTeam();
        AskForLateOnes(stamp);
        var after = Audience;
        return !before.People.SequenceEqual(after.People)
            || !before.Teams.SequenceEqual(after.Teams);
    }

    /// <summary>
    /// Accepts or declines the request of someone who came to the incident after its resolution. A
    /// decision can be reversed: declining revokes access, accepting grants it.
    /// </summary>
    public Decision DecideAccess(Guid requestId, bool isAccepted, Stamp stamp)
    {
        if (_accessRequests.Find(r => r.Id == requestId) is not { } request)
        {
            return new Refusal.UnknownPart("access request " + requestId);
        }

        if (!request.IsPending && request.IsAccepted == isAccepted)
        {
            return Decision.Nothing;
        }

        return isAccepted ? Accept(request, stamp) : Decline(request, stamp);
    }

    private Decision Accept(AccessRequest request, Stamp stamp)
    {
        if (!request.CanRead)
        {
            return new Refusal.Conflict(
                "no-account",
                $"{request.Name} has no account and cannot read the draft. "
                    + "Add them as an attendee without an account instead."
            );
        }

        if (!request.IsTeam && _attendees.Count >= MaxParts)
        {
            return new Refusal.Conflict("too-many", $"A review has at most {MaxParts} attendees.");
        }

        request.Decide(isAccepted: true, stamp);
        Record(ReviewChangeKind.AccessAccepted, request.Name, stamp);
        LetIn(request, stamp);
        return Decision.Changed();
    }

    private Decision Decline(AccessRequest request, Stamp stamp)
    {
        if (request.IsAccepted && TakeOut(request, stamp) is { } refusal)
        {
            return refusal;
        }

        request.Decide(isAccepted: false, stamp);
        Record(ReviewChangeKind.AccessDeclined, request.Name, stamp);
        return Decision.Changed();
    }

    private Refusal? TakeOut(AccessRequest request, Stamp stamp)
    {
        if (!request.IsTeam)
        {
            return _attendees.Find(a => a.Is(request.PersonId, request.Name)) is { } attendee
                ? RemoveAttendee(attendee.Id, stamp).Refusal
                : null;
        }

        _readerTeams.RemoveAll(t => t.IsAccepted && t.Team == request.Name);
        // It may be a responder by now.
        TakeInTeam();
        TellAudience(stamp);
        return null;
    }

    private void LetIn(AccessRequest request, Stamp stamp)
    {
        if (!request.IsTeam)
        {
            Admit(request.Person, AttendeeSource.Invited, request.Part, stamp);
        }
        else if (!_readerTeams.Exists(t => t.Team == request.Name))
        {
            _readerTeams.Add(
                new()
                {
                    ReviewId = Id,
                    Team = request.Name,
                    IsAccepted = true,
                }
            );
        }

        TellAudience(stamp);
    }

    private bool Reads(AccessRequest request) =>
        request.IsTeam
            ? _readerTeams.Exists(t => t.Team == request.Name)
            : _attendees.Exists(a => a.Is(request.PersonId, request.Name));

    private void TakeInTeam()
    {
        var team = Incident.RespondingTeam;
        _readerTeams.RemoveAll(t => !t.IsAccepted && t.Team != team);
        if (team is not null && !_readerTeams.Exists(t => t.Team == team))
        {
            _readerTeams.Add(new() { ReviewId = Id, Team = team });
        }
    }

    private void AskForLateOnes(Stamp stamp)
    {
        var late = PartsOf(Incident.Holders)
            .Where(p => !_attendees.Exists(a => a.Is(p.Person.Id, p.Person.Name)))
            .ToList();
        var team = _readerTeams.Exists(t => t.Team == Incident.Team) ? null : Incident.Team;
        _accessRequests.RemoveAll(r =>
            r.IsPending
            && (r.IsTeam ? r.Name != team : !late.Exists(p => r.Is(p.Person.Id, p.Person.Name)))
        );
        foreach (var (person, part) in late)
        {
            Ask(person, part, isTeam: false, stamp);
        }

        if (team is not null)
        {
            Ask(new(null, team), null, isTeam: true, stamp);
        }
    }

    private void Ask(Person person, string? part, bool isTeam, Stamp stamp)
    {
        if (
            _accessRequests.Count >= MaxParts
            || _accessRequests.Exists(r => r.IsTeam == isTeam && r.Is(person.Id, person.Name))
        )
        {
            return;
        }

        _accessRequests.Add(
            new()
            {
                Id = Times.NewId(stamp.At),
                PersonId = person.Id,
                Name = person.Name,
                Part = part,
                IsTeam = isTeam,
                AskedAt = stamp.At,
            }
        );
        Record(ReviewChangeKind.AccessAsked, person.Name, stamp);
    }

    private static bool IsWithoutPart(Attendee attendee, List<(Person Person, string)> parts) =>
        attendee.Source == AttendeeSource.Role
        && !parts.Exists(p => attendee.Is(p.Person.Id, p.Person.Name));

    private static List<(Person Person, string Part)> PartsOf(IEnumerable<RoleHolder> holders) =>
        [
            .. holders
                .GroupBy(h => (h.PersonId, h.Name))
                .Select(g =>
                    (
                        new Person(g.Key.PersonId, g.Key.Name),
                        string.Join(", ", g.Select(h => Named(h.Role)).Distinct())
                    )
                ),
        ];

    private static string Named(IncidentRole role) =>
        role switch
        {
            IncidentRole.IncidentCommander => "incident commander",
            IncidentRole.CommunicationsLead => "communications lead",
            IncidentRole.OperationsLead => "operations lead",
            IncidentRole.SubjectMatterExpert => "subject matter expert",
            _ => role.ToString().ToLowerInvariant(),
        };
}
