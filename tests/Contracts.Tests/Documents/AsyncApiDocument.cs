using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pir.Contracts.Events;

namespace Pir.Contracts.Tests.Documents;

/// <summary>
/// AsyncAPI 3.0 description of what goes over the broker, made from the catalogue and the records.
/// </summary>
internal static class AsyncApiDocument
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Generate()
    {
        var schemas = new ContractSchemas();
        var producers = EventCatalog.Services;
        var document = new JsonObject
        {
            ["asyncapi"] = "3.0.0",
            ["info"] = Info(),
            ["defaultContentType"] = "application/vnd.masstransit+json",
            ["servers"] = new JsonObject
            {
                ["broker"] = new JsonObject
                {
                    ["host"] = "localhost:5672",
                    ["protocol"] = "amqp",
                    ["description"] =
                        "RabbitMQ at ConnectionStrings:messaging. A single process has no broker: "
                        + "the same batches go to the same consumers in memory.",
                },
            },
            ["channels"] = Map(producers, p => p, Channel),
            ["operations"] = Map(producers, p => "publish-" + p, Operation),
            ["components"] = new JsonObject
            {
                ["messages"] = Map(producers, MessageName, Message),
                ["schemas"] = Schemas(schemas, producers),
            },
        };
        return document.ToJsonString(Readable) + "\n";
    }

    private static JsonObject Info() =>
        new()
        {
            ["title"] = "PIR Platform events",
            ["version"] = "1.0.0",
            ["description"] =
                "The events that services publish to each other. All events of one commit are in "
                + "one EventBatch. Delivery is at least once, and events usually arrive in order, "
                + "but not always: recognise duplicates by the event's id, and ignore a version "
                + "older than the one you know. Subscribers outside the product receive the "
                + "subscribable events as CloudEvents, by webhook or event stream. Generated from "
                + "the event catalogue; see events.md.",
        };

    private static JsonObject Channel(string producer) =>
        new()
        {
            ["address"] = producer,
            ["description"] =
                $"Events of {producer}. Bind a queue to the exchange with this routing key.",
            ["messages"] = new JsonObject
            {
                ["EventBatch"] = Ref("messages", MessageName(producer)),
            },
            ["bindings"] = new JsonObject
            {
                ["amqp"] = new JsonObject
                {
                    ["is"] = "routingKey",
                    ["exchange"] = new JsonObject
                    {
                        ["name"] = "pir.events",
                        ["type"] = "topic",
                        ["durable"] = true,
                        ["autoDelete"] = false,
                    },
                    ["bindingVersion"] = "0.3.0",
                },
            },
        };

    private static JsonObject Operation(string producer) =>
        new()
        {
            ["action"] = "send",
            ["summary"] =
                $"{producer} publishes each of its commits once it is durable, and confirms it "
                + "with the broker.",
            ["channel"] = new JsonObject { ["$ref"] = "#/channels/" + producer },
            ["messages"] = new JsonArray(
                new JsonObject { ["$ref"] = $"#/channels/{producer}/messages/EventBatch" }
            ),
        };

    private static JsonObject Message(string producer) =>
        new()
        {
            ["name"] = "EventBatch",
            ["title"] = "Events of one commit of " + producer,
            ["contentType"] = "application/vnd.masstransit+json",
            ["payload"] = new JsonObject
            {
                ["type"] = "object",
                ["description"] = "MassTransit's envelope, with only the parts that readers need.",
                ["properties"] = new JsonObject
                {
                    ["messageId"] = new JsonObject { ["type"] = "string", ["format"] = "uuid" },
                    ["messageType"] = new JsonObject
                    {
                        ["type"] = "array",
                        ["contains"] = new JsonObject
                        {
                            ["const"] = "urn:message:Pir.Contracts.Events:EventBatch",
                        },
                    },
                    ["message"] = ContractSchemas.Reference(BatchName(producer)),
                },
                ["required"] = new JsonArray("messageType", "message"),
            },
        };

    private static JsonObject Schemas(ContractSchemas schemas, IReadOnlyList<string> producers)
    {
        var all = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var (name, schema) in schemas.Components)
        {
            all[name] = schema.DeepClone();
        }

        foreach (var definition in EventCatalog.All)
        {
            all[EnvelopeName(definition)] = Envelope(definition);
        }

        foreach (var producer in producers)
        {
            all[BatchName(producer)] = Batch(producer);
        }

        return new JsonObject(all.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value)));
    }

    private static JsonObject Envelope(EventDefinition definition) =>
        new()
        {
            ["title"] = definition.Name,
            ["description"] = definition.Summary,
            ["allOf"] = new JsonArray(
                ContractSchemas.Reference(nameof(EventEnvelope)),
                new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject
                    {
                        ["type"] = new JsonObject { ["const"] = definition.Name },
                        ["source"] = SourceOf(definition),
                        ["data"] = ContractSchemas.Reference(definition.Clr.Name),
                    },
                }
            ),
        };

    private static JsonObject SourceOf(EventDefinition definition) =>
        definition.Producers is [var only]
            ? new() { ["const"] = only }
            : new()
            {
                ["enum"] = new JsonArray([.. definition.Producers.Select(p => (JsonNode)p)]),
            };

    private static JsonObject Batch(string producer) =>
        new()
        {
            ["allOf"] = new JsonArray(
                ContractSchemas.Reference(nameof(EventBatch)),
                new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject
                    {
                        ["source"] = new JsonObject { ["const"] = producer },
                        ["events"] = new JsonObject
                        {
                            ["type"] = "array",
                            ["minItems"] = 1,
                            ["items"] = new JsonObject
                            {
                                ["oneOf"] = new JsonArray([
                                    .. EventCatalog
                                        .ToldBy(producer)
                                        .Select(d => ContractSchemas.Reference(EnvelopeName(d))),
                                ]),
                            },
                        },
                    },
                }
            ),
        };

    private static string EnvelopeName(EventDefinition definition) =>
        definition.Clr.Name + "Envelope";

    private static string BatchName(string producer) => Pascal(producer) + "Batch";

    private static string MessageName(string producer) => Pascal(producer) + "EventBatch";

    private static string Pascal(string kebab) =>
        string.Concat(kebab.Split('-').Select(w => char.ToUpperInvariant(w[0]) + w[1..]));

    private static JsonObject Ref(string section, string name) =>
        new() { ["$ref"] = $"#/components/{section}/{name}" };

    private static JsonObject Map<T>(
        IEnumerable<T> items,
        Func<T, string> key,
        Func<T, JsonObject> value
    ) => new(items.Select(i => KeyValuePair.Create(key(i), (JsonNode?)value(i))));
}
