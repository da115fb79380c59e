using Pir.Contracts.Incidents;

namespace Pir.Intake.Domain;

/// <summary>
/// An alert as read from a webhook body. All texts are cut to the lengths the database holds.
/// </summary>
public sealed class IncomingAlert
{
    public required string Fingerprint { get; init; }
    public AlertSignal Signal { get; set; }

    /// <summary>
    /// Whether the signal only counts for an alert that is known to fire, and else is a part of its
    /// name.
    /// </summary>
    public bool IsSignalDoubtful { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }

    /// <summary>The sender's own word.</summary>
    public string? SeverityWord { get; init; }

    /// <summary>What that word stands for; null where it is none that we know.</summary>
    public Severity? Severity { get; init; }
    public string? Service { get; init; }
    public string? Team { get; init; }

    /// <summary>
    /// UTC, whole microseconds (what every database keeps); null where the tool does not say: then
    /// it means "the current firing".
    /// </summary>
    public DateTime? StartsAt { get; set; }
    public DateTime? EndsAt { get; set; }
    public string? Url { get; init; }
    public string? RunbookUrl { get; init; }

    /// <summary>JSON object.</summary>
    public string? Labels { get; init; }

    /// <summary>JSON object: whatever else the sender said about it.</summary>
    public string? Annotations { get; init; }

    /// <summary>
    /// What a reader of the incident must know about how this was read; a sentence.
    /// </summary>
    public string? Notice { get; set; }

    /// <summary><see cref="Alert.KeyOf"/> its source and fingerprint.</summary>
    public Guid Key { get; set; }
}

/// <summary>What a webhook body holds.</summary>
/// <param name="Title">What its alerts have in common, for an incident made of several.</param>
/// <param name="Error">
/// What could not be read; the alerts that could are there all the same.
/// </param>
/// <param name="Omitted">What the sender says that it left out; a sentence.</param>
/// <param name="Mended">How the body had to be mended to be read; a sentence.</param>
public sealed record IncomingBody(
    IReadOnlyList<IncomingAlert> Alerts,
    string? Title = null,
    BodyError? Error = null,
    string? Omitted = null,
    string? Mended = null
)
{
    /// <summary>What belongs on the timeline of each incident that the body speaks of.</summary>
    public IEnumerable<string> ForTimeline()
    {
        if (Omitted is not null)
        {
            yield return Omitted;
        }

        if (Error is not null)
        {
            yield return "A part of what was sent is missing here. " + Error.Detail;
        }
    }

    /// <summary>Whether there is more to say about it than its alerts.</summary>
    public bool HasNotices => Omitted is not null || Error is not null || Alerts.Any(HasNotice);

    /// <summary>What stands beside the delivery: each sentence once.</summary>
    public IReadOnlyList<string> ForDelivery() =>
        Omitted is null && Mended is null && !Alerts.Any(HasNotice)
            ? []
            :
            [
                .. new[] { Omitted, Mended }
                    .Concat(Alerts.Select(a => a.Notice))
                    .OfType<string>()
                    .Distinct(StringComparer.Ordinal)
                    .Take(20),
            ];

    private static bool HasNotice(IncomingAlert alert) => alert.Notice is not null;
}

/// <summary>Why a body, or a part of it, could not be read.</summary>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Detail">Names the field and the rule; never quotes the body.</param>
public sealed record BodyError(string Code, string Detail)
{
    /// <summary>
    /// Code of what came while its source was off; it says nothing about the sender.
    /// </summary>
    public const string SourceDisabled = "source-disabled";
}

/// <summary>What became of an alert of a delivery.</summary>
public enum AlertOutcome
{
    /// <summary>It opened an incident, alone or with others.</summary>
    Opened,

    /// <summary>It joined an incident.</summary>
    Joined,

    /// <summary>It is known to fire, and was counted.</summary>
    Repeated,

    /// <summary>It is known to fire, and is now worse.</summary>
    Raised,

    /// <summary>Its incident counts as acknowledged.</summary>
    Acknowledged,

    /// <summary>It is over.</summary>
    Resolved,

    /// <summary>Stale, suppressed, for information, or about something unknown.</summary>
    Ignored,
}

/// <summary>What became of an alert, and where it is.</summary>
/// <param name="Incident">Null where it is in none.</param>
/// <param name="Number">The incident's number where that is all that is known of it.</param>
public readonly record struct AlertResult(
    AlertOutcome Outcome,
    Incident? Incident = null,
    int? Number = null
);
