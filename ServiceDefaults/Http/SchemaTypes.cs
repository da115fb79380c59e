using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Pir.ServiceDefaults.Http;

/// <summary>
/// Adds types that the framework leaves out of a document. To the framework, a value with a custom
/// converter could be anything, and a number that may also be a text has two types.
/// </summary>
internal static class SchemaTypes
{
    private static readonly Dictionary<Type, (JsonSchemaType Type, string? Format)> Known = new()
    {
        [typeof(string)] = (JsonSchemaType.String, null),
        [typeof(DateTime)] = (JsonSchemaType.String, "date-time"),
        // Defined by the other side: the browser's credentials.
        [typeof(JsonElement)] = (JsonSchemaType.Object, null),
    };

    public static Task TellAsync(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var declared = context.JsonTypeInfo.Type;
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (schema.Type is (null or JsonSchemaType.Null) && Known.TryGetValue(type, out var known))
        {
            var isNullable =
                type != declared || context.JsonPropertyInfo is { IsGetNullable: true };
            schema.Type = isNullable ? known.Type | JsonSchemaType.Null : known.Type;
            schema.Format ??= known.Format;
        }

        if (IsNumber(schema.Type))
        {
            // Also accepted as a text, but not documented, because nobody should send it that way.
            schema.Type &= ~JsonSchemaType.String;
            schema.Pattern = null;
        }

        return Task.CompletedTask;
    }

    private static bool IsNumber(JsonSchemaType? type) =>
        type is { } told
        && (told.HasFlag(JsonSchemaType.Integer) || told.HasFlag(JsonSchemaType.Number));
}
