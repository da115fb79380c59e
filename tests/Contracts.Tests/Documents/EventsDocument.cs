using System.Text;
using System.Text.Json.Nodes;
using Pir.Contracts.Events;

namespace Pir.Contracts.Tests.Documents;

/// <summary>The catalogue for people: docs/events.md.</summary>
internal static class EventsDocument
{
    private const string Introduction = """
        # Events

        <!-- Generated from src/Contracts by ./build.sh docs. Do not edit. -->

        The events that services publish to each other and to subscribers. An event is a fact in
        the past tense. Its name contains its version. Within a version, fields are only added, so
        ignore unknown fields. Fields marked *optional* are missing if they have no value. All times
        are UTC.

        - **Inside** the product, all events of one commit are in one [EventBatch](#eventbatch), each
          in an [envelope](#eventenvelope). They go over RabbitMQ to the topic exchange `pir.events`,
          with the producing service as routing key ([asyncapi.json](asyncapi.json)), or stay in
          memory if one process hosts all services.
        - **Outside**, subscribers receive each event separately, as a
          [CloudEvent](https://cloudevents.io) (`specversion` 1.0, `id`, `source` = `/pir/` and the
          service, `type`, `subject`, `time`, `data`, and `aggregateversion`, the subject's version),
          by signed webhook (`POST /api/subscriptions`) or as a stream (`GET /api/events`). Events
          marked *internal* are not published outside, because the contents of a draft review are for
          its attendees.

        Delivery is at least once: recognise duplicates by `id`. Events usually arrive in order, but
        not always: for each `subject`, ignore a `version` older than the one you know.

        """;

    public static string Generate()
    {
        var schemas = new ContractSchemas();
        var text = new StringBuilder(Introduction.ReplaceLineEndings("\n"));
        foreach (var producer in EventCatalog.All.GroupBy(d => d.Source))
        {
            text.Append($"\n## {producer.Key}\n\n| event | |\n|---|---|\n");
            foreach (var definition in producer)
            {
                var note = definition.IsSubscribable ? "" : " *Internal.*";
                text.Append(
                    $"| [`{definition.Name}`](#{Anchor(definition.Name)}) | "
                        + $"{definition.Summary}{note} |\n"
                );
            }

            foreach (var definition in producer)
            {
                var note = definition.IsSubscribable ? "" : " Internal.";
                text.Append($"\n### {definition.Name}\n\n{definition.Summary}{note}\n\n");
                AppendFields(text, schemas.Components[definition.Clr.Name]);
            }
        }

        text.Append("\n## Parts\n");
        var events = EventCatalog.All.Select(d => d.Clr.Name).ToHashSet();
        foreach (var (name, schema) in schemas.Components.Where(c => !events.Contains(c.Key)))
        {
            text.Append($"\n### {name}\n\n{schema["description"]}\n\n");
            AppendFields(text, schema);
        }

        return text.ToString();
    }

    private static void AppendFields(StringBuilder text, JsonObject schema)
    {
        var required =
            schema["required"]?.AsArray().Select(r => r!.GetValue<string>()).ToHashSet() ?? [];
        text.Append("| field | type | |\n|---|---|---|\n");
        foreach (var (name, field) in schema["properties"]!.AsObject())
        {
            var notes = new[]
            {
                required.Contains(name) ? "" : "*optional*",
                field!["description"]?.GetValue<string>() ?? "",
            };
            var cell = string.Join(". ", notes.Where(n => n.Length > 0))
                .Replace("|", "\\|", StringComparison.Ordinal);
            text.Append($"| `{name}` | {TypeOf(field)} | {cell} |\n");
        }
    }

    private static string TypeOf(JsonNode schema)
    {
        if (schema["$ref"] is { } reference)
        {
            var name = reference.GetValue<string>()[ContractSchemas.Prefix.Length..];
            return $"[{name}](#{Anchor(name)})";
        }

        if (schema["allOf"] is JsonArray { Count: > 0 } all)
        {
            return TypeOf(all[0]!);
        }

        if (schema["enum"] is JsonArray words)
        {
            return string.Join(" \\| ", words.Select(w => $"`{w}`"));
        }

        return schema["type"]!.GetValue<string>() switch
        {
            "array" => "list of " + TypeOf(schema["items"]!),
            "string" when schema["format"] is { } format => format.GetValue<string>(),
            var type => type,
        };
    }

    // GitHub's rule for headings.
    private static string Anchor(string heading) =>
        heading.ToLowerInvariant().Replace(".", "", StringComparison.Ordinal);
}
