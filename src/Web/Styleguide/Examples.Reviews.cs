using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Pir.Contracts.Actions;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Web.Reviews;

namespace Pir.Web.Styleguide;

internal sealed partial record Examples
{
    private static readonly Guid Factor = Guid.Parse("00000000-0000-7000-8000-000000000002");

    public static IReadOnlyList<ReviewHint> Hints =>
        [new(Factor.ToString(), 0, 6, "Nobody", "blame", "What made the warning easy to miss?")];

    public static IReadOnlyList<ReviewFinding> Findings =>
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
            "Edge certificate expired",
            Severity.Sev1,
            "edge",
            "platform",
            status,
            Now.AddHours(-6),
            hoursLeft is { } hours ? Now.AddHours(hours) : null,
            isFull ? Ada : null,
            status is ReviewStatus.Held or ReviewStatus.Published ? Now.AddHours(-2) : null,
            status == ReviewStatus.Published ? Now.AddHours(-1) : null,
            status == ReviewStatus.Published ? 2 : 0,
            isFull ? "For 43 minutes, **browsers rejected** every connection to the shop." : null,
            isFull
                ? "## What we saw\n\n- the reminder went to a mailbox\n- the dashboard showed the "
                    + "*days left* in grey"
                : null,
            isFull
                ? [new(Factor, "It has no owner", FactorCategory.Process, "It is not on any list.")]
                : [],
            isFull
                ?
                [
                    new(
                        Guid.CreateVersion7(),
                        "Renew automatically",
                        ActionType.Preventive,
                        "Run an ACME job every night.",
                        Factor
                    ),
                ]
                : [],
            Now.AddHours(-7),
            Now.AddHours(-7).AddMinutes(4),
            null,
            Now.AddHours(-6),
            isFull ? Impact : null,
            hoursLeft < 0,
            isFull ? [] : ["summary", "factors", "learnings"],
            null,
            null,
            3,
            ScheduledFor: isFull ? Now.AddHours(3) : null,
            Attendees: isFull ? Attendees : [],
            Findings: isFull ? Findings : [],
            TouchedQuestions: isFull ? ["detect", "luck", "learned", "well", "actions"] : [],
            Hints: isFull ? Hints : [],
            NeedsNeutralLead: isFull,
            HasUnpublishedChanges: status == ReviewStatus.Published,
            AccessRequests: isFull ? AccessRequests : [],
            TeamsLetIn: isFull ? TeamsLetIn : [],
            DeclinedRequests: isFull ? DeclinedRequests : []
        );

    private IReadOnlyList<ReviewAccessRequest> AccessRequests =>
        [
            new(Guid.CreateVersion7(), false, null, "Linus", "scribe", Now.AddHours(-1)),
            new(Guid.CreateVersion7(), true, null, "Storefront", null, Now.AddHours(-2)),
        ];

    private IReadOnlyList<ReviewAccessRequest> TeamsLetIn =>
        [new(Guid.CreateVersion7(), true, null, "Payments", null, Now.AddHours(-5))];

    private IReadOnlyList<ReviewAccessRequest> DeclinedRequests =>
        [
            new(
                Guid.CreateVersion7(),
                true,
                null,
                "Search",
                null,
                Now.AddHours(-5),
                Now.AddHours(-4),
                "Grace Hopper"
            ),
        ];

    private IReadOnlyList<ReviewAttendee> Attendees =>
        [
            new(
                Guid.CreateVersion7(),
                "ada",
                "Ada Lovelace",
                "role",
                "Incident commander",
                Now.AddHours(-3),
                Now.AddHours(-2)
            ),
            new(Guid.CreateVersion7(), "grace", "Grace Hopper", "team", null, null, null),
            new(Guid.CreateVersion7(), null, "Karl from support", "invited", null, null, null),
        ];

    public ReviewModel Model(bool isFull) =>
        new(
            Review(ReviewStatus.Open, 20, isFull),
            "meet",
            isFull ? Incident(IncidentStatus.Resolved) : null,
            isFull ? new([.. Kinds.Take(4)], null) : null,
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
