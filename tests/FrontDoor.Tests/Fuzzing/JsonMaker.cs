using System.Text;
using System.Text.Json;

namespace Pir.FrontDoor.Tests.Fuzzing;

/// <summary>
/// Writes a JSON body that follows a schema or a sample, except where the dice decide otherwise.
/// </summary>
/// <param name="document">Document with the targets of references in the schema.</param>
/// <param name="rate">Percentage of values replaced by hostile ones.</param>
internal sealed class JsonMaker(JsonElement document, KnownIds ids, Dice dice, int rate)
{
    private const int Deepest = 6;
    private readonly StringBuilder _text = new();

    public string FromSchema(JsonElement schema)
    {
        WriteSchema(schema, "", 0);
        return _text.ToString();
    }

    public string FromSample(JsonElement sample)
    {
        WriteSample(sample);
        return _text.ToString();
    }

    private void WriteSchema(JsonElement schema, string name, int depth)
    {
        if (dice.Percent(rate))
        {
            _text.Append(dice.Pick(Hostile.Json));
            return;
        }

        var found = Schemas.Resolve(document, schema);
        if (found.TryGetProperty("enum", out var words))
        {
            _text.Append(dice.Pick([.. words.EnumerateArray()]).GetRawText());
            return;
        }

        switch (Schemas.TypeOf(found))
        {
            case "object" when depth < Deepest:
                WriteObject(found, depth);
                break;
            case "array" when depth < Deepest:
                WriteArray(found, name, depth);
                break;
            case "integer":
                _text.Append(
                    Hostile.Number(dice.Percent(30) ? dice.Below(100_000) : dice.Below(5))
                );
                break;
            case "number":
                _text.Append(dice.Below(100)).Append(".5");
                break;
            case "boolean":
                _text.Append(dice.Percent(50) ? "true" : "false");
                break;
            case "string":
                _text.Append(JsonSerializer.Serialize(TextFor(name, found)));
                break;
            default:
                _text.Append("null");
                break;
        }
    }

    private void WriteObject(JsonElement schema, int depth)
    {
        var required = schema.TryGetProperty("required", out var list)
            ? list.EnumerateArray().Select(r => r.GetString()).ToHashSet(StringComparer.Ordinal)
            : [];
        _text.Append('{');
        var first = true;
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (dice.Percent(required.Contains(property.Name) ? rate / 2 : 40))
                {
                    continue;
                }

                var times = dice.Percent(rate / 4) ? 2 : 1;
                for (var i = 0; i < times; i++)
                {
                    Separate(ref first);
                    _text.Append(JsonSerializer.Serialize(property.Name)).Append(':');
                    WriteSchema(property.Value, property.Name, depth + 1);
                }
            }
        }

        if (dice.Percent(rate / 2))
        {
            Separate(ref first);
            _text.Append(dice.Pick(Keys)).Append(':').Append(dice.Pick(Hostile.Json));
        }

        _text.Append('}');
    }

    private static readonly string[] Keys =
    [
        "\"unknown\"",
        "\"\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"__proto__\"",
        "\"$type\"",
        "\"id\"",
    ];

    private void WriteArray(JsonElement schema, string name, int depth)
    {
        _text.Append('[');
        var first = true;
        for (var i = dice.Below(3); i > 0 && schema.TryGetProperty("items", out var items); i--)
        {
            Separate(ref first);
            WriteSchema(items, name, depth + 1);
        }

        if (dice.Percent(rate))
        {
            Separate(ref first);
            _text.Append("null");
        }

        _text.Append(']');
    }

    private string TextFor(string name, JsonElement schema)
    {
        var format = schema.TryGetProperty("format", out var f) ? f.GetString() : null;
        return (format, name.ToLowerInvariant()) switch
        {
            ("date-time", _) => DateTime
                .UnixEpoch.AddYears(56)
                .AddMinutes(dice.Below(500_000))
                .ToString("yyyy-MM-ddTHH:mm:ssZ"),
            ("date", _) => "2026-03-01",
            ("uuid", var about) => ids.Pick(
                about.Replace("id", "s", StringComparison.Ordinal),
                dice
            ) ?? Guid.Empty.ToString(),
            (_, "incident") => ids.Pick("incidents", dice) ?? "INC-1",
            (_, "url") => "https://forum.example.org/hook",
            (_, "email") => $"p{dice.Below(1000)}@example.com",
            (_, "severity" or "defaultseverity") => "sev" + (1 + dice.Below(5)),
            (_, "kind") => "generic",
            (_, "status") => "firing",
            (_, "role") => dice.Pick(["viewer", "responder", "lead", "communications"]),
            (_, "events") => "review.published",
            (_, "scopes") => "incidents:read",
            _ => dice.Pick(["Checkout is down", "payments", "The pool had no limit", "é 🔥"]),
        };
    }

    private void WriteSample(JsonElement sample)
    {
        if (dice.Percent(rate))
        {
            _text.Append(dice.Pick(Hostile.Json));
            return;
        }

        var first = true;
        switch (sample.ValueKind)
        {
            case JsonValueKind.Object:
                _text.Append('{');
                foreach (var property in sample.EnumerateObject().Where(_ => !dice.Percent(rate)))
                {
                    Separate(ref first);
                    _text.Append(JsonSerializer.Serialize(property.Name)).Append(':');
                    WriteSample(property.Value);
                }

                _text.Append('}');
                break;
            case JsonValueKind.Array:
                _text.Append('[');
                foreach (var item in sample.EnumerateArray())
                {
                    Separate(ref first);
                    WriteSample(item);
                }

                _text.Append(']');
                break;
            default:
                _text.Append(sample.GetRawText());
                break;
        }
    }

    private void Separate(ref bool first)
    {
        if (!first)
        {
            _text.Append(',');
        }

        first = false;
    }
}
