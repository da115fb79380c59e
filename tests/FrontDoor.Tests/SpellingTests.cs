using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pir.Testing;

namespace Pir.FrontDoor.Tests;

/// <summary>
/// However an address is written, the same right is required and the action is audited.
/// </summary>
public sealed class SpellingTests(SqliteProduct host) : IClassFixture<SqliteProduct>
{
    private const string Body = """{"kind":"generic","name":"Spelled"}""";
    private readonly Product _product = host.Product;

    [Theory]
    [InlineData("POST", "/api/sources")]
    [InlineData("POST", "/API/Sources")]
    [InlineData("POST", "/api/sources/")]
    [InlineData("POST", "/api/%73ources")]
    [InlineData("post", "/api/sources")]
    [InlineData("POST", "/api/sources//")]
    [InlineData("POST", "//api/sources")]
    [InlineData("POST", "/api//sources")]
    [InlineData("POST", "/api%2Fsources")]
    [InlineData("POST", "/api/./sources")]
    [InlineData("POST", "/x/../api/sources")]
    [InlineData("POST", "/api\\sources")]
    public async Task What_succeeds_is_audited_and_needs_its_scope(string method, string path)
    {
        using var script = _product.Script();
        var before = await CountAsync(script);

        var mine = await AskAsync(method, path, Product.Token);
        var viewers = await AskAsync(method, path, await ViewerAsync(script));

        if (mine.Status == 201)
        {
            viewers.Status.ShouldBe(403, viewers.Text);
            await Eventually.Until(
                async () => await CountAsync(script) == before + 1,
                description: "the log has a line about it"
            );
        }
        else
        {
            mine.Status.ShouldBeOneOf([400, 404, 405], mine.Text);
            viewers.Status.ShouldBeOneOf([400, 404, 405], viewers.Text);
        }
    }

    [Theory]
    [InlineData("GET", "/sources")]
    [InlineData("get", "/sources")]
    [InlineData("GET", "/Sources/")]
    [InlineData("gEt", "/%73ources")]
    public async Task A_page_needs_its_scope(string method, string path)
    {
        using var script = _product.Script();

        var answer = await AskAsync(method, path, await ViewerAsync(script));

        answer.Status.ShouldBe(403, answer.Text);
    }

    private Task<RawAnswer> AskAsync(string method, string path, string token)
    {
        var body = method.Equals("GET", StringComparison.OrdinalIgnoreCase) ? "" : Body;
        return RawConnection.AskAsync(
            _product.Address,
            $"{method} {path} HTTP/1.1\r\nHost: {_product.Address.Authority}\r\n"
                + $"Connection: close\r\nAuthorization: Bearer {token}\r\n"
                + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"
        );
    }

    private static async Task<int> CountAsync(HttpClient script)
    {
        var log = await script.GetFromJsonAsync<JsonElement>(
            "/api/audit?action=source-created&limit=200"
        );
        return log.GetProperty("items").GetArrayLength();
    }

    private static async Task<string> ViewerAsync(HttpClient script)
    {
        using var answer = await script.PostAsJsonAsync(
            "/api/tokens",
            new { name = "Of a viewer", role = "viewer" }
        );
        var token = await answer.JsonAsync(HttpStatusCode.Created);
        return token.GetProperty("token").GetString()!;
    }
}
