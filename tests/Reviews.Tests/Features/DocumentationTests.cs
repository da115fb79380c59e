using System.Text.Json.Nodes;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.Reviews.Tests.Features;

[Collection(OnSqlite.Name)]
public sealed class DocumentationTests(SqliteHost fixture)
{
    [Fact]
    public async Task The_openapi_document_is_accepted_and_says_what_each_endpoint_refuses()
    {
        var text = await fixture.Host.Client().GetStringAsync("/openapi/review.json");
        using var folder = new TempFolder("openapi");

        await NodeConsumers.LintOpenApiAsync(folder.Write("review.json", text));

        var paths = JsonNode.Parse(text)!["paths"]!.AsObject();
        var publish = paths["/api/reviews/{id}/publish"]!["post"]!;
        publish["operationId"]!.GetValue<string>().ShouldBe("PublishReview");
        publish["responses"]!
            .AsObject()
            .Select(r => r.Key)
            .ShouldBe(["200", "400", "401", "403", "404", "409", "412", "422"], ignoreOrder: true);
        var summaries =
            from path in paths
            where path.Key.StartsWith("/api/reviews", StringComparison.Ordinal)
            from verb in path.Value!.AsObject()
            select verb.Value!["summary"]?.GetValue<string>();
        summaries.ShouldAllBe(s => !string.IsNullOrEmpty(s));
    }
}
