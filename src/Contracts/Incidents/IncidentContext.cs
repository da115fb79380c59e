using Pir.Contracts.Texts;

namespace Pir.Contracts.Incidents;

/// <summary>
/// What an incident is about and who runs it: texts that people filter by. Incidents, requests for
/// them and the settings of sources are made of it, so that a field added here is in all of them.
/// </summary>
public record IncidentContext
{
    /// <summary>Longest value, in characters.</summary>
    public const int LongestValue = 200;

    /// <summary>The service that fails, e.g. <c>checkout</c>.</summary>
    public string? Service { get; init; }

    /// <summary>The team that runs it.</summary>
    public string? Team { get; init; }

    /// <summary>Where it fails, e.g. <c>production</c>.</summary>
    public string? Environment { get; init; }

    /// <summary>Every field of it, in the order a reader wants them.</summary>
    public static IReadOnlyList<ContextField> Fields { get; } =
    [
        new("service", "Service", c => c.Service, (c, v) => c with { Service = v }),
        new("team", "Team", c => c.Team, (c, v) => c with { Team = v }),
        new("environment", "Environment", c => c.Environment, (c, v) => c with { Environment = v }),
    ];

    /// <summary>This one, with what it lacks taken from another.</summary>
    public IncidentContext Or(IncidentContext other) => Combine(other, (own, its) => own ?? its);

    /// <summary>
    /// This one with the values a change asks for: null leaves a field as it is, an empty text
    /// clears it.
    /// </summary>
    public IncidentContext With(IncidentContext wanted) =>
        Combine(wanted, (own, its) => its is null ? own : its.TrimmedOrNull());

    /// <summary>Without space around its values, and none that are empty.</summary>
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
/// <param name="Name">In JSON, queries and forms.</param>
/// <param name="Label">As people call it.</param>
public sealed record ContextField(
    string Name,
    string Label,
    Func<IncidentContext, string?> Of,
    Func<IncidentContext, string?, IncidentContext> Set
);
