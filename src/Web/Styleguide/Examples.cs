using System.Text.Json;
using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Timeline;
using Person = Pir.Contracts.Incidents.Person;

namespace Pir.Web.Styleguide;

/// <summary>Fictional data for the components in the style guide.</summary>
/// <param name="Now">The time from which the example times count.</param>
internal sealed partial record Examples(DateTime Now)
{
    public static readonly Person Ada = new("ada", "Ada Lovelace");
    public static readonly Person Grace = new("grace", "Grace Hopper");
    private static readonly Actor Writer = new("user", "ada", "Ada Lovelace");
    private static readonly Guid Some = Guid.Parse("00000000-0000-7000-8000-000000000001");

    public ImportCandidate Candidate =>
        new(
            "slack",
            "C1/1700000000.000100",
            Now.AddMinutes(-40),
            TimelineEntryKind.Decision,
            "We roll back now.",
            "Ada Lovelace",
            null,
            3,
            IsSuggested: true,
            IsBot: false,
            IsKnown: false,
            "exists twice on this day"
        );

    public static SeverityDefinitionResponse Meaning { get; } =
        new(
            Severity.Sev1,
            "Critical",
            "Customers cannot work.",
            "Nobody can pay.\nData is being lost.",
            1
        );

    public IReadOnlyList<IncidentLinkResponse> Links =>
        [
            Link(IncidentRelation.CausedBy, 4709, "Database fails over again and again"),
            Link(IncidentRelation.Merged, 4710, "Payments time out"),
        ];

    public Incident Incident(
        IncidentStatus status,
        Severity severity = Severity.Sev1,
        bool isDrill = false,
        bool isLed = true
    ) =>
        new()
        {
            Id = Some,
            Number = 4711,
            Reference = "INC-4711",
            Title = "Checkout returns errors in the EU",
            Severity = severity,
            Status = status,
            Service = "checkout",
            Team = "payments",
            DetectionSource = DetectionSource.Alerting,
            DetectedAt = Now.AddMinutes(-83),
            ImpactStartedAt = Now.AddMinutes(-89),
            AcknowledgedAt = status >= IncidentStatus.Acknowledged ? Now.AddMinutes(-79) : null,
            MitigatedAt = status >= IncidentStatus.Mitigated ? Now.AddMinutes(-40) : null,
            ResolvedAt = status >= IncidentStatus.Resolved ? Now.AddMinutes(-12) : null,
            OpenedAt = Now.AddMinutes(-83),
            IsDrill = isDrill,
            Roles = isLed
                ?
                [
                    new(IncidentRole.IncidentCommander, Ada, Now.AddMinutes(-80)),
                    new(IncidentRole.Scribe, Grace, Now.AddMinutes(-78)),
                ]
                : [],
            Impact = isLed ? Impact : null,
            AlertCount = 3,
            FiringAlertCount = status < IncidentStatus.Resolved ? 2 : 0,
            Version = 7,
        };

    public Impact Impact =>
        new(
            "Card payments fail for about a third of customers in the EU",
            "Orders are 30 % below normal",
            null,
            1240,
            17,
            Now.AddMinutes(-89),
            Now.AddMinutes(-40)
        );

    public AlertResponse Alert(AlertStatus status) =>
        new(
            Guid.CreateVersion7(),
            "abc",
            status,
            "CheckoutErrorRateHigh",
            "5xx above 5 % for 10 minutes",
            "critical",
            "checkout",
            Now.AddMinutes(-85),
            null,
            "https://grafana.example.org/d/checkout",
            "https://wiki.example.org/runbooks/checkout",
            4,
            Now
        );

