using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pir.Contracts.Incidents;

namespace Pir.Web.Incidents;

/// <summary>A field two people changed at once.</summary>
/// <param name="Name">As in the form.</param>
public sealed record ClashField(string Name, string Label, string? Theirs, string? Mine);

/// <summary>
/// Saves forms two people may have open at once. Each form carries what its fields said when it was opened (<c>was-…</c>): what only the others changed is kept,
/// what only this one changed is saved, and where both did the form comes back with both, to choose.
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

    /// <summary>What stands against the form just refused; null where that was not the reason.</summary>
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
                // Somebody saved in this very moment, or an alert came in: compare with what stands now.
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
        if (ClashOf(typed, theirs) is { Count: > 0 } clash)
        {
            Clash = clash;
            throw new ApiException(ApiProblem.Clash);
        }
    }

    /// <summary>The fields both changed, differently.</summary>
    /// <param name="theirs">What stands now, by field, as the page writes it into the form.</param>
    internal static List<ClashField> ClashOf(
        FormReader typed,
        IReadOnlyDictionary<string, string?> theirs
    ) =>
        [
            .. theirs
                .Where(f =>
                    IsMine(typed, f.Key)
                    && Normal(f.Value) != typed.Text("was-" + f.Key)
                    && Normal(f.Value) != typed.Text(f.Key)
                )
                .Select(f => new ClashField(
                    f.Key,
                    Words.Field(f.Key),
                    Normal(f.Value),
                    typed.Text(f.Key)
                )),
        ];

    /// <summary>The refusal as its form is shown again: a field this one had not changed shows what the others made of it.</summary>
    internal Refusal Again(Refusal refusal)
    {
        var typed = new FormReader(refusal.Typed, zone);
        return refusal.Problem != ApiProblem.Clash
            ? refusal
            : refusal with
            {
                Typed = new FormCollection(
                    refusal
                        .Typed.Where(f => !typed.Has("was-" + f.Key) || IsMine(typed, f.Key))
                        .ToDictionary(f => f.Key, f => f.Value)
                ),
            };
    }

    /// <summary>Whether this form changed the field.</summary>
    internal static bool IsMine(FormReader typed, string field) =>
        typed.Has(field) && typed.Text(field) != typed.Text("was-" + field);

    private static string? Normal(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.ReplaceLineEndings("\n").Trim();

    /// <summary>Only what was changed is sent: a correction of one time must not touch the others.</summary>
    private static Dictionary<string, object?> Details(FormReader typed, int version)
    {
        var changes = new Dictionary<string, object?> { ["version"] = version };
        foreach (var name in Texts.Where(n => IsMine(typed, n) && typed.Text(n) is not null))
        {
            changes[name] = typed.Text(name);
        }

        foreach (var name in Times.Where(n => IsMine(typed, n) && typed.Text(n) is not null))
        {
            changes[name] = typed.Time(name);
        }

        changes["reason"] = typed.Text("reason");
        return changes;
    }

    /// <summary>The whole statement, since it is replaced whole: what this form did not change stays as the others have it.</summary>
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
            var isMine = IsMine(typed, name);
            body[name] = name switch
            {
                "customersAffected" => isMine ? typed.Number(name) : impact?.CustomersAffected,
                "customersReported" => isMine ? typed.Number(name) : impact?.CustomersReported,
                "startedAt" => isMine ? typed.Time(name) : impact?.StartedAt,
                "endedAt" => isMine ? typed.Time(name) : impact?.EndedAt,
                _ => isMine ? typed.Text(name) : Normal(theirs[name]),
            };
        }

        return body;
    }
}
