using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.Platform.Persistence;
using Pir.Platform.Time;

namespace Pir.Reviews.Domain;

/// <summary>
/// What a review knows about its incident: a projection of the incident's events that nothing else
/// writes.
/// </summary>
public sealed class IncidentFacts : IVersioned
{
    // A projection must not fail because another service allows a longer text.
    public const int MaxTitle = 500;
    private const int MaxName = 200;

    public Guid Id { get; private set; }
    public int Number { get; private set; }
    public string Title { get; private set; } = "";
    public Severity Severity { get; private set; }
    public IncidentStatus Status { get; private set; }
    public string? Service { get; private set; }
    public string? Team { get; private set; }
    public DetectionSource DetectionSource { get; private set; }
    public DateTime DetectedAt { get; private set; }
    public DateTime? ImpactStartedAt { get; private set; }
    public DateTime? AcknowledgedAt { get; private set; }
    public DateTime? MitigatedAt { get; private set; }
    public DateTime? ResolvedAt { get; private set; }
    public bool IsDrill { get; private set; }

    /// <summary>
    /// The number of the incident that it was merged into. The review of that one is about both.
    /// </summary>
    public int? MergedIntoNumber { get; private set; }

    /// <summary>Whether its events, and those of its review, are not sent to subscribers.</summary>
    public bool IsSilent { get; private set; }
    public Impact? Impact { get; private set; }

    /// <summary>
    /// The roles that were held, not by whom: a published review names roles, not people.
    /// </summary>
    public IReadOnlyList<IncidentRole> Roles { get; private set; } = [];

    /// <summary>The people who hold the roles and attend the review.</summary>
    public IReadOnlyList<RoleHolder> Holders { get; private set; } = [];

    /// <summary>The incident commander; null if nobody has that role.</summary>
    public RoleHolder? Commander =>
        Holders.FirstOrDefault(h => h.Role == IncidentRole.IncidentCommander);

    /// <summary>Version in which the incident was first resolved; 0 before that.</summary>
    public int EndVersion { get; private set; }

    /// <summary>As it was then.</summary>
    public string? TeamAtEnd { get; private set; }

    /// <inheritdoc cref="TeamAtEnd"/>
    public IReadOnlyList<RoleHolder> HoldersAtEnd { get; private set; } = [];

    /// <summary>
    /// The team responsible for the incident. Fixed at its resolution: later changes, even after a
    /// reopening, only request access to the draft.
    /// </summary>
    public string? RespondingTeam => EndVersion > 0 ? TeamAtEnd : Team;

    /// <summary>Who responded. Fixed like <see cref="RespondingTeam"/>.</summary>
    public IReadOnlyList<RoleHolder> Responders() => EndVersion > 0 ? HoldersAtEnd : Holders;

    /// <summary>The version of the incident that these facts come from.</summary>
    public int IncidentVersion { get; private set; }

    /// <summary>
    /// Its review, if there is one. Stored here so that opening a review and following the incident
    /// contend for the same row.
    /// </summary>
    public Guid? ReviewId { get; private set; }

    /// <summary>Of this row.</summary>
    public int Version { get; set; }

    public string Reference => Pir.Contracts.References.Reference.OfIncident(Number);
    public bool IsOver =>
        Status is IncidentStatus.Resolved or IncidentStatus.Closed && ResolvedAt is not null;

    public static IncidentFacts Of(IncidentState incident, int incidentVersion)
    {
        var facts = new IncidentFacts { Id = incident.Id };
        facts.Apply(incident, incidentVersion);
        return facts;
    }

    /// <summary>Applies the incident's state unless it is older than the known one.</summary>
    public void Apply(IncidentState incident, int incidentVersion)
    {
        FixResponders(incident, incidentVersion);
        if (incidentVersion < IncidentVersion)
        {
            return;
        }

        IncidentVersion = incidentVersion;
        Number = incident.Number;
        Title = incident.Title.Truncated(MaxTitle);
        Severity = incident.Severity;
        Status = incident.Status;
        Service = incident.Service?.Truncated(MaxName);
        Team = incident.Team?.Truncated(MaxName);
        DetectionSource = incident.DetectionSource;
        DetectedAt = incident.DetectedAt.ToMicroseconds();
        ImpactStartedAt = incident.ImpactStartedAt.ToMicroseconds();
        AcknowledgedAt = incident.AcknowledgedAt.ToMicroseconds();
        MitigatedAt = incident.MitigatedAt.ToMicroseconds();
        ResolvedAt = incident.ResolvedAt.ToMicroseconds();
        IsDrill = incident.IsDrill;
        MergedIntoNumber = incident.MergedInto?.Number;
        IsSilent = incident.IsSilent;
        Impact = incident.Impact;
        Roles = [.. incident.Roles.Select(r => r.Role).Distinct().Order()];
        Holders = HoldersOf(incident);
    }

    internal void Link(Guid reviewId) => ReviewId = reviewId;

    // Events may arrive out of order: the earliest known resolution counts.
    private void FixResponders(IncidentState incident, int version)
    {
        if (
            incident.Status is IncidentStatus.Resolved or IncidentStatus.Closed
            && incident.MergedInto is null
            && (EndVersion == 0 || version < EndVersion)
        )
        {
            EndVersion = version;
            TeamAtEnd = incident.Team?.Truncated(MaxName);
            HoldersAtEnd = HoldersOf(incident);
        }
    }

    private static List<RoleHolder> HoldersOf(IncidentState incident) =>
        [
            .. incident.Roles.Select(r => new RoleHolder(
                r.Role,
                r.Person.Id?.Truncated(MaxName),
                r.Person.Name.Truncated(MaxName)
            )),
        ];
}

/// <summary>Someone who holds a role in an incident.</summary>
/// <param name="PersonId">Id of the account, if they have one.</param>
public sealed record RoleHolder(IncidentRole Role, string? PersonId, string Name);
