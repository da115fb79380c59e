using System.Globalization;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;

namespace Pir.IncidentIntake.Domain;

/// <summary>
/// An alert as read from a webhook body. All texts are cut to the lengths the database holds.
/// </summary>
public sealed class IncomingAlert
{
    private string? _notice;

    public required string Fingerprint { get; init; }
    public AlertSignal Signal { get; set; }

    /// <summary>Set where the signal may not be meant; see <see cref="SignalDoubt"/>.</summary>
    public SignalDoubt? Doubt { get; init; }

    /// <summary>Whether a doubtful signal turned out to be meant.</summary>
    public bool IsSignalMeant { get; set; }
    public required string Title { get; init; }
    public string? Description { get; init; }

    /// <summary>The sender's own word.</summary>
    public string? SeverityWord { get; init; }

    /// <summary>What that word stands for; null where it is none that we know.</summary>
    public Severity? Severity { get; init; }

    /// <summary>What it says of what it is about.</summary>
    public IncidentContext Context { get; init; } = new();

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
    /// What a reader of the incident must know about how this was read; sentences.
    /// </summary>
    public string? Notice =>
        Doubt is null
            ? _notice
            : Both(_notice, IsSignalMeant ? Doubt.WhereMeant : Doubt.WhereNotMeant);

    /// <summary><see cref="Alert.KeyOf"/> its source and fingerprint.</summary>
    public Guid Key { get; set; }

    /// <summary>Adds a sentence to what a reader must know.</summary>
    public void Tell(string? sentence) => _notice = Both(_notice, sentence);

    private static string? Both(string? first, string? second) =>
        first is null || second is null ? first ?? second : $"{first} {second}";
}

/// <summary>
/// A signal that only counts for an alert that is known to fire, and else is a part of its name.
/// </summary>
/// <param name="WhereMeant">What to tell where it counts.</param>
/// <param name="WhereNotMeant">What to tell where it does not.</param>
public sealed record SignalDoubt(string WhereMeant, string WhereNotMeant);

/// <summary>What a webhook body holds.</summary>
/// <param name="Title">What its alerts have in common, for an incident made of several.</param>
/// <param name="Error">
/// What could not be read; the alerts that could are there all the same.
/// </param>
/// <param name="Omitted">What the sender says that it left out; a sentence.</param>
/// <param name="Mended">
/// How the body had to be mended to be read, where that changes nothing of its meaning.
/// </param>
/// <param name="Remarks">
/// What else its readers must know about how it was read, such as what was guessed; sentences.
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
    /// <summary>What belongs on the timeline of each incident that the body speaks of.</summary>
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
            yield return "A part of what was sent is missing here. " + Error.Detail;
        }
    }

    /// <summary>Whether there is more to say about it than its alerts.</summary>
    public bool HasNotices =>
        Omitted is not null
        || Error is not null
        || Remarks is { Count: > 0 }
        || Alerts.Any(HasNotice);

    /// <summary>What stands beside the delivery: each sentence once.</summary>
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

/// <summary>Why a body, or a part of it, could not be read.</summary>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Detail">Names the field and the rule; never quotes the body.</param>
public sealed record BodyError(string Code, string Detail)
{
    /// <summary>
    /// Code of what came while its source was off; it says nothing about the sender.
    /// </summary>
    public const string SourceDisabled = "source-disabled";

    /// <summary>
    /// Codes of what was lost before the body came here, so that no reading finds it.
    /// </summary>
    public const string TooLarge = "too-large";
    public const string Damaged = "damaged";

    private const int KiB = 1024;

    /// <summary>As the API says it.</summary>
    public DeliveryError ToResponse() => new(Code, Detail);

    /// <summary>Of a longer body the rest is lost.</summary>
    /// <param name="limit">In bytes.</param>
    public static BodyError LargerThan(int limit) =>
        new(TooLarge, $"The body is larger than {SizeOf(limit)}; what comes after that is lost.");

    private static string SizeOf(int bytes) =>
        bytes % (KiB * KiB) == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / KiB / KiB} MiB")
        : bytes % KiB == 0 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / KiB} KiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes");
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
