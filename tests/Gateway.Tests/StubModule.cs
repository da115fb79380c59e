using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Pir.Contracts.Events;
using Pir.Platform.Hosting;
using Pir.Platform.Messaging;
using Pir.ServiceDefaults;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Tests;

/// <summary>A service that returns what it received: the caller and the headers.</summary>
internal sealed class StubModule(string name) : IPirModule
{
    private int _cuts;

    public string Name => name;

    /// <summary>
    /// Number of requests for which the connection was cut instead of a response.
    /// </summary>
    public int Cuts => _cuts;

    public void Add(IHostApplicationBuilder builder) { }

    public void AddConsumers(ConsumerRegistration consumers) { }

    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapPirApi(name);
        if (name == EventCatalog.Intake)
        {
            api.MapGet("/api/incidents", Tell).May(Permissions.SeeIncidents);
            api.MapPost("/api/incidents", Tell).May(Permissions.RunIncidents);
            api.MapPost("/api/incidents/cut", Cut).May(Permissions.RunIncidents);
            api.MapPost("/api/incidents/{incident}/roles", (JsonElement body) => body)
                .May(Permissions.RunIncidents);
            api.MapGet("/api/incidents/slow", (Delegate)WaitAsync).May(Permissions.SeeIncidents);
            routes.MapPost("/webhooks/{kind}/{key}", (Delegate)TakeAsync).AllowAnonymous();
        }
        else if (name == EventCatalog.TimelineService)
        {
            api.MapGet("/api/incidents/{id}/timeline", Tell).May(Permissions.ReadTimelines);
        }
        else if (name == EventCatalog.Notification)
        {
            api.MapGet("/api/events", (Delegate)StreamAsync).May(Permissions.ListenToEvents);
        }
    }

    public sealed record Told(
        string Service,
        string? Kind,
        string? Subject,
        string? Name,
        IReadOnlyList<string> Scopes,
        IReadOnlyList<string> Teams,
        string? Owner,
        string? Address,
        string? Authorization,
        string? Cookie,
        string? ForwardedHost,
        string? ForwardedFor,
        string? PublicAddress,
        string? TraceParent,
        long Bytes
    );

    private Told Tell(HttpContext http) => Describe(http, 0);

    private Told Describe(HttpContext http, long bytes)
    {
        var headers = http.Request.Headers;
        return new(
            name,
            http.User.FindFirstValue(PirClaims.Kind),
            http.User.FindFirstValue(PirClaims.Subject),
            http.User.FindFirstValue(PirClaims.Name),
            [.. http.User.FindAll(PirClaims.Scope).Select(c => c.Value)],
            http.User.Teams(),
            http.User.FindFirstValue(PirClaims.Owner),
            http.User.FindFirstValue(PirClaims.Address),
            headers.Authorization.Count == 0 ? null : headers.Authorization.ToString(),
            headers.Cookie.Count == 0 ? null : headers.Cookie.ToString(),
            headers["X-Forwarded-Host"].FirstOrDefault(),
            headers["X-Forwarded-For"].FirstOrDefault(),
            headers["X-Pir-Public-Address"].FirstOrDefault(),
            headers.TraceParent.FirstOrDefault(),
            bytes
        );
    }

    private async Task<IResult> TakeAsync(HttpContext http)
    {
        if (
            http.Request.RouteValues["key"] is string key
            && key.StartsWith("unknown", StringComparison.Ordinal)
        )
        {
            return TypedResults.NotFound();
        }

        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        return TypedResults.Accepted((string?)null, Describe(http, body.Length));
    }

    private void Cut(HttpContext http)
    {
        Interlocked.Increment(ref _cuts);
        http.Abort();
    }

    private static async Task WaitAsync(HttpContext http) =>
        await Task.Delay(Timeout.Infinite, http.RequestAborted);

    private static async Task StreamAsync(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        await http.Response.WriteAsync("data: first\n\n");
        await http.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, http.RequestAborted);
    }
}
