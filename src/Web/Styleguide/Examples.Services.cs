using Pir.Contracts.Incidents;

namespace Pir.Web.Styleguide;

/// <summary>Fictional services of the catalog.</summary>
internal sealed partial record Examples
{
    public static ServiceImportResponse Import { get; } =
        new(
            true,
            [
                new(2, "checkout", ServiceImportOutcome.Changed, NoErrors),
                new(3, "stock", ServiceImportOutcome.Added, NoErrors),
                new(
                    4,
                    "search",
                    ServiceImportOutcome.Refused,
                    new Dictionary<string, string> { ["tier"] = "must be between 1 and 4" }
                ),
            ]
        );

    public static BulkResponse Bulk { get; } =
        new(
            [
                new("INC-7", "INC-7", BulkOutcome.Changed),
                new(
                    "INC-8",
                    "INC-8",
                    BulkOutcome.Refused,
                    "closed",
                    "The incident is closed. Reopen it first."
                ),
            ],
            []
        );

    public IReadOnlyList<UnlistedService> Unlisted =>
        [new("checkout-api", "Payments", 3, Now.AddHours(-5))];

    public TriageResponse Triage =>
        new(
            new("stock", "Warehouse", Severity.Sev3),
            new("checkout", "Payments", Severity.Sev2),
            true,
            [Now.AddMinutes(-12)],
            18
        );

    private static IReadOnlyDictionary<string, string> NoErrors => new Dictionary<string, string>();

    public ServiceResponse Service() =>
        new(
            new()
            {
                Name = "checkout",
                Description = "Takes orders and charges cards.",
                Team = "Payments",
                Tier = 1,
                RunbookUrl = "https://wiki.example/runbooks/checkout",
                DashboardUrl = "https://grafana.example/d/checkout",
                DependsOn = ["card-gateway", "stock"],
            }
        )
        {
            Id = Some,
            UsedBy = ["web-shop"],
            ActiveIncidents = 1,
            CreatedAt = Now.AddDays(-30),
            Version = 2,
        };

    public ServiceResponse BareService() =>
        new(new() { Name = "search" })
        {
            Id = Some,
            CreatedAt = Now.AddDays(-2),
            Version = 1,
        };
}
