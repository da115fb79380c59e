using Microsoft.OpenApi;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// Describes the webhook for the API documentation, because a bare request delegate has no
/// signature to read.
/// </summary>
internal static class WebhookDocument
{
    private static readonly int[] Refusals = [400, 404, 408, 413, 503];

    private static readonly (string Name, string Description)[] GenericFields =
    [
        ("title", "What is wrong. To resolve an alert, the key is enough."),
        (
            "status",
            "`firing` (default), `acknowledged` or `resolved`, or a tool's own word, such as "
                + "`alerting` or `OK`."
        ),
        (
            "key",
            "Identifies the alert. If missing, it is made from title, service, labels and the "
                + "fields that name the host or check."
        ),
        ("severity", "`sev1` to `sev5`, or a tool's own word, such as `critical` or `P1`."),
        ("description", "Details."),
        ("service", "The affected service."),
        ("team", "The team that owns the service."),
        ("startsAt", "ISO 8601 or Unix time. If missing, the current firing is meant."),
        ("endsAt", "ISO 8601 or Unix time."),
        ("url", "Link to the alert; `http` or `https`."),
        ("runbookUrl", "Link to the runbook; `http` or `https`."),
    ];

    public static void Describe(this IEndpointConventionBuilder endpoint, string service) =>
        endpoint
            .OpenToAnyone("The key in the path is the credential.")
            .NotAudited(UnauditedBecause.FromAMachine)
            .WithGroupName(service)
            .WithTags("Webhooks")
            .WithName("DeliverAlerts")
            .WithSummary("Send alerts")
            .WithDescription(
                "Responds once the delivery is durable. A body that cannot be read also gets a "
                    + "202, with an `error`; it is kept and can be replayed."
            )
            .WithMetadata(
                ((Func<WebhookAnswer?>)Signature).Method,
                new ProducesResponseTypeMetadata(202, typeof(WebhookAnswer), ["application/json"])
            )
            .WithMetadata([.. Refusals.Select(Problem)])
            .AddOpenApiOperationTransformer(
                (operation, _, _) =>
                {
                    operation.Parameters =
                    [
                        InPath("kind", "The source's kind, `alertmanager` or `generic`."),
                        InPath("key", "The source's key."),
                    ];
                    operation.RequestBody = Body();
                    return Task.CompletedTask;
                }
            );

    private static ProducesResponseTypeMetadata Problem(int status) =>
        new(status, typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), ["application/problem+json"]);

    /// <summary>An endpoint without a method is left out of the document.</summary>
    private static WebhookAnswer? Signature() => null;

    private static OpenApiParameter InPath(string name, string description) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Path,
            Required = true,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };

    private static OpenApiRequestBody Body()
    {
        var alert = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description =
                "For a `generic` source: one alert, an array of alerts, or `{alerts: […]}`. For "
                + "an `alertmanager` source: Alertmanager's webhook, version 4.",
            Properties = GenericFields.ToDictionary(
                f => f.Name,
                IOpenApiSchema (f) =>
                    new OpenApiSchema { Type = JsonSchemaType.String, Description = f.Description },
                StringComparer.Ordinal
            ),
        };
        alert.Properties["labels"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "Stored with the alert.",
        };
        return new()
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/json"] = new() { Schema = alert },
            },
        };
    }
}
