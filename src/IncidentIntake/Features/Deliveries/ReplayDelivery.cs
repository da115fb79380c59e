using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Webhooks;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Deliveries;

internal static class ReplayDelivery
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/deliveries/{id:guid}/replay", HandleAsync)
            .May(Permissions.ManageSources)
            .Audited("delivery-replayed", "replayed {delivery}")
            .WithName("ReplayDelivery")
            .WithSummary("Process a webhook delivery again; adds nothing that is already there")
            .ProducesProblem(404)
            .ProducesProblem(409)
            .ProducesProblem(422);

    private static async Task<Results<Ok<ReplayResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        HttpContext http,
        IntakeDbContext db,
        SourceDirectory directory,
        DeliverySender sender,
        CancellationToken token
    )
    {
        if (await ReadDeliveries.FindAsync(db, id, token) is not { } found)
        {
            return Problems.NotFound("delivery " + id);
        }

        if (found is not ({ } delivery, { } body))
        {
            return Problems.Conflict(
                "body-not-kept",
                "The body of this delivery was deleted, so it cannot be replayed. "
                    + "Have the tool send it again."
            );
        }

        if (
            (await directory.AllAsync(token)).GetValueOrDefault(delivery.SourceId)
            is not { IsEnabled: true } source
        )
        {
            return Problems.Conflict(
                "source-disabled",
                "The source is disabled. Enable it and replay the delivery."
            );
        }

        var parsed = WebhookParser.Parse(
            source.Kind,
            source.Id,
            body,
            delivery.ContentType,
            LostBefore(delivery),
            delivery.ReceivedAt
        );
        if (parsed is { Alerts.Count: 0, Error: { } error })
        {
            return Problems.Unprocessable(
                "unreadable",
                error.Detail,
                new Dictionary<string, object?> { ["error"] = error.ToResponse() }
            );
        }

        foreach (var alert in parsed.Alerts)
        {
            Date(alert, delivery.ReceivedAt);
        }

        var answer = await sender.SendAsync(
            source,
            parsed with
            {
                IsReplay = true,
            },
            body,
            delivery.ContentType,
            id,
            token,
            delivery.Error?.Code == BodyError.SourceDisabled,
            AuditTrail.LineOf(http, new("delivery", id.ToString(), null, source.Name), source.Id)
        );
        if (answer is null)
        {
            return Problems.Busy("The delivery cannot be stored right now. Try again.");
        }

        // If the same part is still missing, the delivery still counts as failed.
        var status =
            delivery.Status == WebhookDeliveryStatus.Accepted || answer.Error is not null
                ? delivery.Status
                : WebhookDeliveryStatus.Replayed;
        return answer is { Error: { } late, Alerts.Count: 0 }
            ? Problems.Unprocessable(late.Code, late.Detail)
            : TypedResults.Ok(
                new ReplayResponse(
                    id,
                    status,
                    answer.Accepted,
                    answer.Ignored,
                    answer.Error?.ToResponse()
                )
            );
    }

    /// <summary>Parts that were lost before the body arrived stay lost.</summary>
    private static BodyError? LostBefore(DeliveryResponse delivery) =>
        delivery.Error switch
        {
            { Code: BodyError.TooLarge } => BodyError.LargerThan(delivery.Size),
            { Code: BodyError.Damaged } lost => new(lost.Code, lost.Detail),
            _ => null,
        };

    /// <summary>
    /// An alert without a time refers to when it was received: a later firing is another one.
    /// </summary>
    private static void Date(IncomingAlert alert, DateTime receivedAt)
    {
        alert.StartsAt ??= receivedAt;
        if (alert.Signal == AlertSignal.Resolved)
        {
            alert.EndsAt ??= receivedAt;
        }
    }
}
