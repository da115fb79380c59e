using System.Globalization;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Catalog;

/// <summary>The rules of a service's fields.</summary>
internal static class ServiceRules
{
    private const string AddressRule = "must be an address that starts with https:// or http://";

    private static readonly string TierRule = string.Create(
        CultureInfo.InvariantCulture,
        $"must be between 1 and {CatalogService.LowestTier}"
    );

    private static readonly string DependenciesRule = string.Create(
        CultureInfo.InvariantCulture,
        $"must name at most {CatalogService.MostDependencies} services"
    );

    public static FieldErrors Check(ServiceFields fields) =>
        new FieldErrors()
            .Required("name", fields.Name, IncidentContext.LongestValue)
            .Length("description", fields.Description, TextLengths.Description)
            .Length("team", fields.Team, IncidentContext.LongestValue)
            .That(fields.Tier is null or (>= 1 and <= CatalogService.LowestTier), "tier", TierRule)
            .Check("runbookUrl", CheckAddress(fields.RunbookUrl))
            .Check("dashboardUrl", CheckAddress(fields.DashboardUrl))
            .Check("dependsOn", CheckDependencies(fields));

    private static string? CheckAddress(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : text.Trim().Length > TextLengths.Url
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"must be at most {TextLengths.Url} characters long"
            )
        : Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && url.UserInfo.Length == 0
            ? null
        : AddressRule;

    private static string? CheckDependencies(ServiceFields fields)
    {
        var names = fields.DependsOn ?? [];
        return names.Count > CatalogService.MostDependencies ? DependenciesRule
            : names.Any(n => n is null || n.Trim().Length > IncidentContext.LongestValue)
                ? "must be names of services"
            : fields.Name is { } own
            && names.Any(n => CatalogService.KeyOf(n) == CatalogService.KeyOf(own))
                ? "must not name the service itself"
            : null;
    }
}
