using System.Net;
using System.Text.Json;
using Pir.EndToEnd.Tests.Installations;
using Pir.Testing;
using Pir.Testing.Processes;
using Shouldly;
using Xunit;

namespace Pir.EndToEnd.Tests;

/// <summary>Independent tools accept the running product's machine-readable descriptions.</summary>
public sealed class DocumentTests
{
    [Fact]
    public async Task The_API_is_described_in_documents_a_linter_accepts()
    {
        await using var installation = await StandaloneInstallation.StartAsync();
        using var pir = new Driver(installation);
        using var page = await pir.Http.GetAsync(new Uri("/docs/api", UriKind.Relative));
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await page.Content.ReadAsStringAsync()).ShouldContain("<html");

        var documents = (await pir.GetAsync("/docs/api/documents.json"))
            .GetProperty("urls")
            .EnumerateArray()
            .Select(d => d.GetProperty("url").GetString()!)
            .ToList();
        documents.ShouldBe(
            [
                "/openapi/incident-intake.json",
                "/openapi/timeline.json",
                "/openapi/review.json",
                "/openapi/action-tracking.json",
                "/openapi/notification.json",
                "/openapi/gateway.json",
            ],
            ignoreOrder: true
        );
        using var folder = new TempFolder("openapi");
        var files = new List<string>();
        foreach (var document in documents)
        {
            var text = await pir.Http.GetStringAsync(new Uri(document, UriKind.Relative));
            var paths = JsonSerializer.Deserialize<JsonElement>(text).GetProperty("paths");
            paths.EnumerateObject().ShouldNotBeEmpty(document);
            if (document.Contains("intake", StringComparison.Ordinal))
            {
                paths.TryGetProperty("/webhooks/{kind}/{key}", out _).ShouldBeTrue();
                var schemas = JsonSerializer
                    .Deserialize<JsonElement>(text)
                    .GetProperty("components")
                    .GetProperty("schemas");
                var resolve = schemas.GetProperty("ResolveIncidentRequest");
                resolve
                    .GetProperty("properties")
                    .TryGetProperty("resolvedAt", out _)
                    .ShouldBeTrue();
                resolve.TryGetProperty("required", out _).ShouldBeFalse("nothing of it is");
                schemas.TryGetProperty("Request", out _).ShouldBeFalse("two bodies share a name");
            }

            files.Add(folder.Write(Path.GetFileName(document), text));
        }

        await NodeConsumers.LintOpenApiAsync([.. files]);
    }

    [Fact]
    public async Task The_events_are_described_in_a_document_the_AsyncAPI_parser_accepts()
    {
        var found = await NodeConsumers.ParseAsyncApiAsync(
            Repository.PathOf("docs", "asyncapi.json")
        );

        found.GetProperty("version").GetString().ShouldBe("3.0.0");
        found.GetProperty("channels").GetArrayLength().ShouldBeGreaterThan(0);
        found.GetProperty("messages").GetArrayLength().ShouldBeGreaterThan(0);
        found.GetProperty("operations").GetArrayLength().ShouldBeGreaterThan(0);
    }
}
