using System.Net;
using System.Text.Json.Nodes;
using Pir.Contracts.Events;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

/// <summary>
/// Teams are engaged (A3) and escalations run (A5), seen from outside. The clock is set ahead; no
/// test waits for minutes.
/// </summary>
public abstract class EngagementApiTests(EngagedProduct product)
{
    private const string Engaged = "pir.incident.engaged.v1";
    private const string Acknowledged = "pir.incident.engagement-acknowledged.v1";
    private const string Escalated = "pir.incident.escalated.v1";
    private readonly string _mark = Guid.CreateVersion7().ToString("N")[^8..];

    private IntakeClient Api => IntakeClient.For(product.Host);

    [Fact]
    public async Task A_person_and_an_alert_open_incidents_with_the_teams_of_the_rules_A3()
    {
        var tool = await Api.ConnectAsync();
        await RuleAsync(
            "Checkout",
            [tool.Service],
            ["sev1"],
            Named("Operations"),
            Named("Support")
        );
        await RuleAsync(
            "Everything of it",
            [tool.Service.ToUpperInvariant()],
            [],
            Named("Payments")
        );

        await tool.SendAsync(
            tool.Firing("a", product.Clock.GetUtcNow().UtcDateTime.AddMinutes(-1))
        );
        var byAlert = (await Api.IncidentsOfAsync(tool)).Single().Text("reference");
        var byPerson = await OpenAsync(tool.Service, "sev3");

        (await TeamsAsync(byAlert, 3)).ShouldBe([
            Named("Operations"),
            Named("Payments"),
            Named("Support"),
        ]);
        (await TeamsAsync(byPerson, 1)).ShouldBe([Named("Payments")]);

        await Api.PostAsync($"/api/incidents/{byPerson}/severity", new { severity = "sev1" });

        (await TeamsAsync(byPerson, 3)).ShouldBe([
            Named("Operations"),
            Named("Payments"),
            Named("Support"),
        ]);
        (await ReadAsync(byPerson))["isUnmatched"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task The_owner_of_the_service_is_engaged_where_no_rule_matches_A3()
    {
        await Api.PostAsync(
            "/api/services",
            new { name = Named("stock"), team = Named("Warehouse") },
            HttpStatusCode.Created
        );

        var incident = await OpenAsync(Named("Stock"));

        (await TeamsAsync(incident, 1)).ShouldBe([Named("Warehouse")]);
        (await EngagementsAsync(incident)).Single().Text("cause").ShouldBe("owner");
    }

    [Fact]
    public async Task An_unknown_service_engages_the_default_team_and_is_flagged_A3()
    {
        await DefaultTeamAsync("On-call");

        var incident = await OpenAsync(Named("unknown"));

        (await TeamsAsync(incident, 1)).ShouldBe(["On-call"]);
        (await ReadAsync(incident))["isUnmatched"]!.GetValue<bool>().ShouldBeTrue();
        await DefaultTeamAsync(null);
    }

    [Fact]
    public async Task A_member_of_the_team_acknowledges_and_a_stranger_may_not_A3()
    {
        await RuleAsync("One", [Named("one")], [], Named("Payments"));
        var incident = await OpenAsync(Named("one"));
        await TeamsAsync(incident, 1);
        var id = (await EngagementsAsync(incident)).Single().Text("id");
        var path = $"/api/incidents/{incident}/engagements/{id}/acknowledge";

        await Member(Named("Stock")).PostAsync(path, expected: HttpStatusCode.Forbidden);
        var done = await Member(Named("payments")).PostAsync(path);

        done["acknowledgedBy"]!.Text("name").ShouldBe("Mona Member");
        done["acknowledgedAt"].ShouldNotBeNull();
        await Member(Named("payments")).PostAsync(path); // Again changes nothing.
        await Eventually.Until(() => Published(incident, Acknowledged).Any());
        Published(incident, Acknowledged).ShouldHaveSingleItem();
        Published(incident, Engaged).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Whoever_acknowledges_the_incident_does_so_for_the_own_team_and_leads_B4()
    {
        await RuleAsync("One", [Named("one")], [], Named("Payments"), Named("Stock"));
        var incident = await OpenAsync(Named("one"));
        await TeamsAsync(incident, 2);

        var answered = await Member(Named("Payments"), Scope.IncidentsRead, Scope.IncidentsWrite)
            .PostAsync($"/api/incidents/{incident}/acknowledge", new { takeLead = true });

        answered["roles"]![0]!["role"]!.GetValue<string>().ShouldBe("incidentCommander");
        answered["roles"]![0]!["person"]!.Text("name").ShouldBe("Mona Member");
        var engaged = await EngagementsAsync(incident);
        engaged
            .Single(e => e.Text("team") == Named("Payments"))["acknowledgedAt"]
            .ShouldNotBeNull();
        engaged.Single(e => e.Text("team") == Named("Stock"))["acknowledgedAt"].ShouldBeNull();
    }

    [Fact]
    public async Task A_team_is_engaged_by_hand_once_A3()
    {
        var incident = await OpenAsync(Named("hand"));

        await Api.PostAsync(
            $"/api/incidents/{incident}/engagements",
            new { team = $" {Named("Network")} " }
        );
        var again = await Api.PostAsync(
            $"/api/incidents/{incident}/engagements",
            new { team = Named("NETWORK") },
            HttpStatusCode.Conflict
        );

        again.Text("code").ShouldBe("already-engaged");
        (await TeamsAsync(incident, 1)).ShouldBe([Named("Network")]);
    }

    [Theory]
    [InlineData("rules", """{"name":"a","teams":[" "]}""", "teams", "must name at least one team")]
    [InlineData("rules", """{"teams":["a"]}""", "name", "is required")]
    [InlineData("escalations", """{"name":"a","steps":[]}""", "steps", "must be 1 to 10 steps")]
    [InlineData(
        "escalations",
        """{"name":"a","steps":[{"afterMinutes":0,"team":"b"}]}""",
        "steps[0].afterMinutes",
        "must be between 1 and 1440"
    )]
    [InlineData(
        "escalations",
        """{"name":"a","steps":[{"afterMinutes":5}]}""",
        "steps[0].team",
        "must be given, or a person, but not both"
    )]
    public async Task A_wrong_field_is_named(string list, string body, string field, string rule)
    {
        var answer = await Api.PostAsync(
            "/api/engagement/" + list,
            JsonNode.Parse(body)!,
            HttpStatusCode.BadRequest
        );

        answer["errors"]![field]![0]!.GetValue<string>().ShouldBe(rule);
    }

    [Fact]
    public async Task A_rule_can_be_changed_and_removed_and_a_stale_change_is_refused()
    {
        var rule = await RuleAsync("One", [Named("one")], [], Named("Payments"));
        var path = "/api/engagement/rules/" + rule.Text("id");
        var body = new { name = Named("Two"), teams = new[] { Named("Stock") } };

        await Api.SendAsync(HttpMethod.Put, path, body, HttpStatusCode.OK, "\"1\"");
        await Api.SendAsync(HttpMethod.Put, path, body, HttpStatusCode.PreconditionFailed, "\"1\"");

        (await Api.GetAsync(path)).Text("name").ShouldBe(Named("Two"));
        await Api.DeleteAsync(path);
        (await Api.GetAsync("/api/engagement/rules"))
            .Items()
            .ShouldNotContain(r => r.Text("name") == Named("Two"));
    }

    [Fact]
    public async Task Steps_are_taken_one_by_one_until_somebody_acknowledges_A5()
    {
        await RuleAsync("One", [Named("one")], [], Named("Payments"));
        await PolicyAsync(
            Named("Payments"),
            (5, Named("Platform")),
            (10, Named("Management")),
            (10, Named("Board"))
        );
        var incident = await OpenAsync(Named("one"));
        await TeamsAsync(incident, 1);
        await using var second = await product.StartReplicaAsync();

        product.Clock.Ahead(TimeSpan.FromMinutes(6));
        (await TeamsAsync(incident, 2)).ShouldBe([Named("Payments"), Named("Platform")]);
        product.Clock.Ahead(TimeSpan.FromMinutes(11));
        (await TeamsAsync(incident, 3)).ShouldBe([
            Named("Management"),
            Named("Payments"),
            Named("Platform"),
        ]);

        var platform = (await EngagementsAsync(incident)).Single(e =>
            e.Text("team") == Named("Platform")
        );
        await Api.PostAsync(
            $"/api/incidents/{incident}/engagements/{platform.Text("id")}/acknowledge"
        );
        product.Clock.Ahead(TimeSpan.FromMinutes(30));
        var other = await OpenAsync(Named("one"));
        await TeamsAsync(other, 1);
        product.Clock.Ahead(TimeSpan.FromMinutes(6));
        await TeamsAsync(other, 2); // A later check has run by now.

        (await TeamsAsync(incident, 3)).Count.ShouldBe(3);
        Published(incident, Escalated, second)
            .Select(e => e.Data.GetProperty("step").GetProperty("number").GetInt32())
            .ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_chain_goes_on_after_a_restart_and_ends_with_the_incident_A5()
    {
        await RuleAsync("One", [Named("one")], [], Named("Payments"));
        await PolicyAsync(Named("Payments"), (5, Named("Platform")), (10, Named("Management")));
        var (goesOn, isOver) = (await OpenAsync(Named("one")), await OpenAsync(Named("one")));
        await TeamsAsync(goesOn, 1);
        await TeamsAsync(isOver, 1);
        await Api.PostAsync($"/api/incidents/{isOver}/resolve");

        await product.RestartAsync(TimeSpan.FromMinutes(6));

        (await TeamsAsync(goesOn, 2)).ShouldBe([Named("Payments"), Named("Platform")]);
        (await TeamsAsync(isOver, 1)).ShouldBe([Named("Payments")]);
        var shown = (await EngagementsAsync(isOver)).Single();
        shown["escalatesAt"].ShouldBeNull();
    }

    private IEnumerable<EventEnvelope> Published(
        string incident,
        string type,
        PirTestHost? replica = null
    ) =>
        product
            .Host.Published.Concat(replica?.Published ?? [])
            .Where(e => e.Type == type)
            .Where(e => "INC-" + NumberOf(e) == incident)
            .OrderBy(e => e.RecordedAt);

    private static int NumberOf(EventEnvelope e) =>
        e.Data.GetProperty("incident").GetProperty("number").GetInt32();

    private IntakeClient Member(string team, params string[] scopes) =>
        new(
            product.Host,
            product.Host.ClientOf(
                "u-7",
                "Mona Member",
                [team],
                scopes.Length == 0 ? [Scope.IncidentsRead] : scopes
            )
        );

    private string Named(string name) => $"{name}-{_mark}";

    private async Task<string> OpenAsync(string service, string severity = "sev2") =>
        (
            await Api.PostAsync(
                "/api/incidents",
                new
                {
                    title = "Down",
                    service,
                    severity,
                },
                HttpStatusCode.Created
            )
        ).Text("reference");

    private Task<JsonNode> RuleAsync(
        string name,
        string[] services,
        string[] severities,
        params string[] teams
    ) =>
        Api.PostAsync(
            "/api/engagement/rules",
            new
            {
                name,
                services,
                severities,
                teams,
            },
            HttpStatusCode.Created
        );

    private Task PolicyAsync(string team, params (int AfterMinutes, string Team)[] steps) =>
        Api.PostAsync(
            "/api/engagement/escalations",
            new
            {
                name = "Chain",
                teams = new[] { team },
                steps = steps.Select(s => new { afterMinutes = s.AfterMinutes, team = s.Team }),
            },
            HttpStatusCode.Created
        );

    private Task DefaultTeamAsync(string? team) =>
        Api.SendAsync(
            HttpMethod.Put,
            "/api/engagement/settings",
            new { defaultTeam = team },
            HttpStatusCode.OK
        );

    private Task<JsonNode> ReadAsync(string incident) =>
        Api.GetAsync($"/api/incidents/{incident}/engagements");

    private async Task<IReadOnlyList<JsonNode>> EngagementsAsync(string incident) =>
        [.. (await ReadAsync(incident))["engagements"]!.AsArray().Select(e => e!)];

    /// <summary>The engaged teams in order, once there are as many.</summary>
    private async Task<IReadOnlyList<string>> TeamsAsync(string incident, int count)
    {
        var engaged = await Eventually.Get(async () =>
            await EngagementsAsync(incident) is { } all && all.Count >= count ? all : null
        );
        return [.. engaged.Select(e => e.Text("team")).Order(StringComparer.Ordinal)];
    }
}

/// <summary>The intake with a clock that can be set ahead.</summary>
public abstract class EngagedProduct : IAsyncLifetime
{
    private TestStore _store = null!;

    public SetClock Clock { get; } = new();
    public PirTestHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await CreateStoreAsync();
        Host = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _store.DisposeAsync();
    }

    /// <summary>Another process on the same database; null where only one may run.</summary>
    public async Task<PirTestHost?> StartReplicaAsync() =>
        _store.Provider == DataProvider.Sqlite ? null : await StartAsync();

    /// <summary>Stops the product for a while.</summary>
    public async Task RestartAsync(TimeSpan pause)
    {
        await Host.DisposeAsync();
        Clock.Ahead(pause);
        Host = await StartAsync();
    }

    protected abstract Task<TestStore> CreateStoreAsync();

    private Task<PirTestHost> StartAsync() =>
        PirTestHost.StartAsync(
            _store,
            [new IntakeModule()],
            Clock,
            settings: ("Intake:EscalationCheckEvery", "00:00:00.1")
        );

    /// <summary>The system's clock, set ahead. Timers run as ever.</summary>
    public sealed class SetClock : TimeProvider
    {
        private long _ahead;

        public void Ahead(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

        public override DateTimeOffset GetUtcNow() =>
            System.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));
    }
}

public sealed class EngagedOnSqlite : EngagedProduct
{
    protected override Task<TestStore> CreateStoreAsync() => Task.FromResult(TestStore.Sqlite());
}

public sealed class EngagedOnPostgreSql : EngagedProduct
{
    protected override Task<TestStore> CreateStoreAsync() => TestStore.PostgreSqlAsync();
}

public sealed class EngagementOnSqliteTests(EngagedOnSqlite product)
    : EngagementApiTests(product),
        IClassFixture<EngagedOnSqlite>;

public sealed class EngagementOnPostgreSqlTests(EngagedOnPostgreSql product)
    : EngagementApiTests(product),
        IClassFixture<EngagedOnPostgreSql>;
