using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Pir.Contracts.Actions;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Web.Reviews;

namespace Pir.Web.Styleguide;

internal sealed partial record Examples
{
    private static readonly Guid FactorId = Guid.Parse("00000000-0000-7000-8000-000000000002");

    public static IReadOnlyList<FieldHint> Hints =>
        [
            new(
                FactorId.ToString(),
                0,
                6,
                "Nobody",
                LanguageHintKind.Blame,
                "What made the warning easy to miss?"
            ),
        ];

    public static IReadOnlyList<Finding> Findings =>
        [
            new(
                Guid.CreateVersion7(),
                FindingKind.Answer,
                "detect",
                "An alert on the remaining days would have warned us a week earlier."
            ),
            new(
                Guid.CreateVersion7(),
                FindingKind.Luck,
                null,
                "It was a Sunday with little traffic."
            ),
            new(
                Guid.CreateVersion7(),
                FindingKind.Learning,
                null,
                "Three systems share one certificate chain."
            ),
            new(
                Guid.CreateVersion7(),
                FindingKind.WentWell,
                null,
                "The roll-back took four minutes."
            ),
            new(
                Guid.CreateVersion7(),
                FindingKind.WentWrong,
                null,
                "The reminder went to an unmonitored mailbox."
            ),
        ];

    /// <summary>A review with every kind of content. Lists show less of it.</summary>
    public Review Review(ReviewStatus status, int? hoursLeft = 20, bool isFull = true) =>
        new(
            Some,
            Some,
            4711,
            "INC-4711",
            IncidentStatus.Resolved,
            "Edge certificate expired",
            Severity.Sev1,
            "edge",
            "platform",
            IsDrill: false,
            status,
            Now.AddHours(-6),
            hoursLeft is { } hours ? Now.AddHours(hours) : null,
            hoursLeft < 0,
            isFull ? Ada : null,
            status is ReviewStatus.Held or ReviewStatus.Published ? Now.AddHours(-2) : null,
            status == ReviewStatus.Published ? Now.AddHours(-1) : null,
            WaivedReason: null,
            status == ReviewStatus.Published ? 2 : 0,
            HasUnpublishedChanges: status == ReviewStatus.Published,
            PublishedUrl: null,
            isFull ? "For 43 minutes, **browsers rejected** every connection to the shop." : null,
            isFull
                ? "## What we saw\n\n- the reminder went to a mailbox\n- the dashboard showed the "
                    + "*days left* in grey"
                : null,
            isFull ? Factors : [],
            isFull ? Proposed : [],
            isFull ? [] : ["summary", "factors", "learnings"],
            Now.AddHours(-7),
            ImpactStartedAt: null,
            Now.AddHours(-7).AddMinutes(4),
            MitigatedAt: null,
            Now.AddHours(-6),
            isFull ? Impact : null,
            Now,
            3,
            isFull ? Now.AddHours(3) : null,
            IsAttendee: true,
            isFull ? Attendees : [],
            isFull ? [.. Findings.Select(Found)] : [],
            isFull ? ["detect", "luck", "learned", "well", "actions"] : [],
            NotesBy: null,
            NotesAt: null,
            isFull ? Hints : [],
            isFull,
            isFull ? AccessRequests : [],
            isFull ? TeamsLetIn : [],
            isFull ? DeclinedRequests : []
        );

    /// <summary>The same as lists show it.</summary>
    public ReviewListItem Listed(ReviewStatus status, int? hoursLeft = 20, bool isFull = true)
    {
        var whole = Review(status, hoursLeft, isFull);
        return new(
            whole.Id,
            whole.IncidentId,
            whole.IncidentNumber,
            whole.IncidentReference,
            whole.Title,
            whole.Severity,
            whole.Service,
            whole.Team,
            whole.IsDrill,
            whole.Status,
            whole.OpenedAt,
            whole.DueAt,
            whole.IsOverdue,
            whole.Owner,
            whole.HeldAt,
            whole.PublishedAt,
            whole.Revision,
            whole.PublishedUrl,
            whole.Factors.Count,
            whole.Actions.Count,
            whole.MissingToPublish,
            whole.DetectedAt,
            whole.ResolvedAt,
            whole.Version,
            whole.ScheduledFor,
            whole.IsAttendee
        );
    }

    /// <summary>A finding of a draft.</summary>
    public static FindingResponse Found(Finding finding) =>
        new(finding.Id, finding.Kind, finding.Question, finding.Text, FromNotes: false);

    private static IReadOnlyList<Factor> Factors =>
        [new(FactorId, "It has no owner", FactorCategory.Process, "It is not on any list.")];

    private static IReadOnlyList<FoundAction> Proposed =>
        [
            new(
                Guid.CreateVersion7(),
                "Renew automatically",
                ActionType.Preventive,
                "Run an ACME job every night.",
                FactorId
            ),
        ];

    private IReadOnlyList<AccessRequestResponse> AccessRequests =>
        [
            Asked(isTeam: false, "Linus", "scribe", hoursAgo: 1),
            Asked(isTeam: true, "Storefront", null, hoursAgo: 2),
        ];

    private IReadOnlyList<AccessRequestResponse> TeamsLetIn =>
        [Asked(isTeam: true, "Payments", null, hoursAgo: 5)];

    private IReadOnlyList<AccessRequestResponse> DeclinedRequests =>
        [
            Asked(isTeam: true, "Search", null, hoursAgo: 5) with
            {
                DecidedAt = Now.AddHours(-4),
                DecidedBy = "Grace Hopper",
            },
        ];

    private AccessRequestResponse Asked(bool isTeam, string name, string? part, int hoursAgo) =>
        new(Guid.CreateVersion7(), isTeam, null, name, part, Now.AddHours(-hoursAgo), null, null);

    private IReadOnlyList<AttendeeResponse> Attendees =>
        [
            Attends("ada", "Ada Lovelace", AttendeeSource.Role) with
            {
                Part = "Incident commander",
                HeardAt = Now.AddHours(-3),
                AcknowledgedAt = Now.AddHours(-2),
            },
            Attends("grace", "Grace Hopper", AttendeeSource.Team),
            Attends(null, "Karl from support", AttendeeSource.Invited),
        ];

    private AttendeeResponse Attends(string? id, string name, AttendeeSource source) =>
        new(Guid.CreateVersion7(), id, name, source, null, Now.AddHours(-5), null, null);

    public ReviewModel Model(bool isFull) =>
        new(
            Review(ReviewStatus.Open, 20, isFull),
            "meet",
            isFull ? Incident(IncidentStatus.Resolved) : null,
            isFull ? new([.. Kinds.Take(4)], null, [], 4) : null,
            [Ada, Grace],
            isFull ? null : "Their text."
        );

    /// <summary>A refused form.</summary>
    public static Refusal Refusal(
        string form,
        ApiProblem problem,
        params (string Name, string Text)[] typed
    ) =>
        new(
            form,
            new FormCollection(typed.ToDictionary(t => t.Name, t => new StringValues(t.Text))),
            problem
        );
}
