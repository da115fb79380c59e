using Pir.Contracts.Actions;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;

namespace Pir.Browser.Tests.Drivers;

/// <summary>A realistic company, to show the pages in use.</summary>
/// <param name="Pages">Every page with something to show, by name.</param>
public sealed record SampleData(IReadOnlyDictionary<string, string> Pages)
{
    /// <summary>Who leads the open incident.</summary>
    public const string Person = "Ada Lovelace";

    public static async Task<SampleData> CreateAsync(Api api)
    {
        var open = await OpenIncidentAsync(api);
        var (resolved, review, published) = await ReviewedIncidentsAsync(api);
        await api.OpenIncidentAsync("Search index is 40 minutes behind", "sev3", "search");
        await api.OpenIncidentAsync("Nightly export is slow", "sev4", "billing");
        var evidence = await EvidenceAsync(api, open);
        var source = await api.PostAsync(
            "/api/sources",
            new CreateSourceRequest
            {
                Kind = SourceKind.Alertmanager,
                Name = "Production Alertmanager",
                Service = "checkout",
            }
        );
        await api.PostAsync($"/api/sources/{source.GetProperty("id").GetString()}/test");
        var service = await api.PostAsync(
            "/api/services",
            new PutServiceRequest
            {
                Name = "edge",
                Team = "Payments",
                Tier = 1,
                Description = "Ends connections and caches pages.",
                RunbookUrl = "https://wiki.example/runbooks/edge",
                DashboardUrl = "https://grafana.example/d/edge",
                DependsOn = ["checkout", "stock"],
            }
        );
        var rule = await AlertRulesAsync(api);
        await EngagementAsync(api);
        var automation = await AutomationAsync(api);
        var subscription = await api.PostAsync(
            "/api/subscriptions",
            new CreateSubscriptionRequest(
                "Review forum",
                "http://127.0.0.1:9/hooks/pir",
                ["review.published"]
            )
        );
        await api.PostAsync(
            "/api/channel-rules",
            new ChannelRuleRequest
            {
                Name = "Severe incidents",
                Severities = [Severity.Sev1],
                // Most tests open incidents of checkout, and nobody listens to this subscription.
                Services = ["cdn"],
                Channels =
                [
                    new("Management", subscription.GetProperty("id").GetGuid()),
                    new("Customer support", subscription.GetProperty("id").GetGuid()),
                ],
            }
        );
        var action = await api.PostAsync(
            "/api/actions",
            new ProposeActionRequest(
                "Rehearse the rollback",
                ActionType.Preventive,
                Incident: resolved
            )
        );
        var deliveries = await api.GetAsync("/api/deliveries?limit=1");
        var told = $"/subscriptions/{subscription.GetProperty("id").GetString()}";
        await api.PostAsync($"/api{told}/test");
        var telling = await api.GetAsync($"/api{told}/deliveries?limit=1");
        var (person, team) = await PeopleAsync(api);
        return new(
            new Dictionary<string, string>
            {
                ["home"] = "/",
                ["services"] = "/services",
                ["service"] = $"/services/{service.GetProperty("id").GetString()}",
                ["incidents"] = "/incidents?status=all",
                ["incident"] = $"/incidents/{open}",
                ["evidence"] = $"/incidents/{open}/evidence",
                ["evidence-item"] = $"/incidents/{open}/evidence/{evidence}",
                ["incident-then"] = $"/incidents/{open}/then",
                ["incident-import"] = $"/incidents/{open}/import",
                ["incident-resolved"] = $"/incidents/{resolved}",
                ["incident-history"] = $"/incidents/{open}/history",
                ["incident-customers"] = $"/incidents/{open}/customers",
                ["incident-new"] = "/incidents/new",
                ["incidents-import"] = "/incidents/import",
                ["reviews"] = "/reviews?status=all",
                ["language"] = "/reviews/language",
                ["review"] = $"/reviews/{review}",
                ["review-prepare"] = $"/reviews/{review}?step=prepare",
                ["review-meet"] = $"/reviews/{review}?step=meet",
                ["review-report"] = $"/reviews/{review}?step=report",
                ["published-compare"] = $"/published/{published}/compare?from=1&to=2",
                ["policies"] = "/policies",
                ["published"] = $"/published/{published}/1",
                ["published-latest"] = $"/published/{published}",
                ["actions"] = "/actions?view=list&status=all",
                ["actions-board"] = "/actions?view=board",
                ["action"] = $"/actions/{action.GetProperty("reference").GetString()}",
                ["sources"] = "/sources",
                ["source"] = $"/sources/{source.GetProperty("id").GetString()}",
                ["delivery"] =
                    "/deliveries/"
                    + deliveries.GetProperty("items")[0].GetProperty("id").GetString(),
                ["engagement"] = "/engagement",
                ["severities"] = "/severities",
                ["automation"] = "/automation",
                ["automation-new"] = "/automation/new",
                ["automation-rule"] = $"/automation/{automation}",
                ["channels"] = "/channels",
                ["channels-tried"] = "/channels?severity=sev1&moment=opened&service=cdn",
                ["alert-rules"] = "/alert-rules",
                ["alert-rule"] = $"/alert-rules/{rule}",
                ["alert-rule-new"] = "/alert-rules/new",
                ["silence-new"] = "/silences/new",
                ["subscriptions"] = "/subscriptions",
                ["subscription"] = $"/subscriptions/{subscription.GetProperty("id").GetString()}",
                ["people"] = "/people",
                ["person"] = $"/people/{person}",
                ["roles"] = "/people/roles",
                ["teams"] = "/teams",
                ["team"] = $"/teams/{team}",
                ["account"] = "/account",
                ["tokens"] = "/tokens",
                ["audit"] = "/audit",
                ["subscription-delivery"] =
                    $"{told}/deliveries/"
                    + telling.GetProperty("items")[0].GetProperty("id").GetString(),
                ["preferences"] = "/preferences",
                ["sample-data"] = "/sample-data",
                ["insights"] = "/insights",
                ["styleguide"] = "/styleguide",
                ["search"] = "/search?q=checkout",
                ["search-empty"] = "/search",
                ["nothing"] = "/nothing-here",
            }
        );
    }