    /// <summary>With as many labels as a cluster's alerts have, including a long one.</summary>
    public AlertResponse LabelledAlert()
    {
        var labels = Enumerable
            .Range(1, 12)
            .Select(i => ($"label_kubernetes_io_{i}", $"value {i}"))
            .Append(
                (
                    "container_image",
                    "registry.example.org/shop/checkout@sha256:" + new string('4', 64)
                )
            )
            .Append(("instance", "10.0.0.1:9100"))
            .ToDictionary(l => l.Item1, l => l.Item2, StringComparer.Ordinal);
        var annotations = new { details = "Queue depth 41,000.\nOldest message: 12 min." };
        return Alert(AlertStatus.Firing) with
        {
            Labels = JsonSerializer.SerializeToElement(labels),
            Annotations = JsonSerializer.SerializeToElement(annotations),
        };
    }

    public Entry Entry(
        TimelineEntryKind kind,
        string text,
        int minutesAgo,
        bool isAutomatic = false
    ) =>
        new(
            Guid.CreateVersion7(),
            Some,
            kind,
            text,
            Now.AddMinutes(-minutesAgo),
            Now.AddMinutes(-minutesAgo),
            isAutomatic ? Actor.System : Writer,
            isAutomatic,
            false,
            false,
            null,
            false,
            null,
            null,
            null,
            null,
            0,
            [],
            1
        );

    /// <summary>One entry of each kind, in order.</summary>
    public IReadOnlyList<Entry> Kinds =>
        [
            Entry(TimelineEntryKind.Alert, "CheckoutErrorRateHigh fires", 85, true),
            Entry(TimelineEntryKind.StatusChange, "Opened as SEV1", 83, true),
            Entry(TimelineEntryKind.Observation, "Pool at 100 % on every node.", 77),
            Entry(
                TimelineEntryKind.Decision,
                "Roll back 4711. The old version is known to " + "work.",
                70
            ),
            Entry(
                TimelineEntryKind.Action,
                "kubectl rollout undo deployment/checkout\nhttps://ci.example.org/job/4711",
                68
            ),
            Entry(TimelineEntryKind.Communication, "Status page and support updated.", 60),
            Entry(TimelineEntryKind.Change, "Deploy 4712 stopped", 55),
            Entry(TimelineEntryKind.ImpactChange, "Impact: a third of customers in the EU", 50),
            Entry(TimelineEntryKind.KnownOnlyLater, "The certificate had expired.", 48) with
            {
                KnownAt = Now.AddMinutes(-12),
            },
        ];

    public Entry Pinned =>
        Entry(TimelineEntryKind.Decision, "Failing over to Dublin.", 45) with
        {
            IsPinned = true,
        };

    public Entry Marked =>
        Entry(TimelineEntryKind.Observation, "It was unclear who renews the certificate.", 44) with
        {
            IsMarked = true,
        };

    public Entry Corrected =>
        Entry(TimelineEntryKind.Observation, "Error rate is back below 1 %.", 40) with
        {
            Corrections = 2,
            RecordedAt = Now.AddMinutes(-31),
        };

    public Entry Quoted =>
        Entry(TimelineEntryKind.Communication, "Support already has 17 tickets.", 58) with
        {
            SaidBy = "Karl from support",
        };

    public Entry Pictured(string url) =>
        Entry(TimelineEntryKind.Observation, "What the dashboard showed", 42) with
        {
            Attachments =
            [
                new(
                    Guid.CreateVersion7(),
                    url,
                    "dashboard.png",
                    "image/png",
                    "The product's logo",
                    48_300,
                    "",
                    Now,
                    Now,
                    Writer
                ),
            ],
        };

    public IncidentMomentResponse Moment =>
        new(
            Now,
            IncidentStatus.Acknowledged,
            Severity.Sev2,
            "checkout",
            "Payments",
            "Checkout answers with errors",
            [new(IncidentRole.IncidentCommander, Ada.Name)],
            [new("Payments", Now.AddMinutes(-20), null)],
            [new(Some, "HighErrorRate", Now.AddMinutes(-30))],
            3
        );

