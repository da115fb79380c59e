using System.Net;
using System.Text.Json.Nodes;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.Reviews.Tests.Features;

/// <summary>
/// Roles and team of an incident can be changed by more people than may read its draft: after the
/// end, such a change asks the review's owner and opens nothing.
/// </summary>
public abstract class AccessTests(ReviewHost fixture)
{
    private readonly PirTestHost _host = fixture.Host;
    private readonly ReviewClient _trusted = ReviewClient.For(fixture.Host);

    [Fact]
    public async Task A_role_taken_after_the_end_opens_no_draft()
    {
        var (incident, id) = await WrittenAsync();

        await incident.GivesRoleAsync("mallory", "Mallory");

        await IsKeptOutAsync(Somebody("mallory"), incident, id);
        (await RequestsAsync(id)).ShouldBe([("Mallory", "responder")]);
    }

    [Fact]
    public async Task An_incident_moved_to_another_team_after_the_end_opens_no_draft()
    {
        var (incident, id) = await WrittenAsync();
        var team = incident.State.Team!;

        await incident.MovesToTeamAsync("team-of-mallory");

        await IsKeptOutAsync(Somebody("mallory", "team-of-mallory"), incident, id);
        (await RequestsAsync(id)).ShouldBe([("team-of-mallory", null)]);
        // Who could read it before still can.
        await Somebody("mate", team).OfAsync(incident);
    }

