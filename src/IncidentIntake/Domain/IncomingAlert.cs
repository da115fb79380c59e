using Pir.Contracts.Incidents;

namespace Pir.Intake.Domain;

/// <summary>An alert as read from a webhook body. All texts are cut to the lengths the database holds.</summary>
public sealed class IncomingAlert
{
    public required string Fingerprint { get; init; }
    public AlertStatus Status { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }
    public string? SeverityWord { get; init; }
    public string? Service { get; init; }
    public string? Team { get; init; }

    /// <summary>UTC, whole microseconds (what every database keeps); null where the tool does not say: then it means "the current firing".</summary>
    public DateTime? StartsAt { get; set; }
    public DateTime? EndsAt { get; init; }
    public string? Url { get; init; }
    public string? RunbookUrl { get; init; }
    public string? Labels { get; init; }

    /// <summary><see cref="Alert.KeyOf"/> its source and fingerprint.</summary>
    public Guid Key { get; set; }
}

/// <summary>What a webhook body holds.</summary>
/// <param name="Title">What its alerts have in common, for an incident made of several.</param>
/// <param name="Error">What could not be read; the alerts that could are there all the same.</param>
public sealed record IncomingBody(
    IReadOnlyList<IncomingAlert> Alerts,
    string? Title = null,
    BodyError? Error = null
);

/// <summary>Why a body, or a part of it, could not be read.</summary>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Detail">Names the field and the rule; never quotes the body.</param>
public sealed record BodyError(string Code, string Detail)
{
    /// <summary>Code of what came while its source was off; it says nothing about the sender.</summary>
    public const string SourceDisabled = "source-disabled";
}
