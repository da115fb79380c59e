using Pir.Contracts.Api;
using Pir.Contracts.Connections;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Platform.Connections;
using Pir.Platform.Persistence;

namespace Pir.IncidentIntake.Domain;

/// <summary>A monitoring tool that sends alerts, and what to make of them.</summary>
public sealed class Source : IAggregate
{
    public Guid Id { get; init; }
    public SourceKind Kind { get; set; }
    public string Name { get; set; } = "";
    public string? Service { get; set; }
    public string? Team { get; set; }
    public string? Environment { get; set; }

    /// <summary>What its alerts are about where they do not say so.</summary>
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

    /// <summary>SHA-256 of the key in the webhook's URL; what a request is recognised by.</summary>
    public byte[] KeyHash { get; set; } = [];

    /// <summary>
    /// The key itself under the installation's Data Protection keys, so that the URL can be shown
    /// again.
    /// </summary>
    public string ProtectedKey { get; set; } = "";
    public DateTime CreatedAt { get; init; }

    /// <summary>Who registered it; null where that was before it was noted.</summary>
    public string? CreatedByKind { get; init; }
    public string? CreatedById { get; init; }
    public string? CreatedByName { get; init; }

    /// <summary>
    /// When the tool last sent something all of which could be read; tests do not count. Written
    /// every few seconds at most.
    /// </summary>
    public DateTime? LastDeliveryAt { get; set; }

    /// <summary>Whether the last that was told of its health is that it fails.</summary>
    public bool IsFailureTold { get; private set; }

    /// <summary>When its health was last told.</summary>
    public DateTime? HealthToldAt { get; private set; }

    /// <summary>Set when it was removed; kept because deliveries and incidents name it.</summary>
    public DateTime? DeletedAt { get; set; }
    public int Version { get; set; }

    /// <summary>Who an event by its deliveries is attributed to.</summary>
    public Actor Actor => new("source", Id.ToString(), Name);

    /// <summary>What there is to tell of its health; null where it is told or too soon.</summary>
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
    /// <summary>Who an event by its alerts is attributed to.</summary>
    public Actor Actor { get; } = new("source", Id.ToString(), Name);

    /// <summary>
    /// Whether what arrives is a test of the source: it goes the real way, and what it opens is a
    /// drill.
    /// </summary>
    public bool IsTest { get; init; }

    /// <summary>
    /// How bad an alert is: as it says itself, or as this source's alerts are where nothing else is
    /// said.
    /// </summary>
    internal Severity SeverityOf(IncomingAlert alert) => alert.Severity ?? DefaultSeverity;

    internal Severity SeverityOf(Alert stored) =>
        SeverityWords.Parse(stored.Severity) ?? DefaultSeverity;
}
