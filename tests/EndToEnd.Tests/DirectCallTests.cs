using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Pir.EndToEnd.Tests.Installations;
using Pir.ServiceDefaults.Auth;
using Shouldly;
using Xunit;

namespace Pir.EndToEnd.Tests;

/// <summary>
/// Bypassing the gateway does not help: a service accepts only the gateway's ticket.
/// </summary>
[Collection(DistributedCollection.Name)]
public sealed class DirectCallTests(SharedDistributed shared)
{
    private readonly DistributedInstallation _installation = shared.Installation;

    public static TheoryData<string, string> Services =>
        new()
        {
            { "incident-intake", "/api/incidents" },
            { "timeline", "/api/incidents/INC-1/timeline" },
            { "review", "/api/reviews" },
            { "action-tracking", "/api/actions" },
            { "notification", "/api/subscriptions" },
        };

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_service_refuses_a_caller_without_a_ticket(string service, string path)
    {
        (await CallAsync(service, path, null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await CallAsync(service, "/openapi/" + service + ".json", null)).ShouldBe(
            HttpStatusCode.Unauthorized
        );
        (await CallAsync(service, $"/api/operations/{service}/parked", null)).ShouldBe(
            HttpStatusCode.Unauthorized
        );
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_service_refuses_an_API_token(string service, string path)
    {
        using var pir = new Driver(_installation);
        var token = await pir.PostAsync(
            "/api/tokens",
            new { name = "direct", scopes = new[] { "admin" } },
            HttpStatusCode.Created
        );

        var value = token.GetProperty("token").GetString();
        (await CallAsync(service, path, value)).ShouldBe(HttpStatusCode.Unauthorized);
        (await CallAsync(service, path, _installation.Token)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_service_refuses_a_forged_ticket(string service, string path)
    {
        // The right format and claims, but with a foreign key.
        (await CallAsync(service, path, Forge())).ShouldBe(HttpStatusCode.Unauthorized);
        (
            await CallAsync(
                service,
                path,
                "CfDJ8" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(200))
            )
        ).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_same_paths_answer_through_the_gateway()
    {
        using var pir = new Driver(_installation);
        foreach (var row in Services.Where(r => r.Data.Item1 != "timeline"))
        {
            await pir.GetAsync(row.Data.Item2);
        }
    }

    private static string Forge()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddDataProtection().SetApplicationName("pir").UseEphemeralDataProtectionProvider();
        services.AddAuthentication().AddBearerToken(Tickets.Scheme);
        services.AddSingleton(TimeProvider.System).AddSingleton<TicketIssuer>();
        using var provider = services.BuildServiceProvider();
        return provider
            .GetRequiredService<TicketIssuer>()
            .Issue(PirClaims.Create("Ticket", "user", "mallory", "Mallory", [], [Scope.Admin]));
    }

    private async Task<HttpStatusCode> CallAsync(string service, string path, string? token)
    {
        using var client = new HttpClient { BaseAddress = _installation.AddressOf(service) };
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Bearer",
                token
            );
        }

        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }
}
