using System.Globalization;
using Pir.Contracts.Incidents;

namespace Pir.Web.Incidents;

/// <summary>
/// Saves an incident's forms, which two people may have open at once
/// (<see cref="ConcurrentEdit"/>).
/// </summary>
internal sealed class IncidentEdits(IntakeClient intake, Zone zone)
{
    private const int Attempts = 3;

    /// <summary>
    /// The conflicting values if the last save was refused for a conflict; otherwise null.
    /// </summary>
    public IReadOnlyList<ClashField>? Clash { get; private set; }

    /// <param name="form">details or impact.</param>
    public async Task SaveAsync(string id, string form, FormReader typed, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var incident = await intake.GetAsync(id, ct);
            var theirs = form == "details" ? DetailsOf(incident) : ImpactOf(incident.Impact);
            Compare(typed, theirs);
            try
            {
                await (
                    form == "details"
                        ? intake.CorrectAsync(id, Correction(typed, incident), ct)
                        : intake.DoAsync(id, Impact(typed, incident), ct)
                );
                return;
            }
            catch (ApiException stale) when (stale.Problem.Status == 412 && attempt < Attempts)
            {
                // Somebody saved at the same moment, or an alert came in: compare with the current
                // values.
            }
        }
    }

    /// <summary>The fields as the page's forms show them.</summary>
    public IReadOnlyDictionary<string, string?> ImpactOf(Impact? impact) =>
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["customers"] = impact?.Customers,
            ["operations"] = impact?.Operations,
            ["availability"] = impact?.Availability,
            ["customersAffected"] = impact?.CustomersAffected?.ToString(
                CultureInfo.InvariantCulture
            ),
            ["customersReported"] = impact?.CustomersReported?.ToString(
                CultureInfo.InvariantCulture
            ),
            ["functionalSeverity"] = Word(impact?.FunctionalSeverity),
            ["customersAffectedBasis"] = Word(impact?.CustomersAffectedBasis),
            ["customersAffectedSource"] = impact?.CustomersAffectedSource,
            ["customersReportedBasis"] = Word(impact?.CustomersReportedBasis),
            ["customersReportedSource"] = impact?.CustomersReportedSource,
            ["customersReportedReason"] = impact?.CustomersReportedReason,
            ["startedAt"] = zone.Input(impact?.StartedAt),
            ["endedAt"] = zone.Input(impact?.EndedAt),
            ["windows"] = ImpactLines.Of(impact?.Windows ?? [], zone),
            ["metrics"] = ImpactLines.Of(impact?.Metrics ?? []),
        };

    private static string? Word<T>(T? value)
        where T : struct, Enum => value is { } known ? Words.Wire(known) : null;

    private Dictionary<string, string?> DetailsOf(Incident incident)
    {
        var details = IncidentContext.Fields.ToDictionary(
            field => field.Name,
            field => field.Of(incident),
            StringComparer.Ordinal
        );
        details["title"] = incident.Title;
        details["detectedAt"] = zone.Input(incident.DetectedAt);
        details["impactStartedAt"] = zone.Input(incident.ImpactStartedAt);
        details["acknowledgedAt"] = zone.Input(incident.AcknowledgedAt);
        details["mitigatedAt"] = zone.Input(incident.MitigatedAt);
        details["resolvedAt"] = zone.Input(incident.ResolvedAt);
        return details;
    }

    private void Compare(FormReader typed, IReadOnlyDictionary<string, string?> theirs)
    {
        if (ConcurrentEdit.ClashOf(typed, theirs) is { Count: > 0 } clash)
        {
            Clash = clash;
            throw new ApiException(ApiProblem.Clash);
        }
    }

    /// <summary>
    /// Sends only what changed: correcting one time must not touch the others.
    /// </summary>
    private static CorrectIncidentRequest Correction(FormReader typed, Incident incident)
    {
        return new(typed.ChangedContext())
        {
            Title = ConcurrentEdit.IsMine(typed, "title") ? typed.Text("title") ?? "" : null,
            DetectedAt = Time("detectedAt", incident.ImpactStartedAt, incident.AcknowledgedAt),
            ImpactStartedAt = Time("impactStartedAt", null, incident.DetectedAt),
            AcknowledgedAt = Time("acknowledgedAt", incident.DetectedAt, incident.ResolvedAt),
            MitigatedAt = Time("mitigatedAt", incident.DetectedAt, incident.ResolvedAt),
            ResolvedAt = Time("resolvedAt", incident.MitigatedAt ?? incident.DetectedAt, null),
            Reason = typed.Text("reason"),
            Version = incident.Version,
        };

        DateTime? Time(string name, DateTime? after, DateTime? before) =>
            ConcurrentEdit.IsMine(typed, name) ? typed.Time(name, after, before) : null;
    }

    /// <summary>
    /// The whole impact, because the API replaces it as a whole. Fields that this form did not
    /// change keep the values others saved.
    /// </summary>
    private RecordImpactRequest Impact(FormReader typed, Incident incident)
    {
        var now = incident.Impact;
        return new(
            Mine("customers", typed.Text, now?.Customers),
            Mine("operations", typed.Text, now?.Operations),
            Mine("availability", typed.Text, now?.Availability),
            Mine("customersAffected", typed.Number, now?.CustomersAffected),
            Mine("customersReported", typed.Number, now?.CustomersReported),
            Mine("startedAt", name => typed.Time(name, null, incident.DetectedAt), now?.StartedAt),
            Mine(
                "endedAt",
                name => typed.Time(name, incident.DetectedAt, incident.ResolvedAt),
                now?.EndedAt
            ),
            incident.Version
        )
        {
            FunctionalSeverity = Mine(
                "functionalSeverity",
                typed.Choice<FunctionalSeverity>,
                now?.FunctionalSeverity
            ),
            CustomersAffectedBasis = Mine(
                "customersAffectedBasis",
                typed.Choice<NumberBasis>,
                now?.CustomersAffectedBasis
            ),
            CustomersAffectedSource = Mine(
                "customersAffectedSource",
                typed.Text,
                now?.CustomersAffectedSource
            ),
            CustomersReportedBasis = Mine(
                "customersReportedBasis",
                typed.Choice<NumberBasis>,
                now?.CustomersReportedBasis
            ),
            CustomersReportedSource = Mine(
                "customersReportedSource",
                typed.Text,
                now?.CustomersReportedSource
            ),
            CustomersReportedReason = Mine(
                "customersReportedReason",
                typed.Text,
                now?.CustomersReportedReason
            ),
            Windows = Mine(
                "windows",
                name => ImpactLines.Windows(name, typed.Text(name), zone),
                now?.Windows ?? []
            ),
            Metrics = Mine(
                "metrics",
                name => ImpactLines.Metrics(name, typed.Text(name)),
                now?.Metrics ?? []
            ),
        };

        T Mine<T>(string name, Func<string, T> read, T current) =>
            ConcurrentEdit.IsMine(typed, name) ? read(name) : current;
    }
}
