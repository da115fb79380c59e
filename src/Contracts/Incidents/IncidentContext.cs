using Pir.Contracts.Texts;

namespace Pir.Contracts.Incidents;

/// <summary>
/// The service, team and environment of an incident: texts that people filter by. Incidents,
/// requests and the settings of sources derive from it, so that a field added here is in all of
/// them.
/// </summary>
public record IncidentContext
{
    /// <summary>Longest value, in characters.</summary>
    public const int LongestValue = 200;

    /// <summary>The affected service, e.g. <c>checkout</c>.</summary>
    public string? Service { get; init; }

    /// <summary>The team that owns the service.</summary>
    public string? Team { get; init; }

    /// <summary>The affected environment, e.g. <c>production</c>.</summary>
    public string? Environment { get; init; }

    /// <summary>All its fields, in display order.</summary>
    public static IReadOnlyList<ContextField> Fields { get; } =
    [
        new("service", "Service", c => c.Service, (c, v) => c with { Service = v }),
        new("team", "Team", c => c.Team, (c, v) => c with { Team = v }),
        new("environment", "Environment", c => c.Environment, (c, v) => c with { Environment = v }),
    ];

    /// <summary>This context, with missing values taken from another.</summary>
    public IncidentContext Or(IncidentContext other) => Combine(other, (own, its) => own ?? its);

    /// <summary>
    /// This context with a change applied: null leaves a field unchanged, an empty text clears it.
    /// </summary>
    public IncidentContext With(IncidentContext wanted) =>
        Combine(wanted, (own, its) => its is null ? own : its.TrimmedOrNull());

    /// <summary>This context with trimmed values; empty ones become null.</summary>
    public IncidentContext Trimmed() => new IncidentContext().With(this);

    private IncidentContext Combine(IncidentContext other, Func<string?, string?, string?> value)
    {
        var combined = new IncidentContext();
        foreach (var field in Fields)
        {
            combined = field.Set(combined, value(field.Of(this), field.Of(other)));
        }

        return combined;
    }
}

/// <summary>A field of an incident's context.</summary>
/// <param name="Name">Its name in JSON, queries and forms.</param>
/// <param name="Label">Its display name.</param>
public sealed record ContextField(
    string Name,
    string Label,
    Func<IncidentContext, string?> Of,
    Func<IncidentContext, string?, IncidentContext> Set
);
