using System.Globalization;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain.Rules;

namespace Pir.IncidentIntake.Domain;

/// <summary>
/// An alert from a webhook body. All texts are cut to the lengths that the database stores.
/// </summary>
public sealed class IncomingAlert
{
    private string? _notice;

    public required string Fingerprint { get; init; }
    public AlertSignal Signal { get; set; }

    /// <summary>Set if the signal is uncertain; see <see cref="SignalDoubt"/>.</summary>
    public SignalDoubt? Doubt { get; init; }

    /// <summary>Whether an uncertain signal was accepted.</summary>
    public bool IsSignalMeant { get; set; }
    public required string Title { get; init; }
    public string? Description { get; init; }

    /// <summary>The sender's own word.</summary>
    public string? SeverityWord { get; init; }

    /// <summary>The severity that the word means; null if it is unknown.</summary>
    public Severity? Severity { get; init; }

    /// <summary>Its service, team and environment.</summary>
    public IncidentContext Context { get; init; } = new();

    /// <summary>
    /// UTC, whole microseconds (which every database stores); null if the tool does not send it,
    /// which means "the current firing".
    /// </summary>
    public DateTime? StartsAt { get; set; }
    public DateTime? EndsAt { get; set; }
    public string? Url { get; init; }
    public string? RunbookUrl { get; init; }

    /// <summary>JSON object.</summary>
    public string? Labels { get; init; }

    /// <summary>JSON object: the alert's other fields.</summary>
    public string? Annotations { get; init; }

    /// <summary>
    /// Sentences about how the alert was read, for the reader of the incident.
    /// </summary>
    public string? Notice =>
        Doubt is null
            ? _notice
            : Both(_notice, IsSignalMeant ? Doubt.WhereMeant : Doubt.WhereNotMeant);

    /// <summary><see cref="Alert.KeyOf"/> its source and fingerprint.</summary>
    public Guid Key { get; set; }

    /// <summary>Where the rules send it; null until they were asked.</summary>
    internal AlertRoute? Route { get; set; }

    /// <summary>Adds a sentence to <see cref="Notice"/>.</summary>
    public void Tell(string? sentence) => _notice = Both(_notice, sentence);

    private static string? Both(string? first, string? second) =>
        first is null || second is null ? first ?? second : $"{first} {second}";
}

/// <summary>
/// A signal that counts only for an alert that is known to be firing; otherwise it is part of the
/// alert's title.
/// </summary>
/// <param name="WhereMeant">The notice if it counts.</param>
/// <param name="WhereNotMeant">The notice if it does not.</param>
public sealed record SignalDoubt(string WhereMeant, string WhereNotMeant);

/// <summary>The contents of a webhook body.</summary>
/// <param name="Title">The title for an incident made from several of its alerts.</param>
/// <param name="Error">
/// What could not be read; the readable alerts are still included.
/// </param>
/// <param name="Omitted">A sentence about what the sender says it left out.</param>
/// <param name="Mended">
/// How the body was repaired, if that did not change its meaning.
/// </param>
/// <param name="Remarks">
/// Other sentences about how it was read, e.g. what was guessed.
/// </param>
public sealed record IncomingBody(
    IReadOnlyList<IncomingAlert> Alerts,
    string? Title = null,
    BodyError? Error = null,
    string? Omitted = null,
    string? Mended = null,
    IReadOnlyList<string>? Remarks = null
)
{
    /// <summary>
    /// Whether it was received before and is only read again: it counts as no new occurrence.
    /// </summary>
    public bool IsReplay { get; init; }

    /// <summary>Notices for the timeline of each incident that the body affects.</summary>
    public IEnumerable<string> ForTimeline()
    {
        if (Omitted is not null)
        {
            yield return Omitted;
        }

        foreach (var remark in Remarks ?? [])
        {
            yield return remark;
        }

        if (Error is not null)
        {
            yield return "Part of the delivery is missing. " + Error.Detail;
        }
    }

    /// <summary>Whether it has any notices.</summary>
    public bool HasNotices =>
        Omitted is not null
        || Error is not null
        || Remarks is { Count: > 0 }
        || Alerts.Any(HasNotice);

    /// <summary>Notices for the delivery, each once.</summary>
    public IReadOnlyList<string> ForDelivery() =>
        Omitted is null
        && Mended is null
        && Remarks is null or { Count: 0 }
        && !Alerts.Any(HasNotice)
            ? []
            :
            [
                .. new[] { Omitted, Mended }
                    .Concat(Remarks ?? [])
                    .Concat(Alerts.Select(a => a.Notice))
                    .OfType<string>()
                    .Distinct(StringComparer.Ordinal)
                    .Take(20),
            ];

    private static bool HasNotice(IncomingAlert alert) => alert.Notice is not null;
}

/// <summary>Why a body, or part of it, could not be read.</summary>
/// <param name="Code">A stable code in kebab case.</param>
/// <param name="Detail">Names the field and the rule; never quotes the body.</param>
public sealed record BodyError(string Code, string Detail)
{
    /// <summary>
    /// Code for deliveries received while the source was off; says nothing about the sender.
    /// </summary>
    public const string SourceDisabled = "source-disabled";

    /// <summary>
    /// Codes for parts that were lost before the body arrived, which no replay can recover.
    /// </summary>
    public const string TooLarge = "too-large";
    public const string Damaged = "damaged";

    private const int KiB = 1024;

    /// <summary>The error as the API shows it.</summary>
    public DeliveryError ToResponse() => new(Code, Detail);

    /// <summary>The error for a body that is too long.</summary>
    /// <param name="limit">In bytes.</param>
    public static BodyError LargerThan(int limit) =>
        new(TooLarge, $"The body is larger than {SizeOf(limit)}. Everything beyond that is lost.");

    private static string SizeOf(int bytes) =>
        bytes % (KiB * KiB) == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / KiB / KiB} MiB")
        : bytes % KiB == 0 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / KiB} KiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes");
}

/// <summary>The outcome for an alert of a delivery.</summary>
public enum AlertOutcome
{
    /// <summary>It opened an incident, alone or with others.</summary>
    Opened,

    /// <summary>It joined an incident.</summary>
    Joined,

    /// <summary>It was firing already and was counted.</summary>
    Repeated,

    /// <summary>It was firing already and is now more severe.</summary>
    Raised,

    /// <summary>Its incident counts as acknowledged.</summary>
    Acknowledged,

    /// <summary>It ended.</summary>
    Resolved,

    /// <summary>
    /// Stale, information only, about an unknown alert, or ignored by a rule.
    /// </summary>
    Ignored,

    /// <summary>Kept by a rule until it occurs more often or has an incident to join.</summary>
    Waiting,

    /// <summary>Kept by a silence.</summary>
    Suppressed,
}

/// <summary>The outcome for an alert, and its incident.</summary>
/// <param name="Incident">Null if it is in none.</param>
/// <param name="Number">The incident's number, if nothing else is known of it.</param>
/// <param name="By">The rule or silence that decided; null for none.</param>
public readonly record struct AlertResult(
    AlertOutcome Outcome,
    Incident? Incident = null,
    int? Number = null,
    AlertRuling? By = null
);
