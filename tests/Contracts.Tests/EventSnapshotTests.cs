using System.Text.Json;
using System.Text.Json.Nodes;
using Pir.Contracts.Events;
using Shouldly;
using Xunit;

namespace Pir.Contracts.Tests;

/// <summary>
/// The JSON of every event, approved in <c>Approved/</c>. A change here is a change for every
/// subscriber.
/// </summary>
public sealed class EventSnapshotTests
{
    private static readonly JsonSerializerOptions Readable = new(EventJson.Options)
    {
        WriteIndented = true,
        NewLine = "\n",
    };

    public static TheoryData<string> Names => [.. EventCatalog.All.Select(d => d.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Json_is_as_approved_and_changes_by_addition_only(string name)
    {
        var definition = EventCatalog.Find(name)!;
        var json = Write(Samples.Full(definition.Clr), definition);
        var path = Approval.PathOfSnapshot(name);
        if (File.Exists(path))
        {
            CompatibilityRules
                .Breaks(JsonNode.Parse(File.ReadAllText(path)), JsonNode.Parse(json))
                .ShouldBeEmpty(
                    $"Give the changed event a new name: {name} is what consumers know."
                );
        }

        Approval.Check(path, json);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Json_reads_back_as_the_same_fact(string name)
    {
        var definition = EventCatalog.Find(name)!;
        foreach (var fact in new[] { Samples.Full(definition.Clr), Samples.Bare(definition.Clr) })
        {
            var json = Write(fact, definition);
            var read = EventCatalog.Read(definition, JsonDocument.Parse(json).RootElement);
            Write(read, definition).ShouldBe(json);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Absent_fields_are_left_out_and_unknown_ones_ignored(string name)
    {
        var definition = EventCatalog.Find(name)!;
        var json = Write(Samples.Bare(definition.Clr), definition);
        json.ShouldNotContain("null");

        var newer = JsonNode.Parse(json)!.AsObject();
        newer["addedLater"] = new JsonObject { ["x"] = 1 };
        var read = EventCatalog.Read(definition, JsonSerializer.SerializeToElement(newer));
        Write(read, definition).ShouldBe(json);
    }

    [Fact]
    public void The_envelope_is_as_approved()
    {
        var definition = EventCatalog.Find("pir.action.proposed.v1")!;
        var data = JsonSerializer.SerializeToElement(
            Samples.Full(definition.Clr),
            definition.Clr,
            EventJson.Options
        );
        var id = Guid.Parse("01900000-0000-7000-8000-000000000001");
        var time = new DateTime(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);
        var envelope = new EventEnvelope(
            id,
            definition.Name,
            definition.Source,
            id.ToString(),
            3,
            time,
            time.AddMinutes(5),
            new Actor("user", "riley", "Riley"),
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            data
        );

        Approval.Check(
            Approval.PathOfSnapshot("event-batch"),
            JsonSerializer.Serialize(new EventBatch(id, definition.Source, [envelope]), Readable)
                + "\n"
        );
    }

    [Fact]
    public void The_words_of_every_enumeration_are_as_approved_and_none_goes_away()
    {
        var words = new JsonObject();
        foreach (
            var type in typeof(IEvent)
                .Assembly.GetExportedTypes()
                .Where(t => t.IsEnum)
                .OrderBy(t => t.Name)
        )
        {
            words[type.Name] = new JsonArray([
                .. Enum.GetValues(type)
                    .Cast<object>()
                    .Select(v => JsonSerializer.SerializeToNode(v, type, EventJson.Options)),
            ]);
        }

        var path = Approval.PathOfSnapshot("words");
        if (File.Exists(path))
        {
            foreach (var (name, before) in JsonNode.Parse(File.ReadAllText(path))!.AsObject())
            {
                Words(before)
                    .Except(Words(words[name]))
                    .ShouldBeEmpty($"{name}: consumers know these words.");
            }
        }

        Approval.Check(path, words.ToJsonString(Readable) + "\n");
    }

    [Fact]
    public void Every_snapshot_belongs_to_an_event_of_the_catalogue()
    {
        var known = EventCatalog.All.Select(d => d.Name).Append("event-batch").Append("words");
        var folder = Path.GetDirectoryName(Approval.PathOfSnapshot("x"))!;
        if (Approval.IsApproving)
        {
            return; // They are being written right now.
        }

        Directory
            .GetFiles(folder, "*.json")
            .Select(Path.GetFileNameWithoutExtension)
            .Order()
            .ShouldBe(known.Order());
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":2,"b":{}}""", 0)]
    [InlineData("""{"a":1,"b":1}""", """{"a":1}""", 1)]
    [InlineData("""{"a":1}""", """{"a":"1"}""", 1)]
    [InlineData("""{"a":[{"b":1}]}""", """{"a":[{"c":1}]}""", 1)]
    [InlineData("""{"a":{"b":{"c":1}}}""", """{"a":{"b":{}}}""", 1)]
    public void The_rule_finds_what_breaks_a_consumer(string before, string after, int breaks) =>
        CompatibilityRules
            .Breaks(JsonNode.Parse(before), JsonNode.Parse(after))
            .Count()
            .ShouldBe(breaks);

    private static string Write(IEvent fact, EventDefinition definition) =>
        JsonSerializer.Serialize(fact, definition.Clr, Readable) + "\n";

    private static IEnumerable<string> Words(JsonNode? node) =>
        node?.AsArray().Select(n => n!.GetValue<string>()) ?? [];
}
