using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;

namespace Pir.Timelines.Tests;

/// <summary>Facts as published by their producers.</summary>
internal static class Some
{
    private static int numbers;

    public static DateTime Noon { get; } = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);

    public static Actor Ada { get; } = new("user", "user-ada", "Ada Lovelace");

    public static IncidentState Incident() => Incident(Interlocked.Increment(ref numbers));

    public static IncidentState Incident(int number) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Number = number,
            Title = "Checkout fails",
            Severity = Severity.Sev2,
            Status = IncidentStatus.Open,
            Service = "checkout",
            Team = "payments",
            DetectionSource = DetectionSource.TeamMessage,
            DetectedAt = Noon,
            OpenedAt = Noon,
        };

    public static AlertState Alert(
        string title,
        AlertStatus status = AlertStatus.Firing,
        string? description = null
    ) =>
        new(
            Guid.CreateVersion7(),
            title,
            status,
            title,
            description,
            "critical",
            "checkout",
            Noon,
            EndsAt: null,
            Url: null,
            RunbookUrl: null
        );

    public static ReviewState Review(IncidentState incident) =>
        new(
            Guid.CreateVersion7(),
            incident.Id,
            incident.Number,
            incident.Title,
            incident.Severity,
            incident.Service,
            incident.Team,
            ReviewStatus.Open,
            Noon,
            Noon.AddDays(1),
            Owner: null,
            HeldAt: null,
            PublishedAt: null,
            Revision: 0
        );

    public static PublishedReview Revision(ReviewState review, int revision) =>
        new(
            revision,
            $"/published/{review.Id}/{revision}",
            "A certificate expired.",
            Notes: null,
            Factors: [],
            Actions: [],
            Impact: null,
            Noon,
            Noon.AddHours(1),
            Noon.AddDays(1),
            new Person("user-ada", "Ada Lovelace")
        );

    public static ActionState Action(IncidentState incident) =>
        new(
            Guid.CreateVersion7(),
            7,
            "Alert on certificate age",
            ActionType.Detective,
            Description: null,
            ActionStatus.Accepted,
            incident.Id,
            incident.Number,
            ReviewId: null,
            incident.Service,
            incident.Team,
            incident.Severity,
            new Person("user-ada", "Ada Lovelace"),
            Noon.AddDays(7),
            Noon,
            CompletedAt: null,
            DeclineReason: null
        );
}
