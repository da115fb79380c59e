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

    private static readonly string[] Texts = ["title", "service", "team"];

    private static readonly string[] Times =
    [
        "detectedAt",
        "impactStartedAt",
        "acknowledgedAt",
        "mitigatedAt",
        "resolvedAt",
    ];

    private static readonly string[] ImpactFields =
    [
        "customers",
        "operations",
        "availability",
        "customersAffected",
        "customersReported",
        "startedAt",
        "endedAt",
    ];

    /// <summary>
    /// What stands against the form just refused; null where that was not the reason.
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
                        ? intake.ChangeAsync(id, Details(typed, incident.Version), ct)
                        : intake.DoAsync(id, form, Impact(typed, theirs, incident), ct)
                );
                return;
            }
            catch (ApiException stale) when (stale.Problem.Status == 412 && attempt < Attempts)
            {
                // Somebody saved in this very moment, or an alert came in: compare with what stands
                // now.
            }
        }
    }

    /// <summary>The fields as the page writes them into its forms.</summary>
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
            ["startedAt"] = zone.Input(impact?.StartedAt),
            ["endedAt"] = zone.Input(impact?.EndedAt),
        };

    private Dictionary<string, string?> DetailsOf(Incident incident) =>
        new(StringComparer.Ordinal)
        {
            ["title"] = incident.Title,
            ["service"] = incident.Service,
            ["team"] = incident.Team,
            ["detectedAt"] = zone.Input(incident.DetectedAt),
            ["impactStartedAt"] = zone.Input(incident.ImpactStartedAt),
            ["acknowledgedAt"] = zone.Input(incident.AcknowledgedAt),
            ["mitigatedAt"] = zone.Input(incident.MitigatedAt),
            ["resolvedAt"] = zone.Input(incident.ResolvedAt),
        };

    private void Compare(FormReader typed, IReadOnlyDictionary<string, string?> theirs)
    {
        if (ConcurrentEdit.ClashOf(typed, theirs) is { Count: > 0 } clash)
        {
            Clash = clash;
            throw new ApiException(ApiProblem.Clash);
        }
    }

    /// <summary>
    /// Only what was changed is sent: a correction of one time must not touch the others.
    /// </summary>
    private static Dictionary<string, object?> Details(FormReader typed, int version)
    {
        var changes = new Dictionary<string, object?> { ["version"] = version };
        foreach (
            var name in Texts.Where(n =>
                ConcurrentEdit.IsMine(typed, n) && typed.Text(n) is not null
            )
        )
        {
            changes[name] = typed.Text(name);
        }

        foreach (
            var name in Times.Where(n =>
                ConcurrentEdit.IsMine(typed, n) && typed.Text(n) is not null
            )
        )
        {
            changes[name] = typed.Time(name);
        }

        changes["reason"] = typed.Text("reason");
        return changes;
    }

    /// <summary>
    /// The whole statement, since it is replaced whole: what this form did not change stays as the
    /// others have it.
    /// </summary>
    private static Dictionary<string, object?> Impact(
        FormReader typed,
        IReadOnlyDictionary<string, string?> theirs,
        Incident incident
    )
    {
        var impact = incident.Impact;
        var body = new Dictionary<string, object?> { ["version"] = incident.Version };
        foreach (var name in ImpactFields)
        {
            var isMine = ConcurrentEdit.IsMine(typed, name);
            body[name] = name switch
            {
                "customersAffected" => isMine ? typed.Number(name) : impact?.CustomersAffected,
                "customersReported" => isMine ? typed.Number(name) : impact?.CustomersReported,
                "startedAt" => isMine ? typed.Time(name) : impact?.StartedAt,
                "endedAt" => isMine ? typed.Time(name) : impact?.EndedAt,
                _ => isMine ? typed.Text(name) : ConcurrentEdit.Normal(theirs[name]),
            };
        }

        return body;
    }
}
