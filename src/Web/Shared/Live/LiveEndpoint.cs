using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Timeline;

namespace Pir.Web.Shared.Live;

/// <summary>
/// Server-sent events for an open page. An event names only the type of a change, and where it
/// moves the version of its subject, that version. A page that does not show the change yet loads
/// it. This is a thin copy of the notification service's stream, so that browsers need no token and
/// only see what they may.
/// </summary>
internal static class LiveEndpoint
{
    // Events that move the version of their subject. Others, such as an engagement, leave it, so a
    // page with that version may still lack them.
    private static readonly HashSet<string> Versioned =
    [
        .. new[]
        {
            typeof(IncidentOpened),
            typeof(IncidentAcknowledged),
            typeof(IncidentMitigated),
            typeof(IncidentResolved),
            typeof(IncidentReopened),
            typeof(IncidentClosed),
            typeof(IncidentChanged),
            typeof(TimelineEntryRecorded),
            typeof(TimelineEntryCorrected),
        }.Select(type => EventCatalog.Of(type).Name),
    ];

    public static async Task HandleAsync(
        HttpContext context,
        EventStream stream,
        Guid? incident,
        string? events,
        DateTimeOffset? since,
        CancellationToken ct
    )
    {
        var lastEventId = context.Request.Headers["Last-Event-ID"].ToString();
        HttpResponseMessage upstream;
        try
        {
            upstream = await stream.ReadAsync(
                events,
                incident,
                since,
                lastEventId.Length == 0 ? null : lastEventId,
                ct
            );
        }
        catch (ApiException refused)
        {
            // A browser stops after a 4xx and reconnects after a broken connection, so the status
            // matters.
            context.Response.StatusCode = refused.Problem.Status is 401 or 403 or 404
                ? refused.Problem.Status
                : 503;
            return;
        }

        using (upstream)
        {
            Start(context);
            await context.Response.WriteAsync("retry: 2000\n: connected\n\n", ct);
            await context.Response.Body.FlushAsync(ct);
            try
            {
                await CopyAsync(await upstream.Content.ReadAsStreamAsync(ct), context.Response, ct);
            }
            catch (Exception exception)
                when (exception is IOException or HttpRequestException or OperationCanceledException
                )
            {
                // One end disconnected. The browser reconnects with Last-Event-ID.
            }
        }
    }

    private static void Start(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache, no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    private static async Task CopyAsync(Stream from, HttpResponse to, CancellationToken ct)
    {
        using var reader = new StreamReader(from, Encoding.UTF8);
        var (type, about) = ("", "");
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            if (line.StartsWith("event:", StringComparison.Ordinal))
            {
                type = line["event:".Length..].Trim();
            }
            else if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                about = AboutOf(line["data:".Length..]);
            }
            else if (line.StartsWith("id:", StringComparison.Ordinal) || line.StartsWith(':'))
            {
                await to.WriteAsync(line + "\n", ct);
            }
            else if (line.Length == 0)
            {
                var told = Versioned.Contains(type) ? type + about : type;
                await to.WriteAsync(type.Length == 0 ? "\n" : $"data: {told}\n\n", ct);
                await to.Body.FlushAsync(ct);
                (type, about) = ("", "");
            }
        }
    }

    /// <summary>Subject and version of an event; empty for what has none.</summary>
    private static string AboutOf(string json)
    {
        using var body = JsonDocument.Parse(json);
        return
            body.RootElement.TryGetProperty("subject", out var subject)
            && body.RootElement.TryGetProperty("aggregateversion", out var version)
            ? $" {subject.GetString()} {version.GetInt32()}"
            : "";
    }
}
