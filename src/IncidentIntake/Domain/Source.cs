using Pir.Contracts.Api;
using Pir.Contracts.Connections;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Platform.Connections;
using Pir.Platform.Persistence;

namespace Pir.IncidentIntake.Domain;

/// <summary>A monitoring tool that sends alerts, and the settings for them.</summary>
public sealed class Source : IAggregate
{
    public Guid Id { get; init; }
    public SourceKind Kind { get; set; }
    public string Name { get; set; } = "";
    public string? Service { get; set; }
    public string? Team { get; set; }
    public string? Environment { get; set; }

    /// <summary>Defaults for alerts that do not name a service, team or environment.</summary>
    public IncidentContext Context
    {
        get =>
            new()
            {
                Service = Service,
                Team = Team,
                Environment = Environment,
            };
        set => (Service, Team, Environment) = (value.Service, value.Team, value.Environment);
    }
    public Severity? DefaultSeverity { get; set; }
    public AlertGrouping Grouping { get; set; }
    public bool AutoResolve { get; set; } = true;
    public int SuppressMinutes { get; set; }
    public bool IsEnabled { get; set; } = true;

    /// <summary>SHA-256 of the key in the webhook's URL, to find the source of a request.</summary>
    public byte[] KeyHash { get; set; } = [];

    /// <summary>
    /// The key, encrypted with the installation's Data Protection keys, so that the URL can be
    /// shown again.
    /// </summary>
    public string ProtectedKey { get; set; } = "";
    public DateTime CreatedAt { get; init; }

    /// <summary>Who added it; null for sources from before this was recorded.</summary>
    public string? CreatedByKind { get; init; }
    public string? CreatedById { get; init; }
    public string? CreatedByName { get; init; }

    /// <summary>
    /// When the tool last sent a delivery that could be read completely, tests aside. Updated every
    /// few seconds at most.
    /// </summary>
    public DateTime? LastDeliveryAt { get; set; }

    /// <summary>Whether the last event about its health said that it fails.</summary>
    public bool IsFailureTold { get; private set; }

    /// <summary>When the last event about its health was published.</summary>
    public DateTime? HealthToldAt { get; private set; }

    /// <summary>When it was removed. The row stays, because deliveries refer to it.</summary>
    public DateTime? DeletedAt { get; set; }
    public int Version { get; set; }

    /// <summary>The actor of events caused by its deliveries.</summary>
    public Actor Actor => new("source", Id.ToString(), Name);

    /// <summary>The event to publish about its health; null if done or too soon.</summary>
    public SourceHealthChanged? TellHealth(ConnectionHealth health, DateTime now)
    {
        var isFailing = health.State == ConnectionState.Failing;
        if (!HealthNews.IsDue(isFailing, IsFailureTold, HealthToldAt, now))
        {
            return null;
        }

        (IsFailureTold, HealthToldAt) = (isFailing, now);
        return new(new(Id, Name, Service, Team, Owner), health);
    }

    private Actor? Owner =>
        CreatedById is { } id ? new(CreatedByKind ?? "", id, CreatedByName ?? "") : null;

    public SourceSettings ToSettings() =>
        new(
            Id,
            Kind,
            Name,
            Context,
            DefaultSeverity ?? Severity.Sev3,
            Grouping,
            AutoResolve,
            TimeSpan.FromMinutes(SuppressMinutes),
            IsEnabled
        );
}

/// <summary>A source as the hot path needs it.</summary>
public sealed record SourceSettings(
    Guid Id,
    SourceKind Kind,
    string Name,
    IncidentContext Context,
    Severity DefaultSeverity,
    AlertGrouping Grouping,
    bool AutoResolve,
    TimeSpan Suppress,
    bool IsEnabled
)
{
    /// <summary>The actor of events caused by its alerts.</summary>
    public Actor Actor { get; } = new("source", Id.ToString(), Name);

    /// <summary>
    /// Whether a delivery is a test of the source: it takes the normal path and opens a drill.
    /// </summary>
    public bool IsTest { get; init; }

    /// <summary>
    /// The severity of an alert: its own, or this source's default if it has none.
    /// </summary>
    internal Severity SeverityOf(IncomingAlert alert) => alert.Severity ?? DefaultSeverity;

    internal Severity SeverityOf(Alert stored) =>
        SeverityWords.Parse(stored.Severity) ?? DefaultSeverity;
}
