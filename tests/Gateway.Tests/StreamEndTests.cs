using System.Net;
using Pir.Contracts.Events;

namespace Pir.Gateway.Tests;

/// <summary>Streams end within seconds when their reader loses the right to them.</summary>
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
        var (_, other) = await gateway.JoinAsync("responder", "other@example.com");
        using var stream = await OpenAsync(riley.Client);
        using var others = await OpenAsync(admin);

        await ChangeAsync(admin, other, new { isDisabled = true });

        // Looked at several times meanwhile.
        var end = stream.ReadAsync();
        (await Task.WhenAny(end, Task.Delay(TimeSpan.FromSeconds(1)))).ShouldNotBe(end);
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
        (await stream.ReadAsync()).ShouldBeTrue(); // The first event: it runs.
        return stream;
    }

    private static async Task EndsAsync(OpenStream stream) =>
        (await stream.ReadAsync().WaitAsync(Seconds)).ShouldBeFalse();

    private sealed class OpenStream(HttpResponseMessage answer, Stream body) : IDisposable
    {
        /// <summary>Whether something came before the end.</summary>
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
