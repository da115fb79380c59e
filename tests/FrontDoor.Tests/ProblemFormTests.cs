using System.Net;
using System.Text;

namespace Pir.FrontDoor.Tests;

/// <summary>
/// All problems have the same format, whether the framework or a service refuses.
/// </summary>
public sealed class ProblemFormTests(SqliteProduct fixture) : IClassFixture<SqliteProduct>
{
    private const int TooLong = 11 * 1024 * 1024;

    [Theory]
    [InlineData("GET", "/api/nothing-here", HttpStatusCode.NotFound, "not-found")]
    [InlineData("GET", "/api/incidents/INC-999", HttpStatusCode.NotFound, "not-found")]
    [InlineData("PUT", "/api/incidents", HttpStatusCode.MethodNotAllowed, "method-not-allowed")]
    [InlineData("POST", "/api/incidents", HttpStatusCode.RequestEntityTooLarge, "too-large")]
    [InlineData("PATCH", "/api/me", HttpStatusCode.Forbidden, "forbidden")]
    public async Task The_type_is_the_code_as_an_address(
        string method,
        string path,
        HttpStatusCode expected,
        string code
    )
    {
        using var script = fixture.Product.Script();
        using var request = new HttpRequestMessage(new(method), path);
        if (method is "POST" or "PATCH")
        {
            request.Headers.ExpectContinue = true; // The refusal comes before the body.
            var text = expected == HttpStatusCode.RequestEntityTooLarge ? TooLong : 1;
            request.Content = new StringContent(
                $$"""{"name":"{{new string('x', text)}}"}""",
                Encoding.UTF8,
                "application/json"
            );
        }

        using var answer = await script.SendAsync(request);

        var problem = await answer.JsonAsync(expected);
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("type").GetString().ShouldBe("urn:pir:problem:" + code);
    }

    [Fact]
    public async Task A_token_is_told_that_it_is_the_reason()
    {
        using var script = fixture.Product.Script();

        using var answer = await script.SendAsync(
            new(HttpMethod.Patch, "/api/me")
            {
                Content = new StringContent("""{"name":"x"}""", Encoding.UTF8, "application/json"),
            }
        );

        var problem = await answer.JsonAsync(HttpStatusCode.Forbidden);
        problem.GetProperty("detail").GetString()!.ShouldStartWith("API tokens cannot do this");
    }

    [Theory]
    [InlineData("/api/reviews/01a00000-0000-7000-8000-000000000000/summary", "text", 10_001)]
    [InlineData("/api/reviews/01a00000-0000-7000-8000-000000000000/owner", "name", 201)]
    public async Task A_text_that_is_too_long_is_told_in_one_wording(
        string path,
        string field,
        int length
    )
    {
        using var script = fixture.Product.Script();

        using var answer = await script.SendAsync(
            new(HttpMethod.Put, path)
            {
                Content = new StringContent(
                    $$"""{"{{field}}":"{{new string('x', length)}}"}""",
                    Encoding.UTF8,
                    "application/json"
                ),
            }
        );

        (await answer.ErrorsAsync())[field]
            .ShouldBe([$"must be at most {length - 1} characters long"]);
    }
}