    private static async Task<string> EvidenceAsync(Api api, string incident)
    {
        await api.PostAsync(
            $"/api/incidents/{incident}/timeline/evidence",
            new AddEvidenceRequest(
                Link: "https://grafana.example/d/checkout?from=now-3h",
                Name: "Error rate of checkout"
            )
        );
        var text = await api.PostAsync(
            $"/api/incidents/{incident}/timeline/evidence",
            new AddEvidenceRequest(
                "FATAL: remaining connection slots are reserved\nDETAIL: "
                    + "postgres://checkout:hunter2@db-1/shop",
                Alt: "What the pods logged"
            )
        );
        return text.GetProperty("id").GetString()!;
    }

    private static async Task EngagementAsync(Api api)
    {
        await api.PostAsync(
            "/api/engagement/rules",
            new EngagementRuleRequest
            {
                Name = "Severe incidents of the shop",
                // Most tests open incidents of checkout and count what is on their timelines.
                Services = ["edge", "cdn"],
                Severities = [Severity.Sev1, Severity.Sev2],
                Teams = ["Payments", "Customer support"],
            }
        );
        await api.PostAsync(
            "/api/engagement/escalations",
            new EscalationPolicyRequest
            {
                Name = "Severe incidents",
                Severities = [Severity.Sev1],
                Steps = [new(5, "Platform on-call"), new(10, Person: new(null, "Mara Lind"))],
            }
        );
    }

    private static async Task<string> AutomationAsync(Api api)
    {
        var rule = await api.PostAsync(
            "/api/automation/rules",
            new AutomationRuleRequest
            {
                Name = "Severe incidents of the CDN",
                Trigger = AutomationTrigger.Opened,
                Severities = [Severity.Sev1],
                Services = ["cdn"],
                Steps =
                [
                    new(AutomationStepKind.EngageTeam, Team: "Payments"),
                    new(AutomationStepKind.AddTask, Text: "Tell the provider", Team: "Payments"),
                    new(
                        AutomationStepKind.PostLink,
                        Text: "Runbook",
                        Url: "https://wiki.example/runbooks/cdn"
                    ),
                ],
            }
        );
        return rule.GetProperty("id").GetString()!;
    }

    private static async Task<string> AlertRulesAsync(Api api)
    {
        AlertCondition[] onlyNoise = [new("title", AlertOperator.Is, "Watchdog")];
        await api.PostAsync(
            "/api/alert-rules",
            new AlertRuleRequest
            {
                Name = "Noise",
                Conditions = onlyNoise,
                Action = AlertRuleAction.Ignore,
            }
        );
        await api.PostAsync(
            "/api/silences",
            new SilenceRequest
            {
                Reason = "Database upgrade",
                Conditions = onlyNoise,
                Until = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(2),
            }
        );
        var rule = await api.PostAsync(
            "/api/alert-rules",
            new AlertRuleRequest
            {
                Name = "Replicas of one Alertmanager",
                Conditions = [new("source", AlertOperator.Is, "Production Alertmanager")],
                GroupBy = ["alertname", "instance"],
                Occurrences = 2,
                OccurrenceMinutes = 10,
                StormIncidents = 20,
                StormMinutes = 5,
            }
        );
        return rule.GetProperty("id").GetString()!;
    }

    private static async Task<(string Person, string Team)> PeopleAsync(Api api)
    {
        var team = await api.PostAsync("/api/teams", new TeamRequest("Payments"));
        var person = await api.PostAsync(
            "/api/users",
            new CreateUserRequest("Grace Hopper", "grace@example.org", Role.Facilitator)
        );
        await api.PostAsync("/api/teams", new TeamRequest("Search"));
        await api.PostAsync(
            "/api/tokens",
            new CreateTokenRequest(
                "Nightly report",
                ["incidents:read", "reviews:read"],
                ExpiresAt: TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(90)
            )
        );
        var (personId, teamId) = (
            person.GetProperty("id").GetString()!,
            team.GetProperty("id").GetString()!
        );
        await api.PutAsync($"/api/teams/{teamId}/members/{personId}");
        return (personId, teamId);
    }

