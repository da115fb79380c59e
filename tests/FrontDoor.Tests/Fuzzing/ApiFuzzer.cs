using System.Globalization;
using System.Text;

namespace Pir.FrontDoor.Tests.Fuzzing;

/// <summary>Generates requests to the public API, from valid ones to garbage.</summary>
internal sealed class ApiFuzzer(int seed, IReadOnlyList<ApiOperation> operations, KnownIds ids)
{
    // Percentage of hostile values. Usually low, so that single hostile values reach the code
    // behind validation.
    private static readonly int[] Rates = [0, 4, 8, 8, 15, 40];

    public FuzzRequest Make(int index)
    {
        var dice = Dice.Of(seed, index);
        // The focus is on requests with a body.
        var operation = dice.Pick(operations);
        for (var i = 0; i < 2 && operation.Body is null; i++)
        {
            operation = dice.Pick(operations);
        }

        var rate = dice.Pick(Rates);
        var request = new FuzzRequest(
            operation.Name,
            operation.Method,
            PathOf(operation, dice, rate)
        )
        {
            Headers = HeadersOf(dice),
        };
        if (operation.Body is not { } schema)
        {
            return request;
        }

        var body = Encoding.UTF8.GetBytes(
            new JsonMaker(operation.Document, ids, dice, rate).FromSchema(schema)
        );
        return request with
        {
            Body = Bytes.Damage(body, dice, chance: 6),
            ContentType = dice.Percent(3) ? dice.Pick(Hostile.ContentTypes) : "application/json",
        };
    }

    private static IReadOnlyList<(string, string)> HeadersOf(Dice dice) =>
        dice.Percent(10) ? [dice.Pick(Hostile.Headers)] : [];

    private string PathOf(ApiOperation operation, Dice dice, int rate)
    {
        var words = operation.Path.Split('/');
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i].StartsWith('{'))
            {
                words[i] = Uri.EscapeDataString(IdFor(words[i - 1], dice, rate));
            }
        }

        var query = operation
            .Parameters.Where(p => p.In == "query" && dice.Percent(40))
            .Select(p => $"{Uri.EscapeDataString(p.Name)}={ValueFor(operation, p, dice, rate)}")
            .ToList();
        var path = string.Join('/', words);
        return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }

    private string IdFor(string collection, Dice dice, int rate)
    {
        if (dice.Percent(Math.Max(rate, 5)))
        {
            return Sendable(dice.Pick(Hostile.Texts));
        }

        return ids.Pick(collection, dice) ?? Guid.Empty.ToString();
    }

    private string ValueFor(ApiOperation operation, ApiParameter parameter, Dice dice, int rate)
    {
        if (dice.Percent(Math.Max(rate, 25)))
        {
            var text = dice.Pick(Hostile.Texts);
            return dice.Percent(10) ? "%00" : Uri.EscapeDataString(Sendable(text));
        }

        var schema = Schemas.Resolve(operation.Document, parameter.Schema);
        if (schema.TryGetProperty("enum", out var words))
        {
            return Uri.EscapeDataString(dice.Pick([.. words.EnumerateArray()]).ToString());
        }

        return Schemas.TypeOf(schema) switch
        {
            "integer" => dice.Below(300).ToString(CultureInfo.InvariantCulture),
            "boolean" => dice.Percent(50) ? "true" : "false",
            _ when parameter.Name.Contains("incident", StringComparison.OrdinalIgnoreCase) =>
                ids.Pick("incidents", dice) ?? "INC-1",
            _ => dice.Pick(["checkout", "2026-03-01", "2026-03-01T00:00:00Z", "open", "sev1"]),
        };
    }

    // A browser's address bar replaces these too.
    private static string Sendable(string text) =>
        text.Length > 2000 ? Sendable(text[..2000])
        : text.Length == 0 ? "-"
        : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
