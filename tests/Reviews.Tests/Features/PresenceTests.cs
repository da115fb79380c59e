using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Pir.Reviews.Data;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.Reviews.Tests.Features;

/// <summary>
/// Who has a review open: listed while their pages report, removed when they leave or stop
/// reporting, and only visible to attendees.
/// </summary>
public abstract class PresenceTests(ReviewHost fixture)
{
    private readonly PirTestHost _host = fixture.Host;
    private readonly ReviewClient _trusted = ReviewClient.For(fixture.Host);

    [Fact]
    public async Task A_person_is_here_once_where_they_write_until_their_last_page_is_left()
    {
        var (id, ada, grace) = await TwoAsync();
        var (reading, writing) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await SpeaksAsync(ada, id, writing, "notes");
        await SpeaksAsync(ada, id, reading, null);

        Seen(await SpeaksAsync(grace, id, reading, "summary"))
            .ShouldBe(["ada: notes", "grace: summary"]);
        Seen(await ada.GetAsync($"/api/reviews/{id}/presence"))
            .ShouldBe(["ada: notes", "grace: summary"]);

        await ada.DeleteAsync($"/api/reviews/{id}/presence/{writing}");
        Seen(await SpeaksAsync(grace, id, reading, null)).ShouldBe(["ada: ", "grace: "]);
        await ada.DeleteAsync($"/api/reviews/{id}/presence/{reading}");
        Seen(await SpeaksAsync(grace, id, reading, null)).ShouldBe(["grace: "]);
    }

    [Fact]
    public async Task Somebody_silent_for_half_a_minute_is_gone_and_forgotten()
    {
        var (id, ada, grace) = await TwoAsync();
        await SpeaksAsync(ada, id, Guid.CreateVersion7(), "notes");
        await using var scope = _host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ReviewDbContext>();
        var page = await db.Presences.SingleAsync(p => p.ReviewId == Guid.Parse(id));
        page.SeenAt -= Presence.Lasts + TimeSpan.FromSeconds(1);
        await db.SaveChangesAsync();

        Seen(await ada.GetAsync($"/api/reviews/{id}/presence")).ShouldBeEmpty();
        Seen(await SpeaksAsync(grace, id, Guid.CreateVersion7(), null)).ShouldBe(["grace: "]);
        (await db.Presences.CountAsync(p => p.ReviewId == Guid.Parse(id))).ShouldBe(1);
    }

    [Fact]
    public async Task Who_does_not_attend_neither_sees_nor_is_seen()
    {
        var (id, ada, grace) = await TwoAsync();
        await SpeaksAsync(ada, id, Guid.CreateVersion7(), "notes");
        var path = $"/api/reviews/{id}/presence";
        foreach (
            var other in new[]
            {
                Somebody("viewer"),
                Somebody("fay", Scope.ReviewsRead, Scope.ReviewsWrite),
            }
        )
        {
            await other.GetAsync(path, HttpStatusCode.NotFound);
            await other.PutAsync(
                $"{path}/{Guid.CreateVersion7()}",
                new { },
                HttpStatusCode.NotFound
            );
        }

        Seen(await grace.GetAsync(path)).ShouldBe(["ada: notes"]);
    }

    [Fact]
    public async Task Nobody_sends_somebody_else_away()
    {
        var (id, ada, grace) = await TwoAsync();
        var tab = Guid.CreateVersion7();
        await SpeaksAsync(ada, id, tab, "notes");

        await grace.DeleteAsync($"/api/reviews/{id}/presence/{tab}");
        await SpeaksAsync(grace, id, tab, "summary");

        Seen(await ada.GetAsync($"/api/reviews/{id}/presence"))
            .ShouldBe(["ada: notes", "grace: summary"]);
    }

    private static Task<JsonNode> SpeaksAsync(
        ReviewClient person,
        string id,
        Guid tab,
        string? field
    ) => person.PutAsync($"/api/reviews/{id}/presence/{tab}", new { field });

    private static List<string> Seen(JsonNode answer) =>
        [.. answer["items"]!.AsArray().Select(p => $"{p!["name"]}: {p["field"]}")];

    private ReviewClient Somebody(string id, params string[] scopes) =>
        new(_host.ClientOf(id, id, [], scopes.Length == 0 ? [Scope.ReviewsRead] : scopes));

    private async Task<(string Id, ReviewClient Ada, ReviewClient Grace)> TwoAsync()
    {
        var incident = await IncidentStory.ResolvedAsync(_host);
        var id = await _trusted.IdOfAsync(incident);
        foreach (var name in new[] { "ada", "grace" })
        {
            await _trusted.PostAsync($"/api/reviews/{id}/attendees", new { personId = name, name });
        }

        return (id, Somebody("ada"), Somebody("grace"));
    }

    [Collection(OnSqlite.Name)]
    public sealed class Sqlite(SqliteHost host) : PresenceTests(host);

    [Collection(OnPostgreSql.Name)]
    public sealed class PostgreSql(PostgreSqlHost host) : PresenceTests(host);
}
