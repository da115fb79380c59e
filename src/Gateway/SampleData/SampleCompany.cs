using System.Text.Json;
using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Contracts.Timeline;

namespace Pir.Gateway.SampleData;

/// <summary>
/// The invented company of the sample data, as <c>sample-company.json</c> tells it: times count
/// back from the day it is loaded.
/// </summary>
/// <param name="Teams">Their members, by name.</param>
/// <param name="Services">The team that runs each.</param>
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

/// <summary>What incidents of one kind have in common: the themes that come back.</summary>
/// <param name="Summary">
/// Markdown; {service}, {x} and {minutes} are filled in, as everywhere here.
/// </param>
internal sealed record SamplePattern(
    IReadOnlyList<SamplePatternLine> Lines,
    IReadOnlyList<SampleFactor> Factors,
    IReadOnlyList<SampleAction> Actions,
    string Summary,
    string Learned
);

/// <param name="At">Share of the time from detection to the end.</param>
/// <param name="Who">commander, scribe, comms, ops, expert or responder.</param>
/// <param name="Weight">1 for every incident, 2 for SEV1 to SEV3, 3 for the big ones.</param>
internal sealed record SamplePatternLine(
    double At,
    TimelineEntryKind Kind,
    string Who,
    int Weight,
    string Text
);

internal sealed record SampleFactor(string Title, FactorCategory Category, string? Description);

/// <param name="Factor">Which of the pattern's factors it answers.</param>
internal sealed record SampleAction(string Title, ActionType Type, string? Description, int Factor);

/// <summary>One incident; minutes count from its detection.</summary>
/// <param name="X">What it was about.</param>
/// <param name="ImpactBefore">Minutes the impact began before it was detected.</param>
/// <param name="Review">published, held, open or waived; null for none.</param>
/// <param name="Held">Hours after its end, like <paramref name="Published"/>.</param>
/// <param name="Actions">
/// What became of its actions: done, open, overdue, declined or proposed.
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
