using Microsoft.OpenApi;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// The webhook as the API documentation shows it; a bare request delegate has no signature to read
/// that from.
/// </summary>
internal static class WebhookDocument
{
    private static readonly int[] Refusals = [400, 404, 408, 413, 503];

    private static readonly (string Name, string Description)[] GenericFields =
    [
        ("title", "What is wrong. A resolve needs only the key."),
        (
            "status",
            "`firing` (default), `acknowledged` or `resolved`, or a tool's word "
                + "for it: `alerting`, `OK`…"
        ),
        (
            "key",
            "Which alert it is; made of title, service, labels and what names the host or check "
                + "where it is missing."
        ),
        ("severity", "`sev1` to `sev5`, or a tool's word: `critical`, `error`, `warning`, `P1`…"),
        ("description", "More about it."),
        ("service", "What is affected."),
        ("team", "Who looks after that."),
        ("startsAt", "ISO 8601 or Unix time. Without it the current firing is meant."),
        ("endsAt", "ISO 8601 or Unix time."),
        ("url", "Where to look; `http` or `https`."),
        ("runbookUrl", "What to do; `http` or `https`."),
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
                "Answers once the delivery is durable. A body that cannot be read is answered 202 too, with an `error`; it is kept and can be replayed."
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
                        InPath("kind", "`alertmanager` or `generic`, as the source is."),
                        InPath("key", "The source's key."),
                    ];
                    operation.RequestBody = Body();
                    return Task.CompletedTask;
                }
            );

    private static ProducesResponseTypeMetadata Problem(int status) =>
        new(status, typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), ["application/problem+json"]);

    /// <summary>Without a method to look at, an endpoint is left out of the document.</summary>
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
                "For a `generic` source: one alert (an array of them, or `{alerts: […]}`, works too). For an `alertmanager` source: Alertmanager's webhook, version 4.",
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
            Description = "Kept with the alert.",
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
