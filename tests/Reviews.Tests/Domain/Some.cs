using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Platform.Decisions;
using Pir.Reviews.Domain;

namespace Pir.Reviews.Tests.Domain;

/// <summary>Ordinary incidents, people and findings.</summary>
internal static class Some
{
    public static readonly DateTime Noon = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);
    public static readonly TimeSpan Day = TimeSpan.FromHours(24);
    public static readonly Actor Riley = new("user", "riley", "Riley");
    public static readonly Actor Sam = new("user", "sam", "Sam");

    public static IncidentState Incident(
        Guid? id = null,
        IncidentStatus status = IncidentStatus.Resolved,
        Severity severity = Severity.Sev2,
        DateTime? resolvedAt = null,
        int number = 42
    ) =>
        new()
        {
            Id = id ?? Guid.CreateVersion7(),
            Number = number,
            Title = "Checkout is slow",
            Severity = severity,
            Status = status,
            Service = "checkout",
            Team = "payments",
            DetectionSource = DetectionSource.Alerting,
            DetectedAt = Noon.AddHours(-1),
            ImpactStartedAt = Noon.AddMinutes(-65),
            AcknowledgedAt = Noon.AddMinutes(-55),
            ResolvedAt = status is IncidentStatus.Resolved or IncidentStatus.Closed
                ? resolvedAt ?? Noon
                : null,
            OpenedAt = Noon.AddHours(-1),
            Roles =
            [
                new(
                    IncidentRole.IncidentCommander,
                    new Person("riley", "Riley"),
                    Noon.AddMinutes(-50)
                ),
                new(IncidentRole.Responder, new Person("sam", "Sam"), Noon.AddMinutes(-49)),
                new(IncidentRole.Responder, new Person(null, "Kim"), Noon.AddMinutes(-48)),
            ],
            Impact = new Impact(
                "Payments failed for 1 in 5 customers",
                null,
                null,
                1200,
                7,
                Noon.AddMinutes(-65),
                Noon
            ),
        };

    public static Review OpenReview(IncidentState? incident = null) =>
        Review.Open(Guid.CreateVersion7(), IncidentFacts.Of(incident ?? Incident(), 5), Day, At(0));

    public static Review ReadyReview()
    {
        var review = OpenReview();
        review.WriteSummary("A cache was cold.", null, At(1));
        review.AddFactor(Factor(), At(2));
        review.TakeTold();
        return review;
    }

    public static Factor Factor(string title = "No warm-up after a deployment") =>
        new(Guid.CreateVersion7(), title, FactorCategory.Technical, null);

    public static FoundAction Action(Guid? factorId = null) =>
        new(
            Guid.CreateVersion7(),
            "Warm the cache before taking traffic",
            ActionType.Preventive,
            null,
            factorId
        );

    public static Stamp At(int minutesAfterNoon, Actor? by = null) =>
        new(by ?? Riley, Noon.AddMinutes(minutesAfterNoon));
}
