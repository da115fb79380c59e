using Pir.ActionTracking.Domain;
using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;

namespace Pir.ActionTracking.Tests;

/// <summary>Facts as published by their producers.</summary>
internal static class Some
{
    private static int numbers;

    public static DateTime Noon { get; } = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);

    public static Actor Ada { get; } = new("user", "user-ada", "Ada Lovelace");

    public static Person Bob { get; } = new("user-bob", "Bob");

    public static IncidentState Incident()
    {
        var number = Interlocked.Increment(ref numbers);
        return new()
        {
            Id = Guid.CreateVersion7(),
            Number = number,
            Title = "Checkout fails",
            Severity = Severity.Sev2,
            Status = IncidentStatus.Open,
            Service = $"checkout-{number}",
            Team = $"payments-{number}",
            DetectionSource = DetectionSource.TeamMessage,
            DetectedAt = Noon,
            OpenedAt = Noon,
        };
    }

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

    public static ProposedAction Proposal(string title = "Alert on certificate age") =>
        new(Guid.CreateVersion7(), title, ActionType.Detective, "30 days ahead");

    public static ActionItem Action() =>
        ActionItem.Propose(
            Guid.CreateVersion7(),
            7,
            new(
                "Alert on certificate age",
                ActionType.Detective,
                null,
                null,
                null,
                null,
                "checkout",
                "payments",
                Severity.Sev2
            ),
            Noon
        );
}
