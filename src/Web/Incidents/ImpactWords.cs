using System.Globalization;
using Pir.Contracts.Incidents;

namespace Pir.Web.Incidents;

/// <summary>The particulars of an impact in words.</summary>
internal static class ImpactWords
{
    public static string Of(FunctionalSeverity function) =>
        function switch
        {
            FunctionalSeverity.None => "Everything worked",
            FunctionalSeverity.Degraded => "Degraded: slow, or with errors",
            FunctionalSeverity.PartialOutage => "Partial outage",
            _ => "Full outage",
        };

    public static string Of(NumberBasis basis) =>
        basis == NumberBasis.Measured ? "Measured" : "Estimated";

    /// <summary>Where a number is from, to be put after it; empty if nobody said.</summary>
    public static string Origin(NumberBasis? basis, string? source)
    {
        string?[] parts = [basis is { } known ? Of(known).ToLowerInvariant() : null, source];
        var said = string.Join(", ", parts.OfType<string>());
        return said.Length == 0 ? "" : $" ({said})";
    }

    public static string Of(BusinessMetric metric)
    {
        var unit = metric.Unit is null ? "" : " " + metric.Unit;
        var values =
            metric is { Observed: { } during, Baseline: { } usual }
                ? $"{Number(during)}{unit} instead of {Number(usual)}"
            : metric.Observed is { } only ? Number(only) + unit
            : metric.Baseline is { } normal ? $"usually {Number(normal)}{unit}"
            : "not known";
        return values + Origin(metric.Basis, metric.Source);
    }

    private static string Number(decimal value) =>
        value.ToString("#,0.####", CultureInfo.InvariantCulture);
}
