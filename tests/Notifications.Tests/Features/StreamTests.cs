using System.Collections.Concurrent;
using System.Data.Common;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Pir.Contracts.Incidents;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.Notifications.Tests.Drivers;
using Pir.Platform.Persistence;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.Notifications.Tests.Features;

public sealed class StreamTests
{
    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Events_come_live_and_filtered(DataProvider provider)
    {
        await using var notifications = await NotificationDriver.StartAsync(provider);
        var incident = Facts.Incident(service: "payments", number: 7);
        // before anybody listens
        await notifications.TellAsync(Facts.Opened(incident), incident.Id);
        await using var all = await EventStreamClient.OpenAsync(notifications.Api);
        await using var some = await EventStreamClient.OpenAsync(
            notifications.Api,
            "?events=incident.*,review.published&services=Payments,search&severities=sev2&incident=INC-7"
        );

        await notifications.TellAsync(Facts.Opened(Facts.Incident()));
        await notifications.TellAsync(Facts.Entry(incident));
        await notifications.TellAsync(Facts.DraftAction(incident));
        var acknowledged = await notifications.TellAsync(
            new IncidentAcknowledged(incident),
            incident.Id,
            2
        );

        var seen = await all.TakeAsync(3);
        seen.Select(e => e.Type)
            .ShouldBe([
                "pir.incident.opened.v1",
                "pir.timeline.entry-recorded.v1",
                "pir.incident.acknowledged.v1",
            ]);
        seen.Select(e => e.Sequence).ShouldBeInOrder(SortDirection.Ascending);
        seen[2].Data.GetProperty("specversion").GetString().ShouldBe("1.0");
        (await some.TakeAsync(1))[0].EventId.ShouldBe(acknowledged.Id);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task A_client_that_comes_back_misses_nothing_and_sees_nothing_twice(
        DataProvider provider
    )
    {
        await using var notifications = await NotificationDriver.StartAsync(provider);
        var told = new List<Guid>();
        var pouring = Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
            {
                var storm = NotificationDriver.Storm(10);
                told.AddRange(storm.Events.Select(e => e.Id));
                await notifications.Host.TellAsync(storm);
            }
        });

        var seen = new List<Streamed>();
        var last = "0";
        while (seen.Count < 600)
        {
            await using var stream = await EventStreamClient.OpenAsync(
                notifications.Api,
                lastEventId: last
            );
            seen.AddRange(await stream.TakeAsync(Math.Min(37, 600 - seen.Count)));
            last = stream.LastEventId;
        }

        await pouring;
        seen.Select(e => e.EventId).ShouldBe(told);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task A_client_that_has_just_read_the_state_gets_what_was_recorded_since(
        DataProvider provider
    )
    {
        await using var notifications = await NotificationDriver.StartAsync(provider);
        await notifications.TellAsync(Facts.Opened(Facts.Incident()));
        await notifications.TellAsync(Facts.Opened(Facts.Incident()));
        await using var db = await notifications
            .Host.Services.GetRequiredService<IDbContextFactory<NotificationDbContext>>()
            .CreateDbContextAsync();
        var second = (await db.Events.OrderBy(e => e.Sequence).ToListAsync())[1];

        await using var stream = await EventStreamClient.OpenAsync(
            notifications.Api,
            $"?since={Uri.EscapeDataString(second.LoggedAt.ToString("O"))}"
        );
        await using var idle = await EventStreamClient.OpenAsync(
            notifications.Api,
            $"?since={Uri.EscapeDataString(second.LoggedAt.AddHours(1).ToString("O"))}"
        );
        var third = await notifications.TellAsync(Facts.Opened(Facts.Incident()));

        (await stream.TakeAsync(2)).Select(e => e.EventId).ShouldBe([second.EventId, third.Id]);
        (await idle.TakeAsync(1))[0].EventId.ShouldBe(third.Id);
    }

    [Fact]
    public async Task The_events_of_a_deleted_incident_are_not_streamed_again()
    {
        await using var notifications = await NotificationDriver.StartAsync(DataProvider.Sqlite);
        await using var listener = await EventStreamClient.OpenAsync(notifications.Api);
        var incident = Facts.Incident();
        var opened = await notifications.TellAsync(Facts.Opened(incident));
        await listener.TakeAsync(1);
        await notifications.TellAsync(
            new IncidentDeleted(new(incident.Id, 1, null, Severity.Sev2, null, IsSilent: false))
        );
        await listener.TakeAsync(1);

        await using var late = await EventStreamClient.OpenAsync(
            notifications.Api,
            lastEventId: "0"
        );

        (await late.TakeAsync(1))[0].EventId.ShouldNotBe(opened.Id);
    }

