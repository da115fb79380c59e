using System.Text.Json;
using Pir.Contracts.Incidents;
using Pir.Intake.Domain;

namespace Pir.Intake.Webhooks;

/// <summary>
/// Prometheus Alertmanager's webhook, version 4, and Grafana's superset of it. Unknown fields are passed over, so both may add some.
/// </summary>
internal static class AlertmanagerFormat
{
    /// <summary>Reads a body whose first token has been read.</summary>
    /// <returns>What its alerts have in common, in words.</returns>
    public static string? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, AlertList alerts)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            alerts.Fail(
                "not-alertmanager",
                "The body must be a JSON object with the field alerts."
            );
            return null;
        }

        string? summary = null;
        string? name = null;
        var hasAlerts = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("alerts"u8))
            {
                reader.Read();
                hasAlerts = ReadAlerts(ref reader, body, alerts);
            }
            else if (reader.ValueTextEquals("commonAnnotations"u8))
            {
                reader.Read();
                var common = Annotations.Read(ref reader);
                summary = common.Summary ?? common.Title;
            }
            else if (reader.ValueTextEquals("commonLabels"u8))
            {
                reader.Read();
                name = Labels.Read(ref reader, body).AlertName;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (!hasAlerts)
        {
            alerts.Fail("not-alertmanager", "alerts: must be an array of alerts.");
        }

        return summary ?? name;
    }

    private static bool ReadAlerts(
        ref Utf8JsonReader reader,
        ReadOnlySpan<byte> body,
        AlertList alerts
    )
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return false;
        }

        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadAlert(ref reader, body, alerts, index);
            }
            else
            {
                reader.Skip();
                alerts.Fail("not-alertmanager", $"alerts[{index}]: must be an object.");
            }
        }

        return true;
    }

    private static void ReadAlert(
        ref Utf8JsonReader reader,
        ReadOnlySpan<byte> body,
        AlertList alerts,
        int index
    )
    {
        string? fingerprint = null;
        string? status = null;
        string? url = null;
        DateTime? startsAt = null;
        DateTime? endsAt = null;
        var labels = default(Labels);
        var annotations = default(Annotations);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("labels"u8))
            {
                reader.Read();
                labels = Labels.Read(ref reader, body);
            }
            else if (reader.ValueTextEquals("annotations"u8))
            {
                reader.Read();
                annotations = Annotations.Read(ref reader);
            }
            else if (reader.ValueTextEquals("startsAt"u8))
            {
                reader.Read();
                startsAt = JsonText.ReadTime(ref reader);
            }
            else if (reader.ValueTextEquals("endsAt"u8))
            {
                reader.Read();
                endsAt = JsonText.ReadTime(ref reader);
            }
            else if (reader.ValueTextEquals("fingerprint"u8))
            {
                reader.Read();
                fingerprint = JsonText.Read(ref reader, int.MaxValue);
            }
            else if (reader.ValueTextEquals("status"u8))
            {
                reader.Read();
                status = JsonText.Read(ref reader, 40);
            }
            else if (reader.ValueTextEquals("generatorURL"u8))
            {
                reader.Read();
                url = JsonText.ReadUrl(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        // Two alerts may have equal labels and different fingerprints, so the fingerprint comes first; old and hand-made bodies have none.
        fingerprint = fingerprint is null
            ? AlertList.Fingerprint(labels.Sorted(body))
            : AlertList.Fit(fingerprint);
        if (StatusOf(status, endsAt) is not { } state)
        {
            alerts.Fail("unknown-status", $"alerts[{index}].status: must be firing or resolved.");
            return;
        }

        alerts.Add(
            new()
            {
                Fingerprint = fingerprint,
                Status = state,
                Title =
                    annotations.Summary
                    ?? annotations.Title
                    ?? labels.AlertName
                    ?? "Alert " + fingerprint,
                Description = annotations.Description ?? annotations.Message,
                SeverityWord = labels.Severity,
                Service = labels.Service ?? labels.Job,
                Team = labels.Team,
                StartsAt = startsAt,
                EndsAt = endsAt,
                Url = url,
                RunbookUrl = annotations.RunbookUrl,
                Labels = labels.Raw,
            }
        );
    }

    private static AlertStatus? StatusOf(string? word, DateTime? endsAt) =>
        word switch
        {
            "firing" => AlertStatus.Firing,
            "resolved" => AlertStatus.Resolved,
            null => endsAt is null ? AlertStatus.Firing : AlertStatus.Resolved,
            _ when word.Equals("firing", StringComparison.OrdinalIgnoreCase) => AlertStatus.Firing,
            _ when word.Equals("resolved", StringComparison.OrdinalIgnoreCase) =>
                AlertStatus.Resolved,
            _ => null,
        };

    private struct Annotations
    {
        public string? Summary;
        public string? Title;
        public string? Description;
        public string? Message;
        public string? RunbookUrl;

        public static Annotations Read(ref Utf8JsonReader reader)
        {
            var annotations = default(Annotations);
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                return annotations;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                annotations.ReadOne(ref reader);
            }

            return annotations;
        }

        private void ReadOne(ref Utf8JsonReader reader)
        {
            if (reader.ValueTextEquals("summary"u8))
            {
                reader.Read();
                Summary = JsonText.Read(ref reader, TextLengths.Title);
            }
            else if (reader.ValueTextEquals("title"u8))
            {
                reader.Read();
                Title = JsonText.Read(ref reader, TextLengths.Title);
            }
            else if (reader.ValueTextEquals("description"u8))
            {
                reader.Read();
                Description = JsonText.Read(ref reader, TextLengths.Description);
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                reader.Read();
                Message = JsonText.Read(ref reader, TextLengths.Description);
            }
            else if (reader.ValueTextEquals("runbook_url"u8))
            {
                reader.Read();
                RunbookUrl = JsonText.ReadUrl(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }
}
