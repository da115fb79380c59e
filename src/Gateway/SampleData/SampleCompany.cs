using System.Text.Json;
using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Contracts.Timeline;

namespace Pir.Gateway.SampleData;

/// <summary>
/// The fictional company of the sample data, read from <c>sample-company.json</c>. Times count back
/// from the day of loading.
/// </summary>
/// <param name="Teams">Their members, by team name.</param>
/// <param name="Services">The owning team, by service.</param>
internal sealed record SampleCompany(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Teams,
    IReadOnlyDictionary<string, string> Services,
    IReadOnlyDictionary<string, SamplePattern> Patterns,
    IReadOnlyList<SampleIncident> Incidents
)
{
    private const string Resource = "Pir.Gateway.SampleData.sample-company.json";

    private static readonly Lazy<SampleCompany> Read = new(() =>
    {
        using var stream = typeof(SampleCompany).Assembly.GetManifestResourceStream(Resource)!;
        return JsonSerializer.Deserialize<SampleCompany>(stream, EventJson.Options)!;
    });

    public static SampleCompany Instance => Read.Value;
}

/// <summary>What incidents of one kind have in common, so that themes recur.</summary>
/// <param name="Summary">
/// Markdown. Like in all texts here, {service}, {x} and {minutes} are filled in.
/// </param>
internal sealed record SamplePattern(
    IReadOnlyList<SamplePatternLine> Lines,
    IReadOnlyList<SampleFactor> Factors,
    IReadOnlyList<SampleAction> Actions,
    string Summary,
    string Learned
);

/// <param name="At">Fraction of the time from detection to resolution.</param>
/// <param name="Who">commander, scribe, comms, ops, expert or responder.</param>
/// <param name="Weight">1 for every incident, 2 for SEV1 to SEV3, 3 for SEV1 and SEV2.</param>
internal sealed record SamplePatternLine(
    double At,
    TimelineEntryKind Kind,
    string Who,
    int Weight,
    string Text
);

internal sealed record SampleFactor(string Title, FactorCategory Category, string? Description);

/// <param name="Factor">Index of the pattern's factor that it addresses.</param>
internal sealed record SampleAction(string Title, ActionType Type, string? Description, int Factor);

/// <summary>One incident. Minutes count from its detection.</summary>
/// <param name="X">The specific cause, for the texts of the pattern.</param>
/// <param name="ImpactBefore">Minutes from the start of the impact to detection.</param>
/// <param name="Review">published, held, open or waived; null for none.</param>
/// <param name="Held">Hours after resolution, like <paramref name="Published"/>.</param>
/// <param name="Actions">
/// Outcomes of its actions: done, open, overdue, declined or proposed.
/// </param>
internal sealed record SampleIncident(
    double DaysAgo,
    string Title,
    string Service,
    int Severity,
    DetectionSource Detection,
    string Pattern,
    string X,
    int? ImpactBefore,
    int Acknowledged,
    int? Mitigated,
    int? Resolved,
    string? Review,
    double? Held,
    double? Published,
    IReadOnlyList<string> Actions,
    SampleImpact? Impact,
    bool IsDrill,
    IReadOnlyList<SampleLine> Lines
);

internal sealed record SampleImpact(
    string? Customers,
    string? Operations,
    string? Availability,
    int? Affected,
    int? Reported
);

internal sealed record SampleLine(int Minute, TimelineEntryKind Kind, string Who, string Text);
