using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Pir.Contracts.Events;
using Pir.Gateway.Data;
using Pir.Gateway.Identity;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;

namespace Pir.Gateway.Tests;

/// <summary>Streams end within seconds if their reader loses access.</summary>
public sealed class StreamEndTests
{
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData("disabled")]
    [InlineData("signed out everywhere")]
    [InlineData("role lowered")]
    [InlineData("taken out of a team")]
    public async Task A_persons_stream_ends_when_they_are(string what)
    {
        await using var gateway = await StartAsync();
        using var admin = gateway.Script();
        var (riley, id) = await gateway.JoinAsync("responder");
        var team = await (
            await admin.SendJsonAsync(HttpMethod.Post, "/api/teams", new { name = "Payments" })
        ).JsonAsync(HttpStatusCode.Created);
        var member = $"/api/teams/{team.GetProperty("id").GetGuid()}/members/{id}";
        await admin.PutAsync(member, null);
        using var stream = await OpenAsync(riley.Client);

        using var done = what switch
        {
            "disabled" => await ChangeAsync(admin, id, new { isDisabled = true }),
            "role lowered" => await ChangeAsync(admin, id, new { role = "viewer" }),
            "taken out of a team" => await admin.DeleteAsync(member),
            _ => await admin.DeleteAsync($"/api/users/{id}/sessions"),
        };

        done.EnsureSuccessStatusCode();
        await EndsAsync(stream);
    }

    [Fact]
    public async Task A_stranger_who_asks_for_a_stream_is_refused_and_not_sent_to_sign_in()
    {
        await using var gateway = await StartAsync();
        using var stranger = gateway.Browser();
        foreach (var accept in (string[])["text/event-stream", "*/*"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/live");
            request.Headers.Add("Accept", accept);

            using var answer = await stranger.Client.SendAsync(request);

            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            (answer.Content.Headers.ContentType?.MediaType).ShouldNotBe("text/html");
        }
    }

    [Fact]
    public async Task A_tokens_stream_ends_when_it_is_revoked()
    {
        await using var gateway = await StartAsync();
        using var admin = gateway.Script();
        var made = await (
            await admin.SendJsonAsync(
                HttpMethod.Post,
                "/api/tokens",
                new { name = "forum", scopes = new[] { "events:read" } }
            )
        ).JsonAsync(HttpStatusCode.Created);
        using var script = gateway.Script(made.GetProperty("token").GetString()!);
        using var stream = await OpenAsync(script);

        await admin.DeleteAsync("/api/tokens/" + made.GetProperty("id").GetGuid());

        await EndsAsync(stream);
    }

    [Fact]
    public async Task A_stream_stays_while_nothing_changes_for_its_reader()
    {
        await using var gateway = await StartAsync();
        using var admin = gateway.Script();
        var (riley, _) = await gateway.JoinAsync("responder");
        using var stream = await OpenAsync(riley.Client);
        var end = stream.ReadAsync();

        // Each of these changes has all streams checked and ends the changed reader's.
        foreach (var other in (string[])["one@example.com", "two@example.com"])
        {
            var (reader, id) = await gateway.JoinAsync("responder", other);
            using var others = await OpenAsync(reader.Client);
            await ChangeAsync(admin, id, new { isDisabled = true });
            await EndsAsync(others);
        }

        end.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_stream_alone_does_not_keep_its_readers_session_alive()
    {
        await using var gateway = await GatewayDriver.StartWithAsync(
            EventCatalog.Notification,
            new FakeTimeProvider(TimeProvider.System.GetUtcNow()),
            ("Identity:SessionLifetime", "01:00:00"),
            ("Identity:SessionCheckInterval", "00:05:00")
        );
        var (riley, _) = await gateway.JoinAsync("responder");
        using var stream = await OpenAsync(riley.Client);

        var end = stream.ReadAsync();
        await Eventually.Until(() =>
        {
            gateway.Advance(TimeSpan.FromMinutes(20));
            return end.IsCompleted;
        });

        (await end).ShouldBeFalse();
        (await riley.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_reader_who_is_there_keeps_their_session_beside_the_stream()
    {
        await using var gateway = await GatewayDriver.StartWithAsync(
            EventCatalog.Notification,
            new FakeTimeProvider(TimeProvider.System.GetUtcNow()),
            ("Identity:SessionLifetime", "01:00:00"),
            ("Identity:SessionCheckInterval", "00:05:00")
        );
        var (riley, _) = await gateway.JoinAsync("responder");
        using var stream = await OpenAsync(riley.Client);
        var live = gateway.Services.GetRequiredService<LiveSessions>();
        var named = await NamedAsync(gateway);

        for (var n = 0; n < 8; n++)
        {
            gateway.Advance(TimeSpan.FromMinutes(20));
            // The watch has just checked, so this request arrives while the cached result is fresh.
            (await live.LookAtAsync(named, new DefaultHttpContext())).ShouldNotBeNull();
            (await riley.Client.GetAsync("/api/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    /// <summary>The only session, as its cookie names it.</summary>
    private static async Task<ClaimsPrincipal> NamedAsync(GatewayDriver gateway)
    {
        await using var scope = gateway.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
        var session = await db.Sessions.SingleAsync();
        return new(new ClaimsIdentity([new(PirClaims.Session, session.Id.ToString())]));
    }

    private static Task<GatewayDriver> StartAsync() =>
        GatewayDriver.StartWithAsync(
            EventCatalog.Notification,
            ("Identity:SessionCheckInterval", "00:00:00.2")
        );

    private static Task<HttpResponseMessage> ChangeAsync(HttpClient admin, Guid id, object body) =>
        admin.SendJsonAsync(HttpMethod.Patch, "/api/users/" + id, body);

    private static async Task<OpenStream> OpenAsync(HttpClient client)
    {
        var answer = await client.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var stream = new OpenStream(answer, await answer.Content.ReadAsStreamAsync());
        (await stream.ReadAsync()).ShouldBeTrue(); // The first event shows that the stream works.
        return stream;
    }

    private static async Task EndsAsync(OpenStream stream) =>
        (await stream.ReadAsync().WaitAsync(Seconds)).ShouldBeFalse();

    private sealed class OpenStream(HttpResponseMessage answer, Stream body) : IDisposable
    {
        /// <summary>Whether something arrived before the end.</summary>
        public async Task<bool> ReadAsync()
        {
            try
            {
                return await body.ReadAsync(new byte[1024]) > 0;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                return false;
            }
        }

        public void Dispose() => answer.Dispose();
    }
}