    public TimelineSummaryResponse Summary =>
        new(
            [
                new(IncidentPhase.Detection, Now.AddMinutes(-90), Now.AddMinutes(-80), 10),
                new(IncidentPhase.Acknowledgement, Now.AddMinutes(-80), Now.AddMinutes(-77), 3),
                new(IncidentPhase.Diagnosis, Now.AddMinutes(-77), null, 77),
            ],
            [new("toDetect", 10), new("toAcknowledge", 3)],
            [new(Now.AddMinutes(-60), Now.AddMinutes(-30), 30, IncidentPhase.Diagnosis)],
            [
                new("acknowledged", true, "The acknowledgement is known."),
                new("evidence", false, "Attach what people saw: a screenshot, a log or a link."),
            ]
        );

    /// <summary>A step with each result.</summary>
    public IReadOnlyList<Entry> RepairSteps =>
        [
            .. Enum.GetValues<RepairResult>()
                .Select(result =>
                    Entry(TimelineEntryKind.Action, "Rolled back the deployment.", 30) with
                    {
                        Repair = new(result, 12, result == RepairResult.MadeWorse),
                    }
                ),
        ];

    /// <summary>One that waits, one in progress, one that is finished.</summary>
    public IReadOnlyList<ActivityResponse> Activities =>
        [
            Activity("Raise the limit of the pool", null, null, true),
            Activity("Check the replica", 20, null, false),
            Activity("Tell customer support", 38, 25, false),
        ];

    private ActivityResponse Activity(string title, int? started, int? finished, bool isLongest) =>
        new(
            Guid.CreateVersion7(),
            Some,
            title,
            started is null ? null : Ada,
            Now.AddMinutes(-40),
            started is { } s ? Now.AddMinutes(-s) : null,
            finished is { } f ? Now.AddMinutes(-f) : null,
            40 - (started ?? 0),
            started - (finished ?? 0),
            isLongest,
            Writer,
            1
        );

    /// <summary>Evidence of each kind.</summary>
    public IReadOnlyList<Image> Evidence(string url)
    {
        var image = Pictured(url).Attachments[0];
        return
        [
            image,
            image with
            {
                Id = Guid.CreateVersion7(),
                FileName = "ERROR: too many connections for role “app”",
                ContentType = "text/plain",
                Kind = EvidenceKind.Text,
                Alt = null,
                Beginning = "ERROR: too many connections for role “app”\nDETAIL: limit is 100",
                Redactions = [new("password in an address", 1), new("access token", 1)],
            },
            image with
            {
                Id = Guid.CreateVersion7(),
                FileName = "Error rate of checkout",
                ContentType = "text/uri-list",
                Kind = EvidenceKind.Link,
                Link = "https://grafana.example/d/checkout",
                Alt = null,
            },
            image with
            {
                Id = Guid.CreateVersion7(),
                FileName = "heap.bin",
                ContentType = "application/octet-stream",
                Alt = null,
            },
        ];
    }

    /// <summary>A storm of alerts, which is folded.</summary>
    public IReadOnlyList<Entry> Storm =>
        [
            .. Enumerable
                .Range(0, 6)
                .Select(i =>
                    Entry(TimelineEntryKind.Alert, $"NodeUnreachable node-{i} fires", 30 - i, true)
                ),
        ];

    public IReadOnlyList<EntryBefore> Before =>
        [
            new(
                1,
                TimelineEntryKind.Observation,
                "Error rate is back below 10 %.",
                Now.AddMinutes(-41),
                Now.AddMinutes(-31),
                Writer,
                "a typing error",
                false,
                null
            ),
        ];

    public ActionItem Action(
        ActionStatus status,
        DateTime? dueAt = null,
        Person? assignee = null
    ) =>
        new(
            Guid.CreateVersion7(),
            12,
            "ACT-12",
            "Renew certificates automatically",
            ActionType.Preventive,
            null,
            status,
            assignee,
            dueAt,
            dueAt < Now,
            Some,
            4711,
            "INC-4711",
            null,
            "edge",
            "payments",
            Severity.Sev1,
            Now.AddDays(-6),
            null,
            status == ActionStatus.Completed ? Now : null,
            null,
            status == ActionStatus.Declined ? Now : null,
            status == ActionStatus.Declined ? "The provider renews it automatically" : null,
            2
        );

