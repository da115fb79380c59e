using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Pir.FrontDoor.Tests;

/// <summary>What Home offers if nothing has happened yet.</summary>
public sealed class EmptyHomeTests(SqliteProduct host) : IClassFixture<SqliteProduct>
{
    [Theory]
    [InlineData("viewer", "Nothing has happened here yet", 0)]
    [InlineData("responder", "One step to your first review", 1)]
    [InlineData("organizer", "Two steps to your first review", 2)]
    [InlineData("admin", "Three steps to your first review", 3)]
    public async Task It_offers_what_its_reader_may_do(string role, string title, int steps)
    {
        using var reader = await ReaderAsync(role);

        var page = await reader.GetStringAsync("/");

        page.ShouldContain($">{title}<");
        page.Split("<li class=\"first").Length.ShouldBe(steps + 1);
        page.Contains("An administrator connects your monitoring", StringComparison.Ordinal)
            .ShouldBe(role != "admin");
        page.Contains("ask an administrator for the Responder role", StringComparison.Ordinal)
            .ShouldBe(role == "viewer");
    }

    private async Task<HttpClient> ReaderAsync(string role)
    {
        using var script = host.Product.Script();
        using var made = await script.PostAsJsonAsync("/api/tokens", new { name = role, role });
        var token = (await made.JsonAsync(HttpStatusCode.Created)).GetProperty("token").GetString();
        var reader = host.Product.Stranger();
        reader.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return reader;
    }
}
