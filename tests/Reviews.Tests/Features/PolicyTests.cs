using System.Net;
using Pir.Contracts.Incidents;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.Reviews.Tests.Features;

/// <summary>The rules for reviews, on a host of their own: they are everybody's.</summary>
public sealed class PolicyTests : IAsyncLifetime
{
    private const string Path = "/api/policies/reviews";
    private readonly TestStore _store = TestStore.Sqlite();
    private PirTestHost _host = null!;
    private ReviewClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await PirTestHost.StartAsync(_store, [new ReviewModule()]);
        _admin = new(_host.Client(Scope.Admin));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task Until_somebody_changes_them_they_are_as_configured()
    {
        var rules = await new ReviewClient(_host.Client(Scope.ReviewsRead)).GetAsync(Path);

        rules["openFor"]!
            .AsArray()
            .Select(s => s!.GetValue<string>())
            .ShouldBe(["sev1", "sev2", "sev3"]);
        (rules["hoursUntilDue"]!.GetValue<double>(), rules["version"]!.GetValue<int>()).ShouldBe(
            (24, 0)
        );
        rules["phrases"]!.AsArray().Count.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task They_decide_what_opens_when_it_is_due_what_is_missing_and_what_is_asked()
    {
        await _admin.PutAsync(
            Path,
            new
            {
                openFor = new[] { "sev5" },
                hoursUntilDue = 48,
                needed = new[] { "learnings", "impact" },
                phrases = new[] { new { text = "oops", ask = "What surprised us?" } },
                version = 0,
            }
        );

        (await _admin.FindAsync(await IncidentStory.ResolvedAsync(_host))).ShouldBeNull();
        var resolvedAt = TestTimes.Now.AddMinutes(-5);
        var incident = await IncidentStory.ResolvedAsync(_host, Severity.Sev5, resolvedAt);
        var review = await _admin.OfAsync(incident);
        (review["dueAt"]!.GetValue<DateTime>() - resolvedAt).TotalHours.ShouldBe(48, 0.01);
        var id = review["id"]!.GetValue<string>();
        await _admin.PutAsync($"/api/reviews/{id}/summary", new { text = "Oops" });
        await _admin.PostAsync(
            $"/api/reviews/{id}/factors",
            new { title = "human error", category = "process" },
            HttpStatusCode.Created
        );
        (await MissingAsync(id)).ShouldBe(["learnings", "impact"]);
        var hint = (await _admin.OfAsync(incident))["hints"]!.AsArray().ShouldHaveSingleItem();
        hint!["ask"]!.GetValue<string>().ShouldBe("What surprised us?");
    }

    [Fact]
    public async Task An_impact_is_complete_with_customers_operations_and_availability_D1()
    {
        await _admin.PutAsync(
            Path,
            new
            {
                openFor = new[] { "sev5" },
                hoursUntilDue = 48,
                needed = new[] { "impact" },
                version = 0,
            }
        );
        var incident = await IncidentStory.ResolvedAsync(_host, Severity.Sev5);
        var id = (await _admin.OfAsync(incident))["id"]!.GetValue<string>();

        await incident.GetsImpactAsync("Nobody could pay");
        (await MissingAsync(id)).ShouldBe(["summary", "factors", "impact"]);
        await incident.GetsImpactAsync("Nobody could pay", "none", "98 %");

        (await MissingAsync(id)).ShouldBe(["summary", "factors"]);
    }

    [Fact]
    public async Task Only_administrators_change_them_one_after_the_other_and_it_is_kept_who_did()
    {
        var change = new { hoursUntilDue = 72, version = 0 };
        await new ReviewClient(_host.Client(Scope.ReviewsRead, Scope.ReviewsWrite)).PutAsync(
            Path,
            change,
            HttpStatusCode.Forbidden
        );
        await _admin.PutAsync(Path, change);
        await _admin.PutAsync(Path, change, HttpStatusCode.PreconditionFailed);

        var history = await _admin.GetAsync(Path + "/history");

        var line = history["items"]!.AsArray().ShouldHaveSingleItem()!;
        line["actor"]!["name"]!.GetValue<string>().ShouldBe("Riley Responder");
        line["before"]!["hoursUntilDue"]!.GetValue<double>().ShouldBe(24);
        line["after"]!["hoursUntilDue"]!.GetValue<double>().ShouldBe(72);
    }

    private async Task<IReadOnlyList<string>> MissingAsync(string review)
    {
        var refused = await _admin.PostAsync(
            $"/api/reviews/{review}/publish",
            null,
            HttpStatusCode.UnprocessableEntity
        );
        return [.. refused["missing"]!.AsArray().Select(m => m!.GetValue<string>())];
    }

    [Theory]
    [InlineData("""{"hoursUntilDue":0}""", "hoursUntilDue")]
    [InlineData("""{"hoursUntilDue":24,"needed":["everything"]}""", "needed")]
    [InlineData("""{"hoursUntilDue":24,"phrases":[{"text":"x","ask":" "}]}""", "phrases")]
    public async Task A_rule_that_makes_no_sense_is_refused_by_name(string body, string field)
    {
        using var answer = await _host
            .Client(Scope.Admin)
            .PutAsync(Path, new StringContent(body, null, "application/json"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"\"{field}\"");
    }
}
