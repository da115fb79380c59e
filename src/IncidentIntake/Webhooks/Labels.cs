using System.Text;
using System.Text.Json;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// The labels of one alert: those with a known meaning, and all of them as sent.
/// </summary>
internal struct Labels
{
    public string? AlertName;
    public string? Severity;

    /// <summary>The JSON object; null for none.</summary>
    public string? Raw;

    /// <summary>Whether their end is missing.</summary>
    public bool IsMarked;

    private IncidentContext? _context;
    private string? _job;

    /// <summary>Its position in the body.</summary>
    private Range _place;

    /// <summary>The alert's service, team and environment.</summary>
    public readonly IncidentContext Context => (_context ?? new()).Or(new() { Service = _job });

    /// <summary>Reads an object; anything else is skipped.</summary>
    public static Labels Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        var labels = default(Labels);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return labels;
        }

        var start = (int)reader.TokenStartIndex;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            labels.ReadOne(ref reader);
        }

        labels._place = start..(int)reader.BytesConsumed;
        labels.Raw = MemberText.Of(body[labels._place]);
        return labels;
    }

    private void ReadOne(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("alertname"u8))
        {
            reader.Read();
            AlertName = JsonText.Read(ref reader, TextLengths.Title);
        }
        else if (reader.ValueTextEquals("severity"u8))
        {
            reader.Read();
            Severity = JsonText.Read(ref reader, 100);
        }
        else if (reader.ValueTextEquals("job"u8))
        {
            reader.Read();
            _job = JsonText.Read(ref reader, TextLengths.Name);
        }
        else if (ContextField(ref reader) is { } field)
        {
            reader.Read();
            var value = JsonText.Read(ref reader, TextLengths.Name);
            _context = (_context ?? new()).Or(field.Set(new(), value));
        }
        else
        {
            IsMarked |= reader.ValueTextEquals(JsonRepair.CutMark);
            reader.Read();
            reader.Skip();
        }
    }

    private static ContextField? ContextField(ref Utf8JsonReader reader)
    {
        foreach (var (label, field) in FieldNames.ContextLabels)
        {
            if (reader.ValueTextEquals(label))
            {
                return field;
            }
        }

        return null;
    }

    /// <summary>
    /// Names and values in order of name: an identity for alerts that have none.
    /// </summary>
    /// <param name="isLasting">Whether to leave out those that may change during a firing.</param>
    public readonly IEnumerable<string> Sorted(ReadOnlySpan<byte> body, bool isLasting = false)
    {
        var json = body[_place];
        if (json.IsEmpty)
        {
            return [];
        }

        var pairs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
            reader.Skip();
            if (name != JsonRepair.CutMark && !(isLasting && IdentityNames.IsVolatile(name, text)))
            {
                pairs[name] = Encoding.UTF8.GetString(json[start..(int)reader.BytesConsumed]);
            }
        }

        return pairs.SelectMany(p => (string[])[p.Key, p.Value]);
    }
}
