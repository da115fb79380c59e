using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Pir.FrontDoor.Tests;

/// <summary>
/// Texts are compressed if the client accepts it. Streams, small responses to tools and responses
/// with a permanent key are not.
/// </summary>
public sealed class CompressedAnswerTests(SqliteProduct host) : IClassFixture<SqliteProduct>
{
    [Theory]
    [InlineData("/api/incidents")]
    [InlineData("/api/incidents/INC-999")]
    [InlineData("/setup")]
    [InlineData("/nothing-here")]
    public async Task A_text_is_compressed(string path)
    {
        using var script = host.Product.Script();

        using var answer = await GetAsync(script, path, "gzip, br");

        answer.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        answer.Headers.Vary.ShouldContain("Accept-Encoding");
    }

    [Fact]
    public async Task What_shows_a_key_again_each_time_is_not_compressed()
    {
        var webhook = await host.Product.ConnectAsync(name: "Shown");
        using var script = host.Product.Script();

        using var answer = await GetAsync(script, "/api/sources", "gzip, br");

        answer.Content.Headers.ContentEncoding.ShouldBeEmpty();
        (await answer.Content.ReadAsStringAsync()).ShouldContain(webhook);
    }

    [Theory]
    [InlineData("same-origin", true)]
    [InlineData("none", true)]
    [InlineData("same-site", false)]
    [InlineData("cross-site", false)]
    public async Task Pages_with_a_lasting_key_are_compressed_for_our_own_pages_alone(
        string site,
        bool isCompressed
    )
    {
        await host.Product.ConnectAsync(name: "Asked by " + site);
        using var script = host.Product.Script();
        script.DefaultRequestHeaders.Add("Sec-Fetch-Site", site);

        using var answer = await GetAsync(script, "/sources", "gzip, br");

        answer.Content.Headers.ContentEncoding.Count.ShouldBe(isCompressed ? 1 : 0);
    }

    [Fact]
    public async Task Who_does_not_accept_it_gets_it_plain()
    {
        using var script = host.Product.Script();

        using var answer = await GetAsync(script, "/api/incidents", "identity");

        answer.Content.Headers.ContentEncoding.ShouldBeEmpty();
        (await answer.JsonAsync()).GetProperty("items").ValueKind.ShouldBe(JsonValueKind.Array);
    }

    [Fact]
    public async Task A_stream_of_events_is_not_compressed()
    {
        using var script = host.Product.Script();

        using var answer = await GetAsync(script, "/api/events", "gzip, br");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        answer.Content.Headers.ContentEncoding.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_answer_to_an_alert_is_not_compressed()
    {
        using var tool = host.Product.Stranger();
        tool.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");

        using var answer = await tool.PostAsJsonAsync(
            await host.Product.ConnectAsync(),
            new { title = "Down", key = "down" }
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Content.Headers.ContentEncoding.ShouldBeEmpty();
    }

    private static async Task<HttpResponseMessage> GetAsync(
        HttpClient client,
        string path,
        string accepted
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.ParseAdd(accepted);
        request.Headers.Accept.ParseAdd("text/html");
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
