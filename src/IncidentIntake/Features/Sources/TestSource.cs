using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Webhooks;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Sources;

internal static class TestSource
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/sources/{id:guid}/test", HandleAsync)
            .May(Permissions.ManageSources)
            .Audited("source-tested", "tested {source}")
            .WithName("TestSource")
            .WithSummary("Send a test alert, firing and then resolved, as the tool would send it")
            .ProducesProblem(404)
            .ProducesProblem(409);

    private static async Task<Results<Ok<SourceTestResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        HttpContext http,
        IntakeDbContext db,
        SourceDirectory directory,
        DeliverySender sender,
        GroupCommitWriter writer,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var row = await db
            .Sources.AsNoTracking()
            .SingleOrDefaultAsync(s => s.Id == id && s.DeletedAt == null, token);
        if (
            row is null
            || (await directory.AllAsync(token)).GetValueOrDefault(id) is not { } source
        )
        {
            return Problems.NotFound("source " + id);
        }

        if (!source.IsEnabled)
        {
            return Problems.Conflict(
                "source-disabled",
                "The source is disabled. Enable it and send the test again."
            );
        }

        source = source with { IsTest = true };
        var now = clock.GetUtcNow().UtcDateTime;
        var fingerprint = Guid.CreateVersion7().ToString("N");
        var firing = await sender.SendAsync(
            source,
            BodyOf(source, fingerprint, "firing", now),
            "application/json",
            token,
            AuditTrail.LineOf(http, row.ToAuditSubject(), id)
        );
        if (firing is null)
        {
            return Problems.Busy("The test cannot be stored right now. Try again.");
        }

        var resolved = await sender.SendAsync(
            source,
            BodyOf(source, fingerprint, "resolved", now),
            "application/json",
            token
        );
        if (resolved is null)
        {
            return Problems.Busy(
                "The test opened a drill, but the resolved alert could not be stored. Resolve "
                    + "the drill yourself."
            );
        }

        var incident = await writer.FindIncidentAsync(Alert.KeyOf(id, fingerprint), token);
        return TypedResults.Ok(
            new SourceTestResponse(
                firing.DeliveryId,
                firing.Accepted,
                firing.Ignored,
                incident,
                (firing.Error ?? resolved.Error)?.ToResponse()
            )
        );
    }

    private static byte[] BodyOf(
        SourceSettings source,
        string fingerprint,
        string status,
        DateTime now
    )
    {
        var title = $"Test alert from {source.Name}";
        object body =
            source.Kind == SourceKind.Generic
                ? new
                {
                    key = fingerprint,
                    title,
                    status,
                    severity = "info",
                    startsAt = now,
                }
                : new
                {
                    version = "4",
                    status,
                    alerts = new[]
                    {
                        new
                        {
                            fingerprint,
                            status,
                            labels = new { alertname = "PirTest", severity = "info" },
                            annotations = new { summary = title },
                            startsAt = now,
                        },
                    },
                };
        return JsonSerializer.SerializeToUtf8Bytes(body, EventJson.Options);
    }
}
