using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Pir.Contracts.Audit;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.ServiceDefaults;

/// <summary>
/// The operator's endpoints for one service's messages: what is waiting, what is parked, what
/// RabbitMQ gave up on, and how to retry it.
/// </summary>
public static class Operations
{
    /// <summary>A parked event.</summary>
    public sealed record ParkedItem(
        Guid Id,
        string Type,
        string Subject,
        string Error,
        int Attempts,
        DateTime ParkedAt
    );

    /// <summary>A parked outbox message.</summary>
    public sealed record ParkedMessage(
        long Id,
        Guid MessageId,
        string? Error,
        int Attempts,
        DateTime CreatedAt
    );

    /// <summary>State of the outbox.</summary>
    public sealed record OutboxState(
        int Pending,
        DateTime? OldestCreatedAt,
        int Parked,
        IReadOnlyList<ParkedMessage> ParkedMessages
    );

    /// <summary>A page of parked events.</summary>
    public sealed record ParkedPage(IReadOnlyList<ParkedItem> Items);

    /// <summary>How many messages were moved back to their queue.</summary>
    public sealed record Redriven(int Messages);

    internal static void MapPirOperations(this IEndpointRouteBuilder routes, string service)
    {
        var group = routes
            .MapPirApi(service, $"/api/operations/{service}")
            .May(Permissions.OperateQueues)
            .WithTags("Operations");
        group
            .MapGet(
                "/parked",
                (HttpContext http, CancellationToken token) => ListParkedAsync(http, service, token)
            )
            .WithName($"ListParked:{service}")
            .WithSummary("List parked events: events that a handler could not process");
        group
            .MapPost(
                "/parked/{id:guid}/retry",
                (Guid id, HttpContext http, CancellationToken token) =>
                    RetryAsync(http, service, id, token)
            )
            .Audited("parked-event-retried", "retried a parked event of {service}")
            .WithName($"RetryParked:{service}")
            .WithSummary("Retry a parked event")
            .ProducesProblem(404)
            .ProducesProblem(409);
        group
            .MapGet(
                "/outbox",
                (HttpContext http, CancellationToken token) => OutboxAsync(http, service, token)
            )
            .WithName($"GetOutbox:{service}")
            .WithSummary("List messages that wait to be published");
        group
            .MapPost(
                "/outbox/{id:long}/retry",
                (long id, HttpContext http, CancellationToken token) =>
                    RetryMessageAsync(http, service, id, token)
            )
            .Audited("message-retried", "retried a parked message of {service}")
            .WithName($"RetryOutboxMessage:{service}")
            .WithSummary("Retry publishing a parked message")
            .ProducesProblem(404);
        group
            .MapPost(
                "/error-queue/redrive",
                (HttpContext http, CancellationToken token) => RedriveAsync(http, service, token)
            )
            .Audited("queue-redriven", "moved the error queue of {service} back")
            .WithName($"RedriveErrorQueue:{service}")
            .WithSummary("Move the messages in the broker's error queue back to the queue")
            .ProducesProblem(409);
    }

    private static AuditSubject SubjectOf(string service) => new("service", service, null, service);

    private static PirDbContext Open(HttpContext http, string service)
    {
        var scope = http.RequestServices;
        var all = scope.GetServices<PirDatabase>().Select(d => d.Create(scope)).ToList();
        foreach (var db in all)
        {
            http.Response.RegisterForDispose(db);
        }

        return all.Single(db => db.BelongsTo(service));
    }

    private static async Task<Ok<ParkedPage>> ListParkedAsync(
        HttpContext http,
        string service,
        CancellationToken token
    )
    {
        var items = await Open(http, service)
            .Parked.OrderByDescending(p => p.ParkedAt)
            .Select(p => new ParkedItem(p.Id, p.Type, p.Subject, p.Error, p.Attempts, p.ParkedAt))
            .Take(200)
            .ToListAsync(token);
        return TypedResults.Ok(new ParkedPage(items));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RetryAsync(
        HttpContext http,
        string service,
        Guid id,
        CancellationToken token
    )
    {
        var parked = http
            .RequestServices.GetServices<ParkedEvents>()
            .SingleOrDefault(p => p.Service == service);
        var handled = parked is null
            ? null
            : await parked.Retry(id, db => db.Audit(http, SubjectOf(service), Guid.Empty), token);
        return handled switch
        {
            true => TypedResults.NoContent(),
            false => Problems.Conflict(
                "failed-again",
                "The handler failed again. The log has the reason."
            ),
            null => Problems.NotFound("parked event " + id),
        };
    }

    private static async Task<Ok<OutboxState>> OutboxAsync(
        HttpContext http,
        string service,
        CancellationToken token
    )
    {
        var outbox = Open(http, service).Outbox;
        var pending = await outbox.CountAsync(m => m.ParkedAt == null, token);
        var oldest = await outbox
            .Where(m => m.ParkedAt == null)
            .OrderBy(m => m.Id)
            .Select(m => (DateTime?)m.CreatedAt)
            .FirstOrDefaultAsync(token);
        var parked = await outbox
            .Where(m => m.ParkedAt != null)
            .OrderBy(m => m.Id)
            .Select(m => new ParkedMessage(m.Id, m.MessageId, m.LastError, m.Attempts, m.CreatedAt))
            .Take(200)
            .ToListAsync(token);
        return TypedResults.Ok(new OutboxState(pending, oldest, parked.Count, parked));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RetryMessageAsync(
        HttpContext http,
        string service,
        long id,
        CancellationToken token
    )
    {
        var db = Open(http, service);
        using var turn = await http
            .RequestServices.GetRequiredService<WriteGate>()
            .EnterAsync(db, token);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var found = await db
            .Outbox.Where(m => m.Id == id && m.ParkedAt != null)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(m => m.ParkedAt, (DateTime?)null)
                        .SetProperty(m => m.NotBefore, (DateTime?)null)
                        .SetProperty(m => m.Attempts, 0),
                token
            );
        if (found == 0)
        {
            return Problems.NotFound("parked message " + id);
        }

        db.Audit(http, SubjectOf(service), Guid.Empty);
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        http.RequestServices.GetRequiredService<OutboxSignals>().For(db.GetType()).Pulse();
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Redriven>, ProblemHttpResult>> RedriveAsync(
        HttpContext http,
        string service,
        CancellationToken token
    )
    {
        if (http.RequestServices.GetService<ErrorQueue>() is not { } queue)
        {
            return Problems.Conflict(
                "no-broker",
                "This process runs without a broker, so there is no error queue. "
                    + "See the parked events instead."
            );
        }

        // The broker has no shared transaction. The audit entry is written first, so that no crash
        // can lose it.
        var db = Open(http, service);
        db.Audit(http, SubjectOf(service), Guid.Empty);
        await db.SaveChangesAsync(token);
        return TypedResults.Ok(new Redriven(await queue.RedriveAsync("pir." + service, token)));
    }
}