    public Source Source =>
        new()
        {
            Id = Some,
            Kind = SourceKind.Alertmanager,
            Name = "Production Alertmanager",
            Service = "checkout",
            Team = "payments",
            DefaultSeverity = Severity.Sev2,
            Grouping = AlertGrouping.Group,
            AutoResolve = true,
            SuppressMinutes = 0,
            WebhookUrl = "https://pir.example.org/webhooks/…",
            CreatedAt = Now.AddDays(-40),
            LastDeliveryAt = Now,
            Health = ConnectionHealth.Healthy,
            IsEnabled = true,
            Version = 1,
        };

    public Source FailingSource =>
        Source with
        {
            Health = new(
                ConnectionState.Failing,
                Now.AddHours(-2),
                14,
                "not-json",
                "The body ends in the middle of a word."
            ),
        };

    public Subscription FailingSubscription =>
        new(
            Some,
            "Forum chat",
            "https://chat.example.org/hooks/pir",
            ["review.published"],
            new(),
            IsEnabled: true,
            DisabledReason: null,
            DisabledAt: null,
            new("user", "ada", "Ada Lovelace"),
            Now.AddDays(-40),
            Now.AddDays(-40),
            LastAttemptAt: Now.AddMinutes(-20),
            LastSuccessAt: Now.AddHours(-3),
            FailingSince: Now.AddHours(-2),
            Failures: 3,
            new(ConnectionState.Failing, Now.AddHours(-2), 3, "status", "HTTP 500"),
            PreviousSecretUntil: null,
            1,
            IsSecretLost: false
        );

    public Delivery Delivery(WebhookDeliveryStatus status) =>
        new(
            Guid.CreateVersion7(),
            Some,
            "Production Alertmanager",
            SourceKind.Alertmanager,
            status,
            Now.AddMinutes(-3),
            "application/json",
            2_310,
            status == WebhookDeliveryStatus.Failed
                ? new("not-json", "The body ends in the middle of a word.")
                : null,
            status == WebhookDeliveryStatus.Failed ? 0 : 2,
            status == WebhookDeliveryStatus.Replayed ? 1 : 0
        );

    public SignInSession Session =>
        new(
            Some,
            "Firefox on Linux",
            "203.0.113.7",
            "Acme SSO",
            Now.AddDays(-2),
            Now.AddMinutes(-4),
            Now.AddDays(28),
            true
        );

    public Passkey Passkey => new(Some, "Phone", Now.AddDays(-40), Now.AddHours(-3));

    public ApiToken Token(TokenKind kind, int? daysLeft, bool isUsed) =>
        new(
            Guid.CreateVersion7(),
            "Nightly report",
            "pir_4f2a",
            kind,
            null,
            ["incidents:read", "reviews:read"],
            null,
            new("ada", "Ada Lovelace"),
            Now.AddDays(-30),
            daysLeft is { } days ? Now.AddDays(days) : null,
            isUsed ? Now.AddHours(-5) : null,
            RevokedAt: null
        );

    public static IReadOnlyList<Team> Teams => [Named("Payments"), Named("Search")];

    private static Team Named(string name) =>
        new(Guid.CreateVersion7(), name, DateTime.UnixEpoch, []);

    public static IReadOnlyList<SavedView> Views =>
        [
            new(Some, "incidents", "Our open SEV1s", "severity=sev1&team=payments"),
            new(Guid.CreateVersion7(), "incidents", "Drills", "drill=yes"),
        ];

    private IncidentLinkResponse Link(IncidentRelation relation, int number, string title) =>
        new(
            relation == IncidentRelation.Merged ? null : Some,
            relation,
            new(
                Some,
                number,
                $"INC-{number}",
                title,
                Severity.Sev2,
                IncidentStatus.Open,
                Now.AddMinutes(-70),
                IsDrill: false
            ),
            Now.AddMinutes(-30)
        );
}
