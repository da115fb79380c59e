using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pir.FrontDoor.Tests.Fuzzing;
using Pir.Gateway.Domain;

namespace Pir.FrontDoor.Tests;

/// <summary>Clients generated from the OpenAPI documents get precise types.</summary>
public sealed class ApiDocumentTests(SqliteProduct fixture) : IClassFixture<SqliteProduct>
{
    private static readonly string[] Saying =
    [
        "type",
        "$ref",
        "oneOf",
        "anyOf",
        "allOf",
        "enum",
        "const",
    ];

    [Fact]
    public async Task Every_property_and_parameter_has_a_type()
    {
        var untyped = new List<string>();
        foreach (var (name, document) in await DocumentsAsync())
        {
            untyped.AddRange(
                SchemasOf(document, name)
                    .Where(s => !Saying.Any(s.Schema.ContainsKey))
                    .Select(s => s.Path)
            );
        }

        untyped.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_number_is_a_text_as_well()
    {
        var mixed = new List<string>();
        foreach (var (name, document) in await DocumentsAsync())
        {
            mixed.AddRange(
                SchemasOf(document, name).Where(s => IsMixed(s.Schema)).Select(s => s.Path)
            );
        }

        mixed.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_field_has_the_type_that_it_is_read_with()
    {
        var documents = await DocumentsAsync();

        TypeOf("incident-intake", "CreateSourceRequest", "name").ShouldContain("string");
        TypeOf("incident-intake", "DeliveryResponse", "contentType").ShouldContain("string");
        TypeOf("incident-intake", "IncidentResponse", "number").ShouldBe("\"integer\"");
        TypeOf("incident-intake", "IncidentResponse", "detectedAt").ShouldBe("\"string\"");
        documents["incident-intake"]["components"]!["schemas"]!["IncidentResponse"]!["properties"]![
            "detectedAt"
        ]!["format"]!
            .GetValue<string>()
            .ShouldBe("date-time");

        string TypeOf(string service, string schema, string property) =>
            documents[service]["components"]!["schemas"]![schema]!["properties"]![property]![
                "type"
            ]!.ToJsonString();
    }

    [Fact]
    public async Task Each_operation_that_names_somebody_by_id_is_known_to_the_gateway()
    {
        using var script = fixture.Product.Script();
        var naming = (await ApiOperations.FindAsync(script))
            .Where(o => o.Body is { } body && NamesSomebody(body, o.Document))
            .Select(o => o.Name);

        naming.Order().ShouldBe(PersonPlace.ByOperation.Keys.Order());
    }

    [Fact]
    public async Task Each_query_parameter_is_spelled_in_camel_case()
    {
        using var script = fixture.Product.Script();

        (await ApiOperations.FindAsync(script))
            .SelectMany(o => o.Parameters.Where(p => p.In == "query").Select(p => (o.Name, p)))
            .Where(p => p.p.Name != JsonNamingPolicy.CamelCase.ConvertName(p.p.Name))
            .Select(p => $"{p.Name}: {p.p.Name}")
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task The_headers_of_imports_are_documented_where_they_are_supported()
    {
        using var script = fixture.Product.Script();
        var importing = (await ApiOperations.FindAsync(script))
            .Where(o => o.Parameters.Any(p => p is { Name: "Pir-As-Of", In: "header" }))
            .Where(o => o.Parameters.Any(p => p is { Name: "Pir-On-Behalf-Of", In: "header" }))
            .Select(o => o.Name)
            .ToList();

        importing.ShouldContain("OpenIncident");
        importing.ShouldContain("RecordTimelineEntry");
        importing.ShouldContain("WriteReviewNotes");
        importing.ShouldContain("CompleteAction");
        importing.ShouldNotContain("DeleteIncident");
        importing.ShouldNotContain("ChangeReviewPolicies");
        importing.ShouldNotContain("ListIncidents");
    }

    private static bool NamesSomebody(JsonElement body, JsonElement document)
    {
        var members = MembersOf(body, document);
        return members.ContainsKey("personId")
            || members.Values.Any(member =>
                MembersOf(member, document).Keys.Order().SequenceEqual(["id", "name"])
            );
    }

    private static Dictionary<string, JsonElement> MembersOf(
        JsonElement schema,
        JsonElement document
    )
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            var name = reference.GetString()!.Split('/')[^1];
            schema = document.GetProperty("components").GetProperty("schemas").GetProperty(name);
        }

        var members = schema.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().ToDictionary(p => p.Name, p => p.Value)
            : [];
        foreach (var choice in (string[])["oneOf", "anyOf"])
        {
            if (schema.TryGetProperty(choice, out var choices))
            {
                foreach (var (name, member) in choices.EnumerateArray().SelectMany(Members))
                {
                    members[name] = member;
                }
            }
        }

        return members;

        Dictionary<string, JsonElement> Members(JsonElement one) => MembersOf(one, document);
    }

    private static bool IsMixed(JsonObject schema) =>
        schema["type"] is JsonArray types
        && types.Any(t => t!.GetValue<string>() is "integer" or "number")
        && types.Any(t => t!.GetValue<string>() == "string");

    private async Task<Dictionary<string, JsonNode>> DocumentsAsync()
    {
        using var script = fixture.Product.Script();
        var documents = new Dictionary<string, JsonNode>();
        foreach (var name in ApiOperations.Documents)
        {
            documents[name] = (await script.GetFromJsonAsync<JsonNode>($"/openapi/{name}.json"))!;
        }

        return documents;
    }

    /// <summary>The schema of each property, item and parameter, with the way to it.</summary>
    private static IEnumerable<(string Path, JsonObject Schema)> SchemasOf(
        JsonNode node,
        string path
    )
    {
        if (node is JsonArray array)
        {
            return array.SelectMany((item, i) => SchemasOf(item!, $"{path}/{i}"));
        }

        return node is JsonObject members
            ? members.Where(m => m.Value is not null).SelectMany(m => OwnOf(m, $"{path}/{m.Key}"))
            : [];
    }

    private static IEnumerable<(string, JsonObject)> OwnOf(
        KeyValuePair<string, JsonNode?> member,
        string path
    )
    {
        var own = member switch
        {
            ("properties", JsonObject properties) => properties
                .Where(p => p.Value is JsonObject)
                .Select(p => ($"{path}/{p.Key}", p.Value!.AsObject())),
            ("schema" or "items", JsonObject schema) => [(path, schema)],
            _ => [],
        };
        return own.Concat(SchemasOf(member.Value!, path));
    }
}
