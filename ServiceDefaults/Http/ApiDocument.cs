using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Importing;

namespace Pir.ServiceDefaults.Http;

/// <summary>
/// What the OpenAPI documents of all services share: the server address and the security scheme.
/// </summary>
internal static class ApiDocument
{
    private const string Token = "token";

    /// <summary>Limits a document to one service's endpoints and completes it.</summary>
    public static void Configure(OpenApiOptions options, string service)
    {
        options.ShouldInclude = description => description.GroupName == service;
        options.CreateSchemaReferenceId = json =>
            OpenApiOptions.CreateDefaultSchemaReferenceId(json) is null ? null : NameOf(json.Type);
        options.AddSchemaTransformer(SchemaTypes.TellAsync);
        options.AddSchemaTransformer(
            (schema, context, _) =>
            {
                // The framework marks every parameter of a record's constructor as required.
                foreach (var property in context.JsonTypeInfo.Properties)
                {
                    if (property.IsSetNullable || property.IsGetNullable)
                    {
                        schema.Required?.Remove(property.Name);
                    }
                }

                return Task.CompletedTask;
            }
        );
        options.AddDocumentTransformer(
            (document, context, _) =>
            {
                document.Info = new()
                {
                    Title = "PIR Platform: " + service,
                    Version = "v1",
                    Description = "Errors are problem details (RFC 9457) with a stable `code`.",
                };
                document.Servers = [new() { Url = BasePath(context.ApplicationServices) }];
                document.Components ??= new();
                document.Components.SecuritySchemes ??= new Dictionary<
                    string,
                    IOpenApiSecurityScheme
                >(StringComparer.Ordinal);
                document.Components.SecuritySchemes[Token] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "An API token: `Authorization: Bearer pir_…`.",
                };
                document.Security = [Requirement(document, [])];
                foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
                {
                    tag.Description ??= tag.Name + ".";
                }

                return Task.CompletedTask;
            }
        );
        options.AddOperationTransformer(
            (operation, context, _) =>
            {
                TellAccess(operation, context);
                TellQuery(operation, context);
                TellImports(operation, context);
                if (operation.Responses?.ContainsKey("412") is true)
                {
                    (operation.Parameters ??= []).Add(IfMatch());
                }

                return Task.CompletedTask;
            }
        );
    }

    /// <summary>Adds to each operation its scope and its row in the permission matrix.</summary>
    private static void TellAccess(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context
    )
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<AuditedEndpoint>().LastOrDefault() is { } audited)
        {
            Extend(operation, "x-audited", audited.Action);
        }

        if (metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [];
        }
        else if (metadata.OfType<Permission>().LastOrDefault() is { } permission)
        {
            Extend(operation, "x-permission", permission.Text);
            if (permission.Scope is { } scope)
            {
                operation.Security = [Requirement(context.Document, [scope])];
            }
        }
    }

    /// <summary>One spelling for all, and the parameters that no handler declares.</summary>
    private static void TellQuery(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context
    )
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            if (parameter is { In: ParameterLocation.Query, Name: { } name })
            {
                parameter.Name = QueryParameters.Spell(name);
            }
        }

        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var name in metadata.OfType<QueryReadByHandler>().SelectMany(m => m.Names))
        {
            (operation.Parameters ??= []).Add(
                new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Query,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                }
            );
        }
    }

    /// <summary>Adds the headers of imports, where they are supported.</summary>
    private static void TellImports(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context
    )
    {
        if (
            context.Description.ActionDescriptor.EndpointMetadata.OfType<ImportableEndpoint>().Any()
        )
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(AsOf());
            operation.Parameters.Add(OnBehalfOf());
        }
    }

    private static void Extend(OpenApiOperation operation, string name, string text) =>
        (
            operation.Extensions ??= new Dictionary<string, IOpenApiExtension>(
                StringComparer.Ordinal
            )
        )[name] = new JsonNodeExtension(text);

    private static OpenApiParameter IfMatch() =>
        new()
        {
            Name = ExpectedVersion.Header,
            In = ParameterLocation.Header,
            Description =
                "The version you read, for example `\"3\"`. The change is refused (412) if the "
                + "current version differs. A `version` in the body means the same.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };

    private static OpenApiParameter AsOf() =>
        new()
        {
            Name = ImportedRequests.TimeHeader,
            In = ParameterLocation.Header,
            Description =
                "Imports the past: the time to use as the current time, as ISO 8601. Requires the "
                + "scope `import`. The change is audited with the caller and the real time.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
        };

    private static OpenApiParameter OnBehalfOf() =>
        new()
        {
            Name = ImportedRequests.AuthorHeader,
            In = ParameterLocation.Header,
            Description =
                "Imports the past: the name of the person who did it, as UTF-8 with "
                + "percent-encoding. Requires the scope `import`. What the request may see and "
                + "change depends on the caller. The change is audited with the caller.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };

    /// <summary>A path, resolved against the address of the document.</summary>
    private static string BasePath(IServiceProvider services) =>
        services.GetRequiredService<IHttpContextAccessor>().HttpContext?.Request is { } request
            ? new Uri(request.PublicAddress()).AbsolutePath
            : "/";

    /// <summary>
    /// Each feature names its body Request and its answer Response. In a shared document their
    /// names include the feature.
    /// </summary>
    private static string NameOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return NameOf(inner);
        }

        var own = type.Name.Split('`')[0];
        var name =
            type.DeclaringType is { } feature && own is "Request" or "Response"
                ? feature.Name + own
                : own;
        return type.IsGenericType
            ? $"{name}Of{string.Join("And", type.GetGenericArguments().Select(NameOf))}"
            : name;
    }

    private static OpenApiSecurityRequirement Requirement(
        OpenApiDocument? document,
        List<string> scopes
    ) => new() { [new OpenApiSecuritySchemeReference(Token, document)] = scopes };
}
