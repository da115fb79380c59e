using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.Notifications.Streaming;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Notifications.Features;

/// <summary>
/// Live events as server-sent events. Events are numbered. A client that reconnects with its last
/// number misses no event that is still stored.
/// </summary>
public static class StreamEvents
{
    private const int HistoryPage = 200;

    /// <summary>The query of a stream; lists are separated by commas.</summary>
    public sealed record StreamQuery
    {
        public string? Events { get; init; }

        public string? Services { get; init; }

        public string? Severities { get; init; }

        public string? Teams { get; init; }

        public string? Incident { get; init; }

        /// <summary>
        /// Like the header Last-Event-ID, for clients that cannot set it. 0 starts with the oldest
        /// stored event.
        /// </summary>
        public string? LastEventId { get; init; }

        /// <summary>
        /// Begins with the events that were recorded at this time or later, for a client that has
        /// just read the state. Ignored where there is a last event.
        /// </summary>
        public DateTimeOffset? Since { get; init; }
    }

    public static void MapStreamEvents(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/events", HandleAsync)
            .May(Permissions.ListenToEvents)
            .WithName(nameof(StreamEvents))
            .WithSummary("Follow events as they happen")
            .WithDescription(
                "Server-sent events: id is the position, event the type, data the CloudEvents "
                    + "JSON. Resumes after Last-Event-ID. An event pir.reset means that events in "
                    + "between are no longer stored. The connection ends from time to time; "
                    + "clients "
                    + "reconnect."
            )
            .Produces<string>(200, "text/event-stream")
            .ProducesProblem(429);

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> HandleAsync(
        [AsParameters] StreamQuery query,
        HttpContext http,
        SelectionReader reader,
        StreamSeats seats,
        EventStream stream,
        IOptions<NotificationOptions> options,
        CancellationToken token
    )
    {
        var position = ReadPosition(query.LastEventId, http.Request, reader);
        var filter = new EventFilter(
            Split(query.Services),
            Split(query.Severities),
            Split(query.Teams),
            query.Incident
        );
        var selection = await reader.ReadAsync(Split(query.Events) ?? ["*"], filter, "", token);
        if (selection is null)
        {
            return reader.Errors.Problem!;
        }

        var caller =
            http.User.FindFirstValue(PirClaims.Kind)
            + ":"
            + http.User.FindFirstValue(PirClaims.Subject);
        if (!seats.TryTake(caller, options.Value.MaxStreamsPerCaller))
        {
            http.Response.Headers.RetryAfter = "30";
            return Problems.Problem(
                429,
                "too-many-streams",
                "Too many streams",
                $"You already have {options.Value.MaxStreamsPerCaller} open event streams. Close "
                    + "one first."
            );
        }

        try
        {
            await stream.RunAsync(http, selection, position, query.Since?.UtcDateTime, token);
        }
        finally
        {
            seats.Release(caller);
        }

        return TypedResults.Empty;
    }

    private static long? ReadPosition(string? query, HttpRequest request, SelectionReader reader)
    {
        var header = request.Headers["Last-Event-ID"].ToString();
        var text = header.Length > 0 ? header : query;
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            return position;
        }

        reader.Errors.Check("lastEventId", "must be the id of an event of this stream");
        return null;
    }

    private static string[]? Split(string? list) =>
        string.IsNullOrWhiteSpace(list)
            ? null
            : list.Split(
                ',',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            );

