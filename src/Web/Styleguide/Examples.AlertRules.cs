using Pir.Contracts.Incidents;

namespace Pir.Web.Styleguide;

/// <summary>Fictional rules, silences and alerts held back.</summary>
internal sealed partial record Examples
{
    private static readonly AlertCondition[] InCheckout =
    [
        new("service", AlertOperator.Is, "checkout"),
        new("alertname", AlertOperator.StartsWith, "Http"),
    ];

    public static AlertRuleRequest RuleToEdit =>
        new()
        {
            Name = "Checkout",
            Conditions = InCheckout,
            Team = "payments",
            GroupBy = ["service", "alertname"],
            Occurrences = 3,
            OccurrenceMinutes = 10,
        };

    public AlertRuleResponse Rule(bool isEnabled = true) =>
        new(
            isEnabled ? Some : Guid.Empty,
            "Checkout",
            isEnabled ? 1 : 2,
            isEnabled,
            InCheckout,
            isEnabled ? AlertRuleAction.Open : AlertRuleAction.Ignore,
            null,
            "payments",
            null,
            ["service", "alertname"],
            null,
            3,
            10,
            5,
            20,
            5,
            Now,
            Writer,
            1
        );

    public SilenceResponse Silence(SilenceState state) =>
        new(
            Some,
            "Database upgrade",
            InCheckout,
            Now.AddHours(-1),
            Now.AddHours(1),
            state,
            Writer,
            Now.AddHours(-2),
            state == SilenceState.Active ? 4 : 0,
            1
        );

    public Paged<HeldAlertResponse> Held =>
        new([HeldAlert(HeldAlertState.Waiting), HeldAlert(HeldAlertState.Released)], "next");

    public TryAlertRulesResponse Trial =>
        new(
            [
                new(
                    Some,
                    Some,
                    "Production Alertmanager",
                    Now.AddMinutes(-5),
                    2,
                    [
                        new("HttpErrors", "a1", "opened", 1, "Checkout", null),
                        new("Watchdog", "b2", "ignored", null, "Noise", null),
                    ]
                ),
            ],
            new(1, 1, 0, 1, 0, 0, 0),
            new(2, 2, 0, 0, 0, 0, 0)
        );

    private HeldAlertResponse HeldAlert(HeldAlertState state) =>
        new(
            Some,
            state,
            "Checkout answers slowly",
            "a1",
            Severity.Sev3,
            "checkout",
            Some,
            "Production Alertmanager",
            Some,
            "Checkout",
            null,
            null,
            Now.AddMinutes(-9),
            null,
            Now.AddMinutes(-8),
            Now.AddMinutes(-2),
            2,
            state == HeldAlertState.Released ? "INC-4711" : null
        );
}
