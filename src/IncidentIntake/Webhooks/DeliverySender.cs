using System.Diagnostics;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Persistence;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// Sends a body through the same writer as a webhook does, for tests and replays.
/// </summary>
public sealed class DeliverySender(GroupCommitWriter writer, PirDbServices services)
{
    /// <summary>
    /// The outcome; null if the queue is full or the database does not accept it.
    /// </summary>
    public Task<WebhookAnswer?> SendAsync(
        SourceSettings source,
        byte[] body,
        string? contentType,
        CancellationToken token,
        AuditLine? audit = null
    ) =>
        SendAsync(
            source,
            WebhookParser.Parse(
                source.Kind,
                source.Id,
                body,
                contentType,
                now: services.Clock.UtcNow()
            ),
            body,
            contentType,
            replayOf: null,
            token,
            audit: audit
        );

    /// <summary>Sends a body that has been parsed already.</summary>
    /// <param name="audit">The audit entry for it.</param>
    /// <param name="isFirstReading">See <see cref="IntakeRequest.IsFirstReading"/>.</param>
    public async Task<WebhookAnswer?> SendAsync(
        SourceSettings source,
        IncomingBody parsed,
        byte[] body,
        string? contentType,
        Guid? replayOf,
        CancellationToken token,
        bool isFirstReading = false,
        AuditLine? audit = null
    )
    {
        token.ThrowIfCancellationRequested();
        var request = writer.Rent();
        try
        {
            body.CopyTo(request.Buffer(Math.Max(1, body.Length), 0), 0);
            request.SetLength(body.Length);
            request.Source = source;
            request.Body = parsed;
            request.ContentType = contentType;
            request.ReceivedAt = services.Clock.UtcNow();
            request.TraceParent = Activity.Current?.Id;
            request.ReplayOf = replayOf;
            request.IsFirstReading = isFirstReading;
            request.Audit = audit;
            return writer.TryEnqueue(request) && await request.Completion == IntakeOutcome.Committed
                ? WebhookAnswer.Of(request)
                : null;
        }
        finally
        {
            writer.Return(request);
        }
    }
}