    /// <summary>Runs one stream.</summary>
    public sealed class EventStream(
        EventTail tail,
        IDbContextFactory<NotificationDbContext> factory,
        TimeProvider clock,
        IHostApplicationLifetime lifetime,
        IOptions<NotificationOptions> options
    )
    {
        public async Task RunAsync(
            HttpContext http,
            Selection selection,
            long? position,
            DateTime? since,
            CancellationToken token
        )
        {
            using var lifespan = new CancellationTokenSource(options.Value.StreamLifetime, clock);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(
                token,
                lifespan.Token,
                lifetime.ApplicationStopping
            );
            try
            {
                using var seat = await tail.JoinAsync(end.Token);
                http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
                http.Response.ContentType = "text/event-stream";
                http.Response.Headers.CacheControl = "no-cache, no-store";
                http.Response.Headers["X-Accel-Buffering"] = "no"; // nginx
                var writer = new SseWriter(http.Response.BodyWriter);
                position ??= since is { } time ? await BeforeAsync(time, end.Token) : null;
                var start = await BeginAsync(writer, position, end.Token);
                await FollowAsync(writer, selection, start, end.Token);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // The client left, its time is up, or the process is stopping. The client
                // reconnects with its last id.
            }
        }

        /// <summary>
        /// Determines and sends the start position, and tells the client if it cannot resume there.
        /// </summary>
        private async Task<long> BeginAsync(
            SseWriter writer,
            long? position,
            CancellationToken token
        )
        {
            if (position is not { } last)
            {
                var now = tail.View!.Horizon;
                writer.Begin(now);
                await writer.FlushAsync(token);
                return now;
            }

            var (oldest, newest) = await EndsAsync(token);
            var isExpired = last > 0 && last + 1 < oldest;
            var isUnknown = last > newest;
            var start = isExpired ? oldest - 1 : (isUnknown ? newest : last);
            writer.Begin(start);
            if (isExpired || isUnknown)
            {
                var reason = isExpired ? "expired" : "unknown-position";
                var data = new
                {
                    reason,
                    lastEventId = last,
                    resumesAfter = start,
                };
                writer.Reset(start, JsonSerializer.Serialize(data, EventJson.Options));
            }

            await writer.FlushAsync(token);
            return start;
        }

        private async Task FollowAsync(
            SseWriter writer,
            Selection selection,
            long position,
            CancellationToken token
        )
        {
            while (true)
            {
                // Take the view first. Everything that comes later completes its Changed.
                var view = tail.View!;
                if (position < view.Horizon)
                {
                    position =
                        position < view.From
                            ? await WriteHistoryAsync(
                                writer,
                                selection,
                                position,
                                view.Horizon,
                                token
                            )
                            : WriteRecent(writer, selection, position, view);
                    await writer.FlushAsync(token);
                }
                else if (!await ChangesAsync(view.Changed, token))
                {
                    writer.Heartbeat(position);
                    await writer.FlushAsync(token);
                }
            }
        }

        private static long WriteRecent(
            SseWriter writer,
            Selection selection,
            long position,
            TailView view
        )
        {
            foreach (var logged in view.Recent)
            {
                if (logged.Sequence > position && selection.Matches(logged.Type, logged.Facets))
                {
                    writer.Event(logged);
                }
            }

            return view.Horizon;
        }

        private async Task<long> WriteHistoryAsync(
            SseWriter writer,
            Selection selection,
            long position,
            long horizon,
            CancellationToken token
        )
        {
            await using var db = await factory.CreateDbContextAsync(token);
            var query = db
                .Events.AsNoTracking()
                .Where(e => e.Sequence > position && e.Sequence <= horizon);
            if (selection.Incident is { } incident)
            {
                query = query.Where(e => e.IncidentId == incident);
            }

            var rows = await query.OrderBy(e => e.Sequence).Take(HistoryPage).ToListAsync(token);
            foreach (var logged in rows.Where(r => selection.Matches(r.Type, r.Facets)))
            {
                writer.Event(logged);
            }

            return rows.Count < HistoryPage ? horizon : rows[^1].Sequence;
        }

        /// <summary>
        /// The position before the first event recorded at a time or later; the end where nothing
        /// has been recorded since.
        /// </summary>
        private async Task<long> BeforeAsync(DateTime time, CancellationToken token)
        {
            // The end first: what is recorded during the query comes after it.
            var end = tail.View!.Horizon;
            await using var db = await factory.CreateDbContextAsync(token);
            var first = await db
                .Events.Where(e => e.LoggedAt >= time)
                .MinAsync(e => (long?)e.Sequence, token);
            return first - 1 ?? end;
        }

        private async Task<(long Oldest, long Newest)> EndsAsync(CancellationToken token)
        {
            await using var db = await factory.CreateDbContextAsync(token);
            var oldest = await db.Events.MinAsync(e => (long?)e.Sequence, token);
            var newest = await db.Events.MaxAsync(e => (long?)e.Sequence, token);
            return (oldest ?? 0, newest ?? 0);
        }

        /// <summary>False if nothing changed until a heartbeat is due.</summary>
        private async Task<bool> ChangesAsync(Task changed, CancellationToken token)
        {
            try
            {
                await changed.WaitAsync(options.Value.StreamHeartbeat, clock, token);
                return true;
            }
            catch (TimeoutException)
            {
                return false;
            }
        }
    }
}
