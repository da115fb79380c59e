using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>Response to a delivery.</summary>
/// <param name="Accepted">Number of accepted alerts.</param>
/// <param name="Ignored">
/// Number of alerts that were stale, information only, about an unknown alert, or ignored by a
/// rule.
/// </param>
/// <param name="Error">
/// What could not be read; the body is kept, see GET /api/deliveries?status=failed.
/// </param>
/// <param name="Alerts">The outcome of each alert, in the order of the body.</param>
public sealed record WebhookAnswer(
    Guid DeliveryId,
    int Accepted,
    int Ignored,
    BodyError? Error,
    IReadOnlyList<AlertAnswer> Alerts
)
{
    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    internal static WebhookAnswer Of(IntakeRequest request) =>
        new(
            request.DeliveryId,
            request.Accepted,
            request.Ignored,
            request.Body.Error,
            [
                .. request.Results.Select(
                    (r, i) =>
                        new AlertAnswer(
                            request.Body.Alerts[i].Fingerprint,
                            r.Outcome,
                            Reference(r),
                            r.By?.Rule?.Name,
                            r.By?.Silence?.Reason
                        )
                ),
            ]
        );

    /// <summary>Writes the response directly, without creating the record.</summary>
    /// <returns>Number of bytes.</returns>
    internal static long Write(IntakeRequest request, IBufferWriter<byte> into)
    {
        var json = _writer ??= new(into);
        json.Reset(into);
        json.WriteStartObject();
        json.WriteString("deliveryId"u8, request.DeliveryId);
        json.WriteNumber("accepted"u8, request.Accepted);
        json.WriteNumber("ignored"u8, request.Ignored);
        if (request.Body.Error is { } error)
        {
            json.WriteStartObject("error"u8);
            json.WriteString("code"u8, error.Code);
            json.WriteString("detail"u8, error.Detail);
            json.WriteEndObject();
        }

        json.WriteStartArray("alerts"u8);
        for (var i = 0; i < request.Results.Count; i++)
        {
            Write(json, request.Body.Alerts[i].Fingerprint, request.Results[i]);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return json.BytesCommitted;
    }

    private static void Write(Utf8JsonWriter json, string key, in AlertResult result)
    {
        json.WriteStartObject();
        json.WriteString("key"u8, key);
        json.WriteString("outcome"u8, Word(result.Outcome));
        if (Reference(result) is { } incident)
        {
            json.WriteString("incident"u8, incident);
        }

        if (result.By is { } by)
        {
            WriteIf(json, "rule"u8, by.Rule?.Name);
            WriteIf(json, "silence"u8, by.Silence?.Reason);
        }

        json.WriteEndObject();
    }

    private static void WriteIf(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static string? Reference(in AlertResult result) =>
        (result.Incident?.Number ?? result.Number) is { } number
            ? string.Create(CultureInfo.InvariantCulture, $"INC-{number}")
            : null;

    private static ReadOnlySpan<byte> Word(AlertOutcome outcome) =>
        outcome switch
        {
            AlertOutcome.Opened => "opened"u8,
            AlertOutcome.Joined => "joined"u8,
            AlertOutcome.Repeated => "repeated"u8,
            AlertOutcome.Raised => "raised"u8,
            AlertOutcome.Acknowledged => "acknowledged"u8,
            AlertOutcome.Resolved => "resolved"u8,
            AlertOutcome.Waiting => "waiting"u8,
            AlertOutcome.Suppressed => "suppressed"u8,
            _ => "ignored"u8,
        };
}

/// <summary>The outcome of one alert of a delivery.</summary>
/// <param name="Key">The alert's identity: as sent, or made from its fields.</param>
/// <param name="Incident">Its incident, e.g. <c>INC-42</c>; missing if it has none.</param>
/// <param name="Rule">The alert rule that decided; missing for none.</param>
/// <param name="Silence">Why a silence suppressed it.</param>
public sealed record AlertAnswer(
    string Key,
    AlertOutcome Outcome,
    string? Incident,
    string? Rule = null,
    string? Silence = null
);
