using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Contracts.Timeline;

namespace Pir.Notifications.Tests.Drivers;

/// <summary>Facts as published by their producers.</summary>
internal static class Facts
{
    public static DateTime Time { get; } = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);

    public static IncidentState Incident(
        string title = "Checkout fails",
        string? service = "checkout",
        string? team = "shop",
        Severity severity = Severity.Sev2,
        int number = 42
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Number = number,
            Title = title,
            Severity = severity,
            Status = IncidentStatus.Open,
            Service = service,
            Team = team,
            DetectionSource = DetectionSource.Alerting,
            DetectedAt = Time,
            OpenedAt = Time,
        };

    public static IncidentOpened Opened(IncidentState incident) => new(incident, [], "alerts");

    public static ReviewState Review(IncidentState incident) =>
        new(
            Guid.CreateVersion7(),
            incident.Id,
            incident.Number,
            incident.Title,
            incident.Severity,
            incident.Service,
            incident.Team,
            ReviewStatus.Published,
            Time,
            Time.AddDays(1),
            null,
            Time,
            Time,
            1,
            incident.IsSilent
        );

    public static ReviewPublished ReviewPublished(IncidentState incident)
    {
        var review = Review(incident);
        return new(
            review,
            new(
                1,
                $"/published/{review.Id}/1",
                "A cache was cold.",
                null,
                [],
                [],
                null,
                Time,
                Time,
                Time,
                new(null, "Ada")
            )
        );
    }

    public static ReviewActionProposed DraftAction(IncidentState incident) =>
        new(
            Review(incident),
            new(Guid.CreateVersion7(), "Warm the cache", ActionType.Preventive, null),
            null
        );

    public static ActionProposed Action(IncidentState incident) =>
        new(
            new(
                Guid.CreateVersion7(),
                7,
                "Warm the cache",
                ActionType.Preventive,
                null,
                ActionStatus.Proposed,
                incident.Id,
                incident.Number,
                null,
                incident.Service,
                incident.Team,
                incident.Severity,
                null,
                null,
                Time,
                null,
                null,
                incident.IsSilent
            )
        );

    public static TimelineEntryRecorded Entry(IncidentState incident) =>
        new(
            new(
                Guid.CreateVersion7(),
                incident.Id,
                TimelineEntryKind.Observation,
                "Errors fall",
                Time,
                Time,
                Actor.System,
                false,
                false,
                1,
                IsSilent: incident.IsSilent
            )
        );
}
