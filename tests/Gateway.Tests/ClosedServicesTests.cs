using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pir.ActionTracking;
using Pir.IncidentIntake;
using Pir.Notifications;
using Pir.Platform.Hosting;
using Pir.Reviews;
using Pir.Testing;
using Pir.Timelines;

namespace Pir.Gateway.Tests;

/// <summary>The services for callers who bypass the gateway.</summary>
public sealed class ClosedServicesTests
{
    [Fact]
    public async Task Every_operation_of_every_service_refuses_whoever_has_no_ticket()
    {
        IPirModule[] modules =
        [
            new IntakeModule(),
            new TimelineModule(),
            new ReviewModule(),
            new ActionsModule(),
            new NotificationModule(),
        ];
        await using var store = TestStore.Sqlite();
        await using var host = await PirTestHost.StartAsync(
            store,
            modules,
            settings: [("Identity:BootstrapToken", GatewayDriver.Bootstrap)]
        );
        var operations = await OperationsAsync(host, modules);
        operations.Count.ShouldBeGreaterThan(60);

        foreach (
            var credential in (string?[])
                [null, GatewayDriver.Bootstrap, "pir_" + new string('A', 43), "not a ticket"]
        )
        {
            using var stranger = host.AnonymousClient();
            stranger.DefaultRequestHeaders.Authorization = credential is null
                ? null
                : new AuthenticationHeaderValue("Bearer", credential);
            foreach (var (method, path, type) in operations)
            {
                using var request = new HttpRequestMessage(method, path);
                request.Content = new StringContent("{}", new MediaTypeHeaderValue(type));
                using var answer = await stranger.SendAsync(request);
                answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path}");
            }
        }
    }

    private static async Task<List<(HttpMethod Method, string Path, string Type)>> OperationsAsync(
        PirTestHost host,
        IPirModule[] modules
    )
    {
        using var client = host.Client();
        var operations = new List<(HttpMethod, string, string)>();
        foreach (var module in modules)
        {
            var document = await client.GetFromJsonAsync<JsonElement>(
                $"/openapi/{module.Name}.json"
            );
            operations.AddRange(
                from path in document.GetProperty("paths").EnumerateObject()
                // The webhook's key, in its path, is what a webhook has to show.
                where !path.Name.StartsWith("/webhooks/", StringComparison.Ordinal)
                from operation in path.Value.EnumerateObject()
                select (
                    HttpMethod.Parse(operation.Name),
                    Fill(path.Name, operation.Value),
                    MediaType(operation.Value)
                )
            );
        }

        return operations;
    }

    /// <summary>
    /// The media type of the operation. Any other is refused before authentication.
    /// </summary>
    private static string MediaType(JsonElement operation) =>
        operation.TryGetProperty("requestBody", out var body)
            ? body.GetProperty("content").EnumerateObject().First().Name
            : "application/json";

    private static string Fill(string path, JsonElement operation)
    {
        var numbers = operation.TryGetProperty("parameters", out var parameters)
            ? parameters
                .EnumerateArray()
                .Where(p =>
                    p.GetProperty("schema").GetRawText().Contains("\"int", StringComparison.Ordinal)
                )
                .Select(p => "{" + p.GetProperty("name").GetString() + "}")
                .ToList()
            : [];
        return Regex.Replace(
            path,
            "{[^}]+}",
            part => numbers.Contains(part.Value) ? "1" : Guid.CreateVersion7().ToString(),
            RegexOptions.None,
            TimeSpan.FromSeconds(1)
        );
    }
}
