using System.Text.Json.Nodes;
using Pir.Contracts.Events;
using Pir.Contracts.Tests.Documents;
using Pir.Testing;
using Pir.Testing.Processes;
using Shouldly;
using Xunit;

namespace Pir.Contracts.Tests;

/// <summary>docs/events.md and docs/asyncapi.json are generated and current.</summary>
public sealed class DocumentTests
{
    private static readonly string EventsPath = Repository.PathOf("docs", "events.md");
    private static readonly string AsyncApiPath = Repository.PathOf("docs", "asyncapi.json");

    [Fact]
    public void The_catalogue_for_people_is_current() =>
        Approval.Check(EventsPath, EventsDocument.Generate());

    [Fact]
    public void The_catalogue_for_people_has_every_event_and_no_dead_link()
    {
        var text = EventsDocument.Generate();
        foreach (var definition in EventCatalog.All)
        {
            text.ShouldContain($"### {definition.Name}\n");
        }

        var anchors = text.Split('\n')
            .Where(l => l.StartsWith('#'))
            .Select(l =>
                l.TrimStart('#', ' ').ToLowerInvariant().Replace(".", "", StringComparison.Ordinal)
            )
            .ToHashSet();
        var links = text.Split("](#")
            .Skip(1)
            .Select(l => l[..l.IndexOf(')', StringComparison.Ordinal)]);
        links.Distinct().Except(anchors).ShouldBeEmpty();
    }

    [Fact]
    public void The_catalogue_for_machines_is_current() =>
        Approval.Check(AsyncApiPath, AsyncApiDocument.Generate());

    [Fact]
    public async Task The_catalogue_for_machines_is_accepted_by_the_asyncapi_parser()
    {
        using var folder = new TempFolder("asyncapi");
        var found = await NodeConsumers.ParseAsyncApiAsync(
            folder.Write("asyncapi.json", AsyncApiDocument.Generate())
        );

        found.GetProperty("version").GetString().ShouldBe("3.0.0");
        found
            .GetProperty("channels")
            .EnumerateArray()
            .Select(c => c.GetString())
            .ShouldBe(EventCatalog.Services, ignoreOrder: true);
        found
            .GetProperty("messages")
            .EnumerateArray()
            .ShouldAllBe(m => m.GetString() == "EventBatch");
    }

    [Fact]
    public async Task The_asyncapi_parser_refuses_what_is_not_asyncapi()
    {
        using var folder = new TempFolder("asyncapi");
        var broken = JsonNode.Parse(AsyncApiDocument.Generate())!;
        broken["channels"] = "none";

        await Should.ThrowAsync<ConsumerRefusedException>(() =>
            NodeConsumers.ParseAsyncApiAsync(folder.Write("asyncapi.json", broken.ToJsonString()))
        );
    }

    [Fact]
    public void Every_reference_in_the_catalogue_for_machines_leads_somewhere()
    {
        var document = JsonNode.Parse(AsyncApiDocument.Generate())!;
        foreach (var reference in References(document))
        {
            var target = reference[2..]
                .Split('/')
                .Aggregate((JsonNode?)document, (node, key) => node?[key]);
            target.ShouldNotBeNull(reference);
        }
    }

    [Fact]
    public void What_may_be_null_may_be_absent_and_nothing_else_may()
    {
        var schemas = new ContractSchemas();
        foreach (var definition in EventCatalog.All)
        {
            var bare = System
                .Text.Json.JsonSerializer.SerializeToNode(
                    Samples.Bare(definition.Clr),
                    definition.Clr,
                    EventJson.Options
                )!
                .AsObject();
            var required =
                schemas
                    .Components[definition.Clr.Name]["required"]
                    ?.AsArray()
                    .Select(r => r!.GetValue<string>())
                ?? [];

            bare.Select(f => f.Key).Order().ShouldBe(required.Order(), definition.Name);
        }
    }

    private static IEnumerable<string> References(JsonNode? node) =>
        node switch
        {
            JsonObject fields => fields.SelectMany(f =>
                f.Key == "$ref" ? [f.Value!.GetValue<string>()] : References(f.Value)
            ),
            JsonArray items => items.SelectMany(References),
            _ => [],
        };
}
