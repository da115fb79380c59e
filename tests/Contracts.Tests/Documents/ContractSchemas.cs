using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;

namespace Pir.Contracts.Tests.Documents;

/// <summary>
/// JSON schemas of the contracts' records: one named schema per record, referred to wherever it
/// occurs.
/// </summary>
internal sealed class ContractSchemas
{
    public const string Prefix = "#/components/schemas/";
    private readonly XmlDocs _docs = new();
    private readonly SortedDictionary<string, JsonObject> _components = new(StringComparer.Ordinal);

    public ContractSchemas()
    {
        foreach (var definition in EventCatalog.All)
        {
            Add(definition.Clr);
        }

        Add(typeof(EventEnvelope));
        AddBatch();
    }

    /// <summary>Keyed by the name of the record.</summary>
    public IReadOnlyDictionary<string, JsonObject> Components => _components;

    public static JsonObject Reference(string name) => new() { ["$ref"] = Prefix + name };

    private void Add(Type type)
    {
        if (_components.ContainsKey(type.Name))
        {
            return;
        }

        // The result is a reference. Transform has stored the schema itself and those of its parts.
        EventJson.Options.GetJsonSchemaAsNode(
            type,
            new JsonSchemaExporterOptions
            {
                TreatNullObliviousAsNonNullable = true,
                TransformSchemaNode = Transform,
            }
        );
    }

    /// <summary>
    /// Written by hand, because a converter with its two forms shows no properties.
    /// </summary>
    private void AddBatch()
    {
        var type = typeof(EventBatch);
        var properties = new JsonObject
        {
            ["id"] = WithDescription(Text("uuid"), _docs.Property(type, nameof(EventBatch.Id))),
            ["source"] = WithDescription(
                new JsonObject { ["type"] = "string" },
                _docs.Property(type, nameof(EventBatch.Source))
            ),
            ["events"] = WithDescription(
                new JsonObject { ["type"] = "array", ["items"] = Reference(nameof(EventEnvelope)) },
                _docs.Property(type, nameof(EventBatch.Events))
            ),
            ["packed"] = new JsonObject
            {
                ["type"] = "string",
                ["contentEncoding"] = "base64",
                ["description"] =
                    "In place of events, where there are many: this object with its events, as "
                    + "UTF-8 JSON, compressed as raw deflate (RFC 1951).",
            },
        };
        _components[type.Name] = new JsonObject
        {
            ["type"] = "object",
            ["description"] = _docs.Summary(type),
            ["properties"] = properties,
            ["required"] = new JsonArray("id", "source"),
            ["oneOf"] = new JsonArray(
                new JsonObject { ["required"] = new JsonArray("events") },
                new JsonObject { ["required"] = new JsonArray("packed") }
            ),
        };
    }

    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        return type switch
        {
            _ when type == typeof(DateTime) => Text("date-time"),
            _ when type == typeof(Guid) => Text("uuid"),
            _ when type == typeof(Severity) || type.IsEnum => Words(type),
            // Stricter than the reader, which also accepts digits in quotes.
            _ when type == typeof(int) => new JsonObject
            {
                ["type"] = "integer",
                ["format"] = "int32",
            },
            _ when type == typeof(decimal) => new JsonObject { ["type"] = "number" },
            // A fact: its schema depends on the envelope's type.
            _ when type == typeof(JsonElement) => new JsonObject { ["type"] = "object" },
            _ when context.TypeInfo.Kind == JsonTypeInfoKind.Object => Named(
                context.TypeInfo,
                schema.AsObject()
            ),
            _ => WithoutNull(schema),
        };
    }

    private JsonObject Named(JsonTypeInfo info, JsonObject schema)
    {
        if (!_components.ContainsKey(info.Type.Name))
        {
            _components[info.Type.Name] = Describe(info, WithoutNull(schema).AsObject());
        }

        return Reference(info.Type.Name);
    }

    private JsonObject Describe(JsonTypeInfo info, JsonObject schema)
    {
        var described = new JsonObject { ["type"] = "object" };
        if (_docs.Summary(info.Type) is { } summary)
        {
            described["description"] = summary;
        }

        var properties = new JsonObject();
        var shown = info.Properties.Where(p => schema["properties"]![p.Name] is not null).ToList();
        foreach (var property in shown)
        {
            var value = schema["properties"]![property.Name]!.DeepClone();
            var clrName = ((MemberInfo)property.AttributeProvider!).Name;
            properties[property.Name] = WithDescription(value, _docs.Property(info.Type, clrName));
        }

        described["properties"] = properties;
        // Nulls are left out of the JSON, so everything that may be null may be missing.
        var required = shown.Where(p => !p.IsGetNullable).Select(p => (JsonNode)p.Name).ToArray();
        if (required.Length > 0)
        {
            described["required"] = new JsonArray(required);
        }

        return described;
    }

    private static JsonNode WithDescription(JsonNode schema, string? text)
    {
        if (text is null)
        {
            return schema;
        }

        // Next to a $ref, nothing else counts.
        var target = schema["$ref"] is null
            ? schema.AsObject()
            : new JsonObject { ["allOf"] = new JsonArray(schema) };
        target["description"] = text;
        return target;
    }

    private static JsonNode WithoutNull(JsonNode schema)
    {
        if (schema is JsonObject fields && fields["type"] is JsonArray types)
        {
            fields["type"] = types.Select(t => t!.GetValue<string>()).Single(t => t != "null");
        }

        return schema;
    }

    private static JsonObject Text(string format) =>
        new() { ["type"] = "string", ["format"] = format };

    private static JsonObject Words(Type type)
    {
        var words = Enum.GetValues(type)
            .Cast<object>()
            .Select(v => JsonSerializer.SerializeToNode(v, type, EventJson.Options));
        return new() { ["type"] = "string", ["enum"] = new JsonArray([.. words]) };
    }
}