    [Fact]
    public async Task Reopening_and_resolving_again_lets_nobody_in()
    {
        var (incident, id) = await WrittenAsync();

        await incident.IsReopenedAsync();
        await incident.GivesRoleAsync("mallory", "Mallory");
        await incident.MovesToTeamAsync("team-of-mallory");
        await incident.IsResolvedAsync();

        await IsKeptOutAsync(Somebody("mallory", "team-of-mallory"), incident, id);
        (await RequestsAsync(id)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_review_opened_later_is_for_those_who_responded_until_the_end()
    {
        var incident = await IncidentStory.ResolvedAsync(_host, Severity.Sev5);
        (await _trusted.FindAsync(incident)).ShouldBeNull();

        await incident.GivesRoleAsync("mallory", "Mallory");
        await incident.GetsSeverityAsync(Severity.Sev1);

        var id = await _trusted.IdOfAsync(incident);
        await IsKeptOutAsync(Somebody("mallory"), incident, id);
        await Somebody("cmd").OfAsync(incident);
    }

    [Fact]
    public async Task An_end_that_is_heard_of_late_still_counts()
    {
        var incident = new IncidentStory(_host);
        await incident.OpensAsync();
        var resolved = incident.Resolved();
        await incident.GivesRoleAsync("mallory", "Mallory");

        await incident.TellAsync(resolved);

        await IsKeptOutAsync(Somebody("mallory"), incident, await _trusted.IdOfAsync(incident));
    }

    [Fact]
    public async Task A_role_held_until_the_end_reads_the_draft_whoever_noted_it()
    {
        var incident = new IncidentStory(_host);
        await incident.OpensAsync();
        await incident.GivesRoleAsync("robin", "Robin");
        await incident.IsResolvedAsync();

        (await Somebody("robin").OfAsync(incident))["isAttendee"]!.GetValue<bool>().ShouldBeTrue();
        // It stays so when the role is given to somebody else afterwards.
        await incident.TakesRoleAwayAsync("robin");
        await Somebody("robin").OfAsync(incident);
    }

    [Fact]
    public async Task The_owner_lets_somebody_in()
    {
        var (incident, id) = await WrittenAsync();
        var team = incident.State.Team!;
        await IsOwnedAsync(id, "cmd");
        await incident.GivesRoleAsync("robin", "Robin");
        await incident.MovesToTeamAsync("late-team");

        foreach (var request in await PendingAsync(id))
        {
            await Somebody("cmd")
                .PostAsync($"/api/reviews/{id}/access-requests/{request!["id"]}/accept");
        }

        await Somebody("robin").OfAsync(incident);
        await Somebody("mate", "late-team").OfAsync(incident);
        (await RequestsAsync(id)).ShouldBeEmpty();
        var told = incident.Told<ReviewAudienceChanged>(e => e.Review)[^1].Audience;
        told.People.ShouldContain("robin");
        told.Teams.ShouldBe(["late-team", team], ignoreOrder: true);
        var history = await _trusted.GetAsync($"/api/reviews/{id}/history?limit=2");
        history["items"]!
            .AsArray()
            .Select(c => c!["kind"]!.GetValue<string>())
            .ShouldBe(["accessAccepted", "accessAccepted"]);
    }

    [Fact]
    public async Task Somebody_who_was_declined_stays_out_and_does_not_ask_again()
    {
        var (incident, id) = await WrittenAsync();
        await incident.GivesRoleAsync("mallory", "Mallory");
        var request = (await PendingAsync(id)).Single()!["id"];
        var path = $"/api/reviews/{id}/access-requests/{request}";

        await _trusted.PostAsync(path + "/decline");
        await incident.GivesRoleAsync("mallory", "Mallory");

        await IsKeptOutAsync(Somebody("mallory"), incident, id);
        (await RequestsAsync(id)).ShouldBeEmpty();
        // An invitation is still possible.
        await _trusted.PostAsync(
            $"/api/reviews/{id}/attendees",
            new { personId = "mallory", name = "Mallory" }
        );
        await Somebody("mallory").OfAsync(incident);
    }

    [Fact]
    public async Task What_was_declined_by_mistake_is_decided_again()
    {
        var (incident, id) = await WrittenAsync();
        await incident.GivesRoleAsync("robin", "Robin");
        await incident.MovesToTeamAsync("late-team");
        foreach (var request in await PendingAsync(id))
        {
            await DecideAsync(id, request!, "decline");
        }

        var declined = await DeclinedAsync(id);
        declined.Select(r => r!["name"]!.GetValue<string>()).ShouldBe(["Robin", "late-team"]);
        foreach (var request in declined)
        {
            await DecideAsync(id, request!, "accept");
        }

        await Somebody("robin").OfAsync(incident);
        await Somebody("mate", "late-team").OfAsync(incident);
        (await DeclinedAsync(id)).ShouldBeEmpty();
        var history = await _trusted.GetAsync($"/api/reviews/{id}/history?limit=2");
        history["items"]!
            .AsArray()
            .Select(c => c!["kind"]!.GetValue<string>())
            .ShouldBe(["accessAccepted", "accessAccepted"]);
    }

    [Fact]
    public async Task Somebody_declined_who_was_invited_since_is_no_longer_listed()
    {
        var (incident, id) = await WrittenAsync();
        await incident.GivesRoleAsync("robin", "Robin");
        await DecideAsync(id, (await PendingAsync(id)).Single()!, "decline");
        await _trusted.PostAsync(
            $"/api/reviews/{id}/attendees",
            new { personId = "robin", name = "Robin" }
        );

        (await DeclinedAsync(id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Somebody_without_an_account_cannot_be_let_in()
    {
        var (incident, id) = await WrittenAsync();
        await incident.GivesRoleAsync(null, "Karl");
        var request = (await PendingAsync(id)).Single()!;

        var refused = await _trusted.PostAsync(
            $"/api/reviews/{id}/access-requests/{request["id"]}/accept",
            null,
            HttpStatusCode.Conflict
        );

        refused["code"]!.GetValue<string>().ShouldBe("no-account");
        await DecideAsync(id, request, "decline");
        (await RequestsAsync(id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_role_given_back_asks_no_longer()
    {
        var (incident, id) = await WrittenAsync();
        await incident.GivesRoleAsync("robin", "Robin");

        await incident.TakesRoleAwayAsync("robin");

        (await RequestsAsync(id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_decides_about_a_draft_they_do_not_read()
    {
        var (incident, id) = await WrittenAsync();
        await incident.GivesRoleAsync("mallory", "Mallory");
        var request = (await PendingAsync(id)).Single()!["id"];
        var path = $"/api/reviews/{id}/access-requests/{request}/accept";

        await Somebody("mallory").PostAsync(path, null, HttpStatusCode.NotFound);
        var facilitator = new ReviewClient(
            _host.ClientOf("fay", "fay", [], Scope.ReviewsRead, Scope.ReviewsWrite)
        );
        var refused = await facilitator.PostAsync(path, null, HttpStatusCode.Forbidden);
        refused["code"]!.GetValue<string>().ShouldBe("not-attending");

        await IsKeptOutAsync(Somebody("mallory"), incident, id);
    }

    [Fact]
    public async Task A_reader_who_neither_owns_the_review_nor_writes_reviews_decides_nothing()
    {
        var (incident, id) = await WrittenAsync();
        await IsOwnedAsync(id, "somebody-else");
        await incident.MovesToTeamAsync("late-team");
        await incident.GivesRoleAsync("robin", "Robin");
        var requests = await PendingAsync(id);
        await DecideAsync(id, requests[0]!, "accept");
        var open = requests[1]!;

        foreach (var reader in (ReviewClient[])[Somebody("cmd"), Somebody("mate", "late-team")])
        {
            var seen = await reader.OfAsync(incident);
            seen["summary"]!.GetValue<string>().ShouldBe("A secret.");
            seen["accessRequests"]!.AsArray().ShouldBeEmpty();
            seen["teamsLetIn"]!.AsArray().ShouldBeEmpty();
            foreach (var decision in (string[])["accept", "decline"])
            {
                var refused = await reader.PostAsync(
                    $"/api/reviews/{id}/access-requests/{open["id"]}/{decision}",
                    null,
                    HttpStatusCode.Forbidden
                );
                refused["code"]!.GetValue<string>().ShouldBe("not-deciding");
            }
        }

        await IsKeptOutAsync(Somebody("robin"), incident, id);
    }

    [Fact]
    public async Task An_attendee_who_writes_reviews_decides()
    {
        var (incident, id) = await WrittenAsync();
        await incident.GivesRoleAsync("robin", "Robin");
        var attendee = new ReviewClient(
            _host.ClientOf("cmd", "cmd", [], Scope.ReviewsRead, Scope.ReviewsWrite)
        );

        var request = (await attendee.OfAsync(incident))["accessRequests"]!.AsArray().Single()!;
        await attendee.PostAsync($"/api/reviews/{id}/access-requests/{request["id"]}/accept");

        await Somebody("robin").OfAsync(incident);
    }

    [Fact]
    public async Task A_team_that_was_let_in_is_taken_out_again()
    {
        var (incident, id) = await WrittenAsync();
        var team = incident.State.Team!;
        await incident.MovesToTeamAsync("late-team");
        await DecideAsync(id, (await PendingAsync(id)).Single()!, "accept");
        await Somebody("mate", "late-team").OfAsync(incident);
        var letIn = (await _trusted.OfAsync(incident))["teamsLetIn"]!.AsArray().Single()!;
        letIn["name"]!.GetValue<string>().ShouldBe("late-team");

        var review = await DecideAsync(id, letIn, "decline");

        review["teamsLetIn"]!.AsArray().ShouldBeEmpty();
        await IsKeptOutAsync(Somebody("mate", "late-team"), incident, id);
        await Somebody("mate", team).OfAsync(incident);
        await Eventually.Until(
            () =>
                incident
                    .Told<ReviewAudienceChanged>(e => e.Review)[^1]
                    .Audience.Teams.SequenceEqual([team]),
            description: "the other services hear that the team is out"
        );
        var history = await _trusted.GetAsync($"/api/reviews/{id}/history?limit=2");
        history["items"]!
            .AsArray()
            .Select(c => (c!["kind"]!.GetValue<string>(), c["detail"]!.GetValue<string>()))
            .ShouldBe([("accessDeclined", "late-team"), ("accessAccepted", "late-team")]);
        // There is no new request while it stays the incident's team.
        await incident.GivesRoleAsync("cmd", "Casey Commander");
        (await RequestsAsync(id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_changed_the_incident_is_said_to_have_asked()
    {
        var (incident, id) = await WrittenAsync();

        await incident.GivesRoleAsync("mallory", "Mallory");

        var history = await _trusted.GetAsync($"/api/reviews/{id}/history?limit=1");
        var asked = history["items"]!.AsArray().Single()!;
        asked["kind"]!.GetValue<string>().ShouldBe("accessAsked");
        asked["actor"]!["name"]!.GetValue<string>().ShouldBe(IncidentStory.Teller.Name);
    }

    [Fact]
    public async Task Somebody_who_was_let_in_is_taken_out_again()
    {
        var (incident, id) = await WrittenAsync();
        await incident.GivesRoleAsync("robin", "Robin");
        var request = (await PendingAsync(id)).Single()!;
        await DecideAsync(id, request, "accept");
        await Somebody("robin").OfAsync(incident);

        await DecideAsync(id, request, "decline");

        await IsKeptOutAsync(Somebody("robin"), incident, id);
    }

    private Task<JsonNode> DecideAsync(string id, JsonNode request, string decision) =>
        _trusted.PostAsync($"/api/reviews/{id}/access-requests/{request["id"]}/{decision}");

    private Task<JsonNode> IsOwnedAsync(string id, string person) =>
        _trusted.PutAsync(
            $"/api/reviews/{id}/owner",
            new { person = new { id = person, name = person } }
        );

    private static async Task IsKeptOutAsync(ReviewClient person, IncidentStory incident, string id)
    {
        (await person.FindAsync(incident)).ShouldBeNull();
        await person.GetAsync($"/api/reviews/{id}", HttpStatusCode.NotFound);
        await person.PostAsync($"/api/reviews/{id}/join", null, HttpStatusCode.NotFound);
    }

    private async Task<List<(string, string?)>> RequestsAsync(string id) =>
        [
            .. (await PendingAsync(id)).Select(r =>
                (r!["name"]!.GetValue<string>(), r["part"]?.GetValue<string>())
            ),
        ];

    private async Task<JsonArray> PendingAsync(string id) =>
        (await _trusted.GetAsync($"/api/reviews/{id}"))["accessRequests"]!.AsArray();

    private async Task<JsonArray> DeclinedAsync(string id) =>
        (await _trusted.GetAsync($"/api/reviews/{id}"))["declinedRequests"]!.AsArray();

    private ReviewClient Somebody(string id, params string[] teams) =>
        new(_host.ClientOf(id, id, teams, Scope.ReviewsRead));

    private async Task<(IncidentStory Incident, string Id)> WrittenAsync()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var id = await _trusted.IdOfAsync(incident);
        await _trusted.PutAsync($"/api/reviews/{id}/summary", new { text = "A secret." });
        return (incident, id);
    }

    [Collection(OnSqlite.Name)]
    public sealed class Sqlite(SqliteHost host) : AccessTests(host);

    [Collection(OnPostgreSql.Name)]
    public sealed class PostgreSql(PostgreSqlHost host) : AccessTests(host);
}
