using System.Globalization;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents;

/// <summary>The rules of an impact's fields. Those about times are decided in the domain.</summary>
internal static class ImpactRules
{
    private const int MostRows = 20;
    private const int LongestSource = TextLengths.Url;

    private static readonly Impact Nothing = new(null, null, null, null, null, null, null);

    private static readonly string RowsRule = string.Create(
        CultureInfo.InvariantCulture,
        $"must have at most {MostRows} items"
    );

    /// <summary>The impact of a request, with trimmed texts; empty ones become null.</summary>
    public static Impact Trimmed(RecordImpactRequest request) =>
        new Impact(
            request.Customers.TrimmedOrNull(),
            request.Operations.TrimmedOrNull(),
            request.Availability.TrimmedOrNull(),
            request.CustomersAffected,
            request.CustomersReported,
            request.StartedAt,
            request.EndedAt
        ).With(request) with
        {
            CustomersAffectedSource = request.CustomersAffectedSource.TrimmedOrNull(),
            CustomersReportedSource = request.CustomersReportedSource.TrimmedOrNull(),
            CustomersReportedReason = request.CustomersReportedReason.TrimmedOrNull(),
            Windows = [.. (request.Windows ?? []).Select(Trimmed)],
            Metrics = [.. (request.Metrics ?? []).Select(Trimmed)],
        };

    public static FieldErrors Check(Impact impact)
    {
        var errors = new FieldErrors()
            .Length("customers", impact.Customers, TextLengths.Description)
            .Length("operations", impact.Operations, TextLengths.Description)
            .Length("availability", impact.Availability, TextLengths.Description)
            .Check("customersAffected", NotNegative(impact.CustomersAffected))
            .Check("customersReported", NotNegative(impact.CustomersReported))
            .Length("customersAffectedSource", impact.CustomersAffectedSource, LongestSource)
            .Length("customersReportedSource", impact.CustomersReportedSource, LongestSource)
            .Length("customersReportedReason", impact.CustomersReportedReason, TextLengths.Reason)
            .That(
                !(impact.CustomersReported > impact.CustomersAffected)
                    || impact.CustomersReportedReason is not null,
                "customersReportedReason",
                "is required if more customers reported it than were affected"
            )
            .That(impact.Windows.Count <= MostRows, "windows", RowsRule)
            .That(impact.Metrics.Count <= MostRows, "metrics", RowsRule)
            .That(impact != Nothing, "customers", "is required, or any other field of the impact");
        foreach (var (i, window) in impact.Windows.Index())
        {
            errors.Length($"windows[{i}].what", window.What, TextLengths.Reason);
        }

        foreach (var (i, metric) in impact.Metrics.Index())
        {
            errors
                .Required($"metrics[{i}].name", metric.Name, TextLengths.Name)
                .Length($"metrics[{i}].unit", metric.Unit, TextLengths.Name)
                .Length($"metrics[{i}].source", metric.Source, LongestSource);
        }

        return errors;
    }

    private static string? NotNegative(int? number) => number < 0 ? "must not be negative" : null;

    private static ImpactWindow Trimmed(ImpactWindow window) =>
        window with
        {
            What = window.What.TrimmedOrNull(),
        };

    private static BusinessMetric Trimmed(BusinessMetric metric) =>
        metric with
        {
            Name = metric.Name?.Trim() ?? "",
            Unit = metric.Unit.TrimmedOrNull(),
            Source = metric.Source.TrimmedOrNull(),
        };
}