    [Fact]
    public async Task The_events_of_a_deleted_incident_are_deleted_without_reading_them()
    {
        var statements = new Statements();
        await using var notifications = await NotificationDriver.StartAsync(configure: b =>
            b.Services.AddSingleton<IInterceptor>(statements)
        );
        var incident = Facts.Incident();
        var opened = await notifications.TellAsync(Facts.Opened(incident));
        statements.Texts.Clear();

        await notifications.TellAsync(
            new IncidentDeleted(new(incident.Id, 1, null, Severity.Sev2, null, IsSilent: false))
        );

        statements.Texts.ShouldNotContain(t => t.Contains("SELECT") && t.Contains("\"Body\""));
        await using var scope = notifications.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NotificationDbContext>();
        (await db.Events.AnyAsync(e => e.EventId == opened.Id)).ShouldBeFalse();
    }

    [Fact]
    public async Task Commits_of_several_processes_at_once_are_all_seen_once_and_in_order()
    {
        await using var notifications = await NotificationDriver.StartAsync(
            DataProvider.PostgreSql
        );
        var first = notifications.Host;
        var second = await notifications.AddHostAsync();
        await using var here = await EventStreamClient.OpenAsync(first.Client());
        await using var there = await EventStreamClient.OpenAsync(second.Client());
        var storms = Enumerable
            .Range(0, 40)
            .Select(i => NotificationDriver.Storm(1 + (i % 23)))
            .ToList();

        await Task.WhenAll(storms.Select((s, i) => (i % 2 == 0 ? first : second).TellAsync(s)));

        var told = storms.SelectMany(s => s.Events).Select(e => e.Id).ToList();
        foreach (var stream in (EventStreamClient[])[here, there])
        {
            var seen = await stream.TakeAsync(told.Count);
            seen.Select(e => e.EventId).ShouldBe(told, ignoreOrder: true);
            seen.Select(e => e.Sequence).ShouldBeInOrder(SortDirection.Ascending);
        }
    }

    [Fact]
    public async Task A_lower_number_that_is_committed_later_is_waited_for()
    {
        await using var notifications = await NotificationDriver.StartAsync(
            DataProvider.PostgreSql
        );
        await notifications.TellAsync(Facts.Opened(Facts.Incident()));
        await using var stream = await EventStreamClient.OpenAsync(notifications.Api);
        await using var scope = notifications.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NotificationDbContext>();
        var slow = new LoggedEvent
        {
            EventId = Guid.CreateVersion7(),
            Type = "pir.incident.opened.v1",
            LoggedAt = TimeProvider.System.GetUtcNow().UtcDateTime,
        };
        slow = new()
        {
            EventId = slow.EventId,
            Type = slow.Type,
            LoggedAt = slow.LoggedAt,
            Body = System.Text.Encoding.UTF8.GetBytes($"{{\"id\":\"{slow.EventId}\"}}"),
        };
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Events.Add(slow);
        await db.SaveChangesAsync(); // has its number, is not visible

        var quick = await notifications.TellAsync(Facts.Opened(Facts.Incident()));
        var waiting = stream.TakeAsync(2);
        // visible, and held back
        await Eventually.Until(async () => await CountAsync(notifications) == 2);
        waiting.IsCompleted.ShouldBeFalse();
        await transaction.CommitAsync();

        (await waiting).Select(e => e.EventId).ShouldBe([slow.EventId, quick.Id]);
    }

