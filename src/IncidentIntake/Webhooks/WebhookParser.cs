using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pir.Intake.Domain;

namespace Pir.Intake.Webhooks;

/// <summary>Reads webhook bodies. Never throws: what cannot be read is said, what can is returned beside it.</summary>
public static class WebhookParser
{
    /// <summary>More alerts in one body than this are refused.</summary>
    public const int MaxAlerts = 5_000;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static IncomingBody Parse(SourceKind kind, Guid source, ReadOnlySpan<byte> body)
    {
        if (body.StartsWith(ByteOrderMark))
        {
            body = body[ByteOrderMark.Length..];
        }

        var alerts = new AlertList(source);
        if (body.Trim(" \t\r\n"u8).IsEmpty)
        {
            return new([], Error: new("empty-body", "The body is empty."));
        }

        try
        {
            var reader = new Utf8JsonReader(body);
            reader.Read();
            var title =
                kind == SourceKind.Alertmanager
                    ? AlertmanagerFormat.Read(ref reader, body, alerts)
                    : GenericFormat.Read(ref reader, body, alerts);
            while (reader.Read())
            {
                // Anything behind the value is not JSON; the reader says so.
            }

            return new(alerts.Items, title, alerts.Error);
        }
        catch (JsonException exception)
        {
            var at = exception is { LineNumber: { } line, BytePositionInLine: { } column }
                ? $" (line {line + 1}, byte {column + 1})"
                : "";
            return new(
                alerts.Items,
                Error: new("not-json", $"The body is not well-formed JSON{at}.")
            );
        }
        catch (InvalidOperationException)
        {
            return new(
                alerts.Items,
                Error: new("not-unicode", "The body holds text that is not valid Unicode.")
            );
        }
    }
}

/// <summary>What a format has read so far.</summary>
internal sealed class AlertList(Guid source)
{
    public List<IncomingAlert> Items { get; } = [];

    /// <summary>The first thing that could not be read.</summary>
    public BodyError? Error { get; private set; }

    public void Add(IncomingAlert alert)
    {
        if (Items.Count == WebhookParser.MaxAlerts)
        {
            Fail(
                "too-many-alerts",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"alerts: must not be more than {WebhookParser.MaxAlerts} in one body."
                )
            );
            return;
        }

        alert.Key = Alert.KeyOf(source, alert.Fingerprint);
        Items.Add(alert);
    }

    public void Fail(string code, string detail) => Error ??= new(code, detail);

    /// <summary>An identity made of what identifies the alert; parts in a fixed order.</summary>
    public static string Fingerprint(IEnumerable<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part));
            hash.AppendData([0]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 12));
    }

    /// <summary>A fingerprint as sent, or a hash of one that is too long to keep.</summary>
    public static string Fit(string fingerprint) =>
        fingerprint.Length <= Alert.FingerprintLength ? fingerprint : Fingerprint([fingerprint]);
}

/// <summary>The labels of one alert: those that mean something here, and all of them as sent.</summary>
internal struct Labels
{
    public string? AlertName;
    public string? Severity;
    public string? Service;
    public string? Job;
    public string? Team;

    /// <summary>The JSON object; null for none or too much.</summary>
    public string? Raw;

    /// <summary>Where it stands in the body.</summary>
    private Range _place;

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
        var raw = body[labels._place];
        labels.Raw = raw.Length is > 2 and <= TextLengths.Labels
            ? Encoding.UTF8.GetString(raw)
            : null;
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
        else if (reader.ValueTextEquals("service"u8))
        {
            reader.Read();
            Service = JsonText.Read(ref reader, TextLengths.Name);
        }
        else if (reader.ValueTextEquals("job"u8))
        {
            reader.Read();
            Job = JsonText.Read(ref reader, TextLengths.Name);
        }
        else if (reader.ValueTextEquals("team"u8))
        {
            reader.Read();
            Team = JsonText.Read(ref reader, TextLengths.Name);
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    /// <summary>Names and values in order of name: an identity for senders that give none.</summary>
    public readonly IEnumerable<string> Sorted(ReadOnlySpan<byte> body)
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
            reader.Skip();
            pairs[name] = Encoding.UTF8.GetString(json[start..(int)reader.BytesConsumed]);
        }

        return pairs.SelectMany(p => (string[])[p.Key, p.Value]);
    }
}