    private static async Task<string> OpenIncidentAsync(Api api)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var opened = await api.PostAsync(
            "/api/incidents",
            new OpenIncidentRequest
            {
                Title = "Checkout answers with errors in the EU",
                Severity = Severity.Sev1,
                Service = "checkout",
                Team = "payments",
                DetectedAt = now.AddMinutes(-83),
                ImpactStartedAt = now.AddMinutes(-89),
            }
        );
        var incident = opened.GetProperty("reference").GetString()!;
        await api.DoAsync(
            incident,
            "acknowledge",
            new AcknowledgeIncidentRequest(now.AddMinutes(-79))
        );
        await api.DoAsync(
            incident,
            "roles",
            new AssignRoleRequest(IncidentRole.IncidentCommander, null, Person)
        );
        await api.DoAsync(
            incident,
            "roles",
            new AssignRoleRequest(IncidentRole.Scribe, null, "Grace Hopper")
        );
        await api.DoAsync(
            incident,
            "impact",
            new RecordImpactRequest(
                "Card payments fail for about a third of customers in the EU",
                Operations: null,
                Availability: null,
                CustomersAffected: 1240,
                CustomersReported: 17,
                StartedAt: now.AddMinutes(-89),
                EndedAt: null
            )
        );
        await api.CaptureAsync(
            incident,
            "Errors started right after deploy 4711; the logs are full of \"connection pool "
                + "exhausted\".",
            "observation",
            now.AddMinutes(-77)
        );
        await api.CaptureAsync(
            incident,
            "Roll back 4711 instead of scaling the pool: we know the old state works.",
            "decision",
            now.AddMinutes(-70)
        );
        await api.CaptureAsync(
            incident,
            "kubectl rollout undo deployment/checkout\nhttps://ci.example.org/job/4711",
            "action",
            now.AddMinutes(-68)
        );
        await api.CaptureAsync(
            incident,
            "Status page updated, support told.",
            "communication",
            now.AddMinutes(-60)
        );
        await api.CaptureAsync(
            incident,
            "Error rate back under 1 %.",
            "observation",
            now.AddMinutes(-40)
        );
        return incident;
    }

    private static async Task<(
        string Resolved,
        string Review,
        string Published
    )> ReviewedIncidentsAsync(Api api)
    {
        var resolved = await api.OpenIncidentAsync("Checkout answers with errors", "sev2");
        await api.CaptureAsync(resolved, "Pool at 100 % on every node.");
        await api.CaptureAsync(resolved, "Scaled the pool to 200 connections.", "action");
        await api.LeadIncidentAsync(resolved);
        var review = await api.ResolveIntoReviewAsync(resolved);
        await WriteAsync(api, review);
        var old = await api.OpenIncidentAsync("Certificate of the edge expired", "sev1", "edge");
        await api.LeadIncidentAsync(old);
        var published = await api.ResolveIntoReviewAsync(old);
        await WriteAsync(api, published);
        await api.PostAsync(
            $"/api/reviews/{published}/publish",
            new PublishReviewRequest(
                "A certificate expired on a Sunday. For 43 minutes, **browsers refused** "
                    + "every connection to the shop."
            )
        );
        await ReviewFindings.AddAsync(api, review);
        await ReviewFindings.AddAsync(api, published);
        await api.PostAsync(
            $"/api/reviews/{published}/publish",
            new PublishReviewRequest(
                "A certificate expired on a Sunday. For 51 minutes, **browsers refused** "
                    + "every connection to the shop and to the partners' API."
            )
        );
        return (resolved, review, published);
    }

    private static async Task WriteAsync(Api api, string review)
    {
        await api.PutAsync(
            $"/api/reviews/{review}/notes",
            new WriteNotesRequest(
                "## What we saw\n\nNobody knew who renews it.\n\n- the reminder went to a "
                    + "mailbox nobody reads\n- the dashboard showed *days left*, in grey\n\n| "
                    + "when | days left |\n|---|---|\n| Monday | 6 |"
            )
        );
        await api.PostAsync(
            $"/api/reviews/{review}/factors",
            new FactorRequest(
                "Renewal is a manual step",
                FactorCategory.Process,
                "It is on nobody's list."
            )
        );
        await api.PostAsync(
            $"/api/reviews/{review}/factors",
            new FactorRequest("No alert on the days left", FactorCategory.Monitoring)
        );
        await api.PostAsync(
            $"/api/reviews/{review}/actions",
            new ProposeReviewActionRequest(
                "Renew by a job",
                ActionType.Preventive,
                "ACME, every night."
            )
        );
    }
}