    [Fact]
    public async Task A_number_that_never_comes_is_given_up()
    {
        await using var notifications = await NotificationDriver.StartAsync(
            DataProvider.PostgreSql,
            settings: ("Notification:StreamPatience", "00:00:00.500")
        );
        await notifications.TellAsync(Facts.Opened(Facts.Incident()));
        await using var stream = await EventStreamClient.OpenAsync(notifications.Api);
        await using (var scope = notifications.Host.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<NotificationDbContext>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Events.Add(new() { EventId = Guid.CreateVersion7(), Type = "x" });
            await db.SaveChangesAsync();
            await transaction.RollbackAsync();
        }

        var told = await notifications.TellAsync(Facts.Opened(Facts.Incident()));

        (await stream.TakeAsync(1))[0].EventId.ShouldBe(told.Id);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task A_client_from_before_the_kept_events_is_told_so(DataProvider provider)
    {
        await using var notifications = await NotificationDriver.StartAsync(
            provider,
            settings: ("Notification:KeepEvents", "00:00:00")
        );
        await notifications.Host.TellAsync(NotificationDriver.Storm(5));
        await notifications
            .Host.Services.GetRequiredService<EventLogRetention>()
            .CleanAsync(CancellationToken.None);

        await using var stream = await EventStreamClient.OpenAsync(
            notifications.Api,
            "?lastEventId=2"
        );

        var seen = await stream.TakeAsync(2);
        seen[0].Type.ShouldBe("pir.reset");
        seen[0].Data.GetProperty("reason").GetString().ShouldBe("expired");
        seen[0].Data.GetProperty("lastEventId").GetInt64().ShouldBe(2);
        seen[1].Sequence.ShouldBe(5); // the newest is always kept
        await using var fromTheStart = await EventStreamClient.OpenAsync(
            notifications.Api,
            "?lastEventId=0"
        );
        (await fromTheStart.TakeAsync(1))[0].Sequence.ShouldBe(5);
    }

    [Fact]
    public async Task A_client_with_a_number_of_another_log_is_told_so()
    {
        await using var notifications = await NotificationDriver.StartAsync();
        await using var stream = await EventStreamClient.OpenAsync(
            notifications.Api,
            lastEventId: "4711"
        );

        var reset = (await stream.TakeAsync(1))[0];
        reset.Type.ShouldBe("pir.reset");
        reset.Data.GetProperty("reason").GetString().ShouldBe("unknown-position");
        var told = await notifications.TellAsync(Facts.Opened(Facts.Incident()));
        (await stream.TakeAsync(1))[0].EventId.ShouldBe(told.Id);
    }

    [Fact]
    public async Task A_quiet_stream_shows_life_and_moves_the_resume_point_on()
    {
        await using var notifications = await NotificationDriver.StartAsync(
            settings: ("Notification:StreamHeartbeat", "00:00:00.100")
        );
        using var response = await notifications.Api.GetAsync(
            "/api/events?events=review.*",
            HttpCompletionOption.ResponseHeadersRead
        );
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        await ReadUntilAsync(lines, "id: 0");

        await notifications.TellAsync(Facts.Opened(Facts.Incident())); // left out by the filter

        await ReadUntilAsync(lines, ": heartbeat");
        await ReadUntilAsync(lines, "id: 1");
    }

    [Fact]
    public async Task A_stream_ends_in_time_and_when_the_service_stops()
    {
        await using var notifications = await NotificationDriver.StartAsync(
            settings: ("Notification:StreamLifetime", "00:00:00.300")
        );
        await using var stream = await EventStreamClient.OpenAsync(notifications.Api);

        (await stream.EndsAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_caller_may_hold_so_many_streams_and_no_more()
    {
        await using var notifications = await NotificationDriver.StartAsync(
            settings: ("Notification:MaxStreamsPerCaller", "2")
        );
        var one = await EventStreamClient.OpenAsync(notifications.Api);
        await using var two = await EventStreamClient.OpenAsync(notifications.Api);

        var refused = await notifications.GetAsync("/api/events", HttpStatusCode.TooManyRequests);
        refused.GetProperty("code").GetString().ShouldBe("too-many-streams");
        await one.DisposeAsync();

        await Eventually.Until(async () =>
        {
            using var again = await notifications.Api.GetAsync(
                "/api/events",
                HttpCompletionOption.ResponseHeadersRead
            );
            return again.StatusCode == HttpStatusCode.OK;
        });
    }

    [Theory]
    [InlineData("?events=nonsense", "events[0]")]
    [InlineData("?severities=sev2,bad", "severities[1]")]
    [InlineData("?incident=INC-5", "incident")]
    [InlineData("?lastEventId=abc", "lastEventId")]
    [InlineData("?lastEventId=-1", "lastEventId")]
    public async Task A_bad_filter_is_refused_by_name(string query, string field)
    {
        await using var notifications = await NotificationDriver.StartAsync();

        var problem = await notifications.GetAsync(
            "/api/events" + query,
            HttpStatusCode.BadRequest
        );

        problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).ShouldBe([field]);
    }

    private static async Task<int> CountAsync(NotificationDriver notifications)
    {
        await using var scope = notifications.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NotificationDbContext>();
        return await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.CountAsync(
            db.Events
        );
    }

    private static async Task ReadUntilAsync(StreamReader lines, string line)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        string? read;
        do
        {
            read = await lines.ReadLineAsync(deadline.Token);
            read.ShouldNotBeNull($"the stream ended before '{line}'");
        } while (read != line);
    }

    private sealed class Statements : DbCommandInterceptor
    {
        public ConcurrentBag<string> Texts { get; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default
        )
        {
            // Events that wait to be sent are read again in any case.
            if (
                command.CommandText.Contains("\"IncidentId\" = ", StringComparison.Ordinal)
                && command.CommandText.Contains("\"Events\"", StringComparison.Ordinal)
            )
            {
                Texts.Add(command.CommandText);
            }

            return ValueTask.FromResult(result);
        }
    }
}
