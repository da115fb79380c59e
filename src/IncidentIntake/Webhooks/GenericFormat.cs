using System.Text.Json;
using Pir.Contracts.Incidents;
using Pir.Intake.Domain;

namespace Pir.Intake.Webhooks;

/// <summary>
/// Our own plain form, for whatever can send JSON: <c>{title, status?, key?, severity?, description?, service?, team?, startsAt?, endsAt?, url?, runbookUrl?, labels?}</c>,
/// an array of those, or <c>{alerts: […]}</c>. <c>status</c> is <c>firing</c> (default) or <c>resolved</c>; <c>key</c> says which alert it is, and is
/// made of title, service and labels where it is missing.
/// </summary>
internal static class GenericFormat
{
    /// <summary>Reads a body whose first token has been read.</summary>
    public static string? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, AlertList alerts)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                ReadArray(ref reader, body, alerts, "");
                break;
            case JsonTokenType.StartObject:
                ReadObject(ref reader, body, alerts, "");
                break;
            default:
                reader.Skip();
                alerts.Fail(
                    "not-generic",
                    "The body must be a JSON object with a title, or an array of such objects."
                );
                break;
        }

        return null;
    }

    private static void ReadArray(
        ref Utf8JsonReader reader,
        ReadOnlySpan<byte> body,
        AlertList alerts,
        string name
    )
    {
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadObject(ref reader, body, alerts, $"{name}[{index}].");
            }
            else
            {
                reader.Skip();
                alerts.Fail("not-generic", $"{name}[{index}]: must be an object.");
            }
        }
    }

    /// <param name="path">Where the object stands; empty for the body itself, which may hold <c>alerts</c> instead.</param>
    private static void ReadObject(
        ref Utf8JsonReader reader,
        ReadOnlySpan<byte> body,
        AlertList alerts,
        string path
    )
    {
        var fields = default(Fields);
        var isEnvelope = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (path.Length == 0 && reader.ValueTextEquals("alerts"u8))
            {
                reader.Read();
                isEnvelope = true;
                if (reader.TokenType == JsonTokenType.StartArray)
                {
                    ReadArray(ref reader, body, alerts, "alerts");
                }
                else
                {
                    reader.Skip();
                    alerts.Fail("not-generic", "alerts: must be an array.");
                }
            }
            else
            {
                fields.ReadOne(ref reader, body);
            }
        }

        if (!isEnvelope)
        {
            Add(fields, body, alerts, path);
        }
    }

    private static void Add(
        in Fields fields,
        ReadOnlySpan<byte> body,
        AlertList alerts,
        string path
    )
    {
        if (fields.Title is null)
        {
            alerts.Fail("missing-field", $"{path}title: is required.");
            return;
        }

        AlertStatus? status = fields.Status?.ToLowerInvariant() switch
        {
            null or "firing" => AlertStatus.Firing,
            "resolved" => AlertStatus.Resolved,
            _ => null,
        };
        if (status is null)
        {
            alerts.Fail("unknown-status", $"{path}status: must be firing or resolved.");
            return;
        }

        var fingerprint = fields.Key is null
            ? AlertList.Fingerprint([
                fields.Title,
                fields.Service ?? "",
                .. fields.Labels.Sorted(body),
            ])
            : AlertList.Fit(fields.Key);
        alerts.Add(
            new()
            {
                Fingerprint = fingerprint,
                Status = status.Value,
                Title = fields.Title,
                Description = fields.Description,
                SeverityWord = fields.Severity ?? fields.Labels.Severity,
                Service = fields.Service ?? fields.Labels.Service ?? fields.Labels.Job,
                Team = fields.Team ?? fields.Labels.Team,
                StartsAt = fields.StartsAt,
                EndsAt = fields.EndsAt,
                Url = fields.Url,
                RunbookUrl = fields.RunbookUrl,
                Labels = fields.Labels.Raw,
            }
        );
    }

    private struct Fields
    {
        public string? Title;
        public string? Status;
        public string? Key;
        public string? Severity;
        public string? Description;
        public string? Service;
        public string? Team;
        public DateTime? StartsAt;
        public DateTime? EndsAt;
        public string? Url;
        public string? RunbookUrl;
        public Labels Labels;

        public void ReadOne(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "title":
                    Title = JsonText.Read(ref reader, TextLengths.Title);
                    break;
                case "status":
                    Status = JsonText.Read(ref reader, 40);
                    break;
                case "key":
                    Key = JsonText.Read(ref reader, int.MaxValue);
                    break;
                case "severity":
                    Severity = JsonText.Read(ref reader, 100);
                    break;
                case "description":
                    Description = JsonText.Read(ref reader, TextLengths.Description);
                    break;
                case "service":
                    Service = JsonText.Read(ref reader, TextLengths.Name);
                    break;
                case "team":
                    Team = JsonText.Read(ref reader, TextLengths.Name);
                    break;
                case "startsAt":
                    StartsAt = JsonText.ReadTime(ref reader);
                    break;
                case "endsAt":
                    EndsAt = JsonText.ReadTime(ref reader);
                    break;
                case "url":
                    Url = JsonText.ReadUrl(ref reader);
                    break;
                case "runbookUrl":
                    RunbookUrl = JsonText.ReadUrl(ref reader);
                    break;
                case "labels":
                    Labels = Webhooks.Labels.Read(ref reader, body);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }
}
