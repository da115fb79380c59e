using System.Globalization;
using System.Text.Json;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// Prometheus Alertmanager's webhook, version 4, and Grafana's superset of it. Unknown fields are
/// ignored, so both may add fields.
/// </summary>
internal static class AlertmanagerFormat
{
    /// <summary>Reads a body whose first token has been read.</summary>
    /// <returns>A title for what its alerts have in common.</returns>
    public static string? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, AlertList alerts)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            reader.Skip();
            alerts.Fail(
                "not-alertmanager",
                "The body must be a JSON object with the field alerts."
            );
            return null;
        }

        if (reader.TokenType == JsonTokenType.StartArray)
        {
            ReadAsGeneric(ref reader, body, alerts);
            return null;
        }

        var start = reader;
        var group = default(Group);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            group.ReadOne(ref reader, body, alerts);
        }

        group.JudgeTheRest(alerts);
        if (group.HasAlerts)
        {
            return group.Summary ?? group.Name;
        }

        if (group.HasOtherAlerts)
        {
            alerts.Fail("not-alertmanager", "alerts: must be an array of alerts.");
        }
        else
        {
            ReadAsGeneric(ref start, body, alerts);
        }

        return null;
    }

    /// <summary>
    /// Many tools can send something other than a batch, and addresses are easily mixed up.
    /// </summary>
    private static void ReadAsGeneric(
        ref Utf8JsonReader reader,
        ReadOnlySpan<byte> body,
        AlertList alerts
    )
    {
        var before = alerts.Items.Count;
        var attempt = alerts.Attempt();
        GenericFormat.Read(ref reader, body, alerts);
        if (alerts.Items.Count == before)
        {
            alerts.GiveUp(attempt);
            alerts.Fail("not-alertmanager", "alerts: must be an array of alerts.");
            return;
        }

        alerts.Remark(
            "The source expects Alertmanager's webhooks, but this body is not one. It was read "
                + "in the generic format."
        );
    }

    /// <summary>What the alerts of a body share.</summary>
    private struct Group
    {
        public string? Summary;
        public string? Name;
        public bool HasAlerts;
        public bool HasOtherAlerts;
        private string? _status;

        /// <summary>Alerts without their own state.</summary>
        private List<IncomingAlert>? _unjudged;

        /// <summary>Called at the end: the group's state may come after its alerts.</summary>
        public readonly void JudgeTheRest(AlertList alerts)
        {
            foreach (var alert in _unjudged ?? [])
            {
                (alert.Signal, var notice) = _status is not null
                    ? AlertList.Judge(_status)
                    : (
                        alerts.IsOver(alert.EndsAt) ? AlertSignal.Resolved : AlertSignal.Firing,
                        null
                    );
                alert.Tell(notice);
            }
        }

        public void ReadOne(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, AlertList alerts)
        {
            if (reader.ValueTextEquals("alerts"u8))
            {
                reader.Read();
                HasAlerts = ReadAlerts(ref reader, body, alerts);
                HasOtherAlerts = !HasAlerts;
            }
            else if (reader.ValueTextEquals("commonAnnotations"u8))
            {
                reader.Read();
                var common = Annotations.Read(ref reader, body);
                Summary = common.Summary ?? common.Title;
            }
            else if (reader.ValueTextEquals("commonLabels"u8))
            {
                reader.Read();
                Name = Labels.Read(ref reader, body).AlertName;
            }
            else if (reader.ValueTextEquals("status"u8))
            {
                reader.Read();
                _status = JsonText.Read(ref reader, 40);
            }
            else if (reader.ValueTextEquals("truncatedAlerts"u8))
            {
                reader.Read();
                ReadOmitted(ref reader, alerts);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        private static void ReadOmitted(ref Utf8JsonReader reader, AlertList alerts)
        {
            var text = JsonText.Read(ref reader, 20);
            if (
                int.TryParse(
                    text,
                    NumberStyles.Integer,
                    CultureInfo.InvariantCulture,
                    out var count
                )
                && count > 0
            )
            {
                alerts.Omit(count);
            }
        }

        private bool ReadAlerts(
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

            var index = 0;
            for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    ReadAlert(ref reader, body, alerts);
                }
                else
                {
                    reader.Skip();
                    alerts.FailEntry("not-alertmanager", index, "is not an alert.");
                }
            }

            return true;
        }

        private void ReadAlert(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, AlertList alerts)
        {
            var fields = default(Fields);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                fields.ReadOne(ref reader, body, alerts.IsMarked);
            }

            var alert = fields.ToAlert(body, alerts);
            if (!fields.HasState)
            {
                (_unjudged ??= []).Add(alert);
            }

            if (fields.IsCut)
            {
                alerts.SetPartial(alert, fields.HasIdentity, fields.IsBroken);
            }
            else
            {
                alerts.Add(alert);
            }
        }
    }

    /// <summary>One alert of a body.</summary>
    private struct Fields
    {
        public bool IsCut;
        public bool IsBroken;
        private string? _fingerprint;
        private string? _status;
        private string? _url;
        private DateTime? _startsAt;
        private DateTime? _endsAt;
        private string? _unreadStart;
        private string? _unreadEnd;
        private Labels _labels;
        private Annotations _annotations;
        private MemberList _more;

        public readonly bool HasState => _status is not null;

        public readonly bool HasIdentity => _fingerprint is not null && IsWhole(_fingerprint);

        private readonly bool IsWhole(string text) =>
            !IsCut || !text.EndsWith(JsonRepair.CutMark, StringComparison.Ordinal);

        public void ReadOne(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, bool isMarked)
        {
            if (reader.ValueTextEquals("labels"u8))
            {
                reader.Read();
                _labels = Labels.Read(ref reader, body);
            }
            else if (reader.ValueTextEquals("annotations"u8))
            {
                reader.Read();
                _annotations = Annotations.Read(ref reader, body);
            }
            else if (reader.ValueTextEquals("startsAt"u8))
            {
                reader.Read();
                _unreadStart = KeepUnread("startsAt", reader, body);
                _startsAt = JsonText.ReadTime(ref reader);
            }
            else if (reader.ValueTextEquals("endsAt"u8))
            {
                reader.Read();
                _unreadEnd = KeepUnread("endsAt", reader, body);
                _endsAt = JsonText.ReadTime(ref reader);
            }
            else if (reader.ValueTextEquals("fingerprint"u8))
            {
                reader.Read();
                _fingerprint = JsonText.Read(ref reader, int.MaxValue);
            }
            else if (reader.ValueTextEquals("status"u8) || reader.ValueTextEquals("state"u8))
            {
                reader.Read();
                _status = JsonText.Read(ref reader, 200) ?? _status;
            }
            else if (reader.ValueTextEquals("generatorURL"u8))
            {
                reader.Read();
                var value = reader;
                _url = JsonText.ReadUrl(ref reader);
                if (_url is null)
                {
                    _more.Add("generatorURL", ref value, body);
                }
            }
            else
            {
                ReadOther(ref reader, body, isMarked);
            }
        }

        /// <summary>A time that cannot be read is kept as sent.</summary>
        private string? KeepUnread(string name, Utf8JsonReader reader, ReadOnlySpan<byte> body)
        {
            var value = reader;
            // Nearly all are read at once.
            if (
                reader.TokenType != JsonTokenType.String
                || JsonText.ReadTime(ref value) is not null
                || !JsonText.IsUnreadTime(reader.GetString()!)
            )
            {
                return null;
            }

            var text = reader.GetString()!;
            _more.Add(name, ref reader, body);
            return text;
        }

        private void ReadOther(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, bool isMarked)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name == JsonRepair.CutMark && isMarked)
            {
                IsCut = true;
                IsBroken |= JsonRepair.IsBroken(reader);
            }
            else
            {
                _more.Add(name, ref reader, body);
            }
        }

        /// <summary>The alert; firing if it has no state.</summary>
        public readonly IncomingAlert ToAlert(ReadOnlySpan<byte> body, AlertList alerts)
        {
            var fingerprint = Fingerprint(body, alerts);
            var (signal, notice) = _status is null ? default : AlertList.Judge(_status);
            var title = _annotations.Summary ?? _annotations.Title ?? _labels.AlertName;
            var severity = _labels.Severity ?? _annotations.Severity;
            var alert = new IncomingAlert
            {
                Fingerprint = fingerprint,
                Signal = signal,
                Title = title ?? "Alert " + fingerprint,
                Description = _annotations.Describe(title),
                SeverityWord = severity,
                Severity = SeverityWords.Parse(severity),
                Context = _labels.Context,
                StartsAt = _startsAt,
                EndsAt = _endsAt,
                Url = _url,
                RunbookUrl = _annotations.RunbookUrl,
                Labels = _labels.Raw,
                Annotations = MemberText.Join(_annotations.Raw, _more.ToJson()),
            };
            alert.Tell(notice);
            alert.Tell(AlertList.UnreadStart(_startsAt, _unreadStart));
            alert.Tell(AlertList.UnreadEnd(_endsAt, _unreadEnd));
            return alert;
        }

        /// <summary>
        /// Two alerts may have equal labels and different fingerprints, so the fingerprint comes
        /// first; old and hand-made bodies have none. Labels whose end is missing identify nothing.
        /// </summary>
        private readonly string Fingerprint(ReadOnlySpan<byte> body, AlertList alerts) =>
            HasIdentity ? AlertList.Fit(_fingerprint!)
            : _labels.IsMarked && alerts.IsMarked ? alerts.FingerprintOfItsOwn(_labels.Sorted(body))
            : AlertList.Fingerprint(_labels.Sorted(body));
    }

    /// <summary>
    /// The annotations of an alert: those with a known meaning, and all of them as sent.
    /// </summary>
    private struct Annotations
    {
        public string? Summary;
        public string? Title;
        public string? Severity;
        public string? RunbookUrl;

        /// <summary>The JSON object; null for none.</summary>
        public string? Raw;
        private string? _description;
        private string? _message;
        private string? _details;
        private string? _other;

        public static Annotations Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
        {
            var annotations = default(Annotations);
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                return annotations;
            }

            var start = (int)reader.TokenStartIndex;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                annotations.ReadOne(ref reader);
            }

            annotations.Raw = MemberText.Of(body[start..(int)reader.BytesConsumed]);
            return annotations;
        }

        /// <summary>The best text that does not repeat the title.</summary>
        public readonly string? Describe(string? title)
        {
            foreach (
                var text in (ReadOnlySpan<string?>)
                    [_description, _details, _message, Summary, _other]
            )
            {
                if (text is not null && !string.Equals(text, title, StringComparison.Ordinal))
                {
                    return text;
                }
            }

            return null;
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
                _description = JsonText.Read(ref reader, TextLengths.Description);
            }
            else if (reader.ValueTextEquals("runbook_url"u8))
            {
                reader.Read();
                RunbookUrl = JsonText.ReadUrl(ref reader);
            }
            else
            {
                ReadOther(ref reader);
            }
        }

        private void ReadOther(ref Utf8JsonReader reader)
        {
            var name = reader.GetString()!;
            reader.Read();
            var slot = FieldNames.Find(name);
            var text = JsonText.Read(ref reader, TextLengths.Description);
            switch (name.ToLowerInvariant())
            {
                case "summary":
                    Summary ??= text is null ? null : JsonText.Cut(text, TextLengths.Title);
                    break;
                case "title":
                    Title ??= text is null ? null : JsonText.Cut(text, TextLengths.Title);
                    break;
                case "message" or "msg":
                    _message = text;
                    break;
                case "details" or "detail":
                    _details = text;
                    break;
                case var _ when slot?.Role == FieldRole.Severity:
                    Severity ??= text;
                    break;
                case var _ when slot?.Role == FieldRole.RunbookUrl:
                    RunbookUrl ??= JsonText.Url(text);
                    break;
                case var _ when slot?.Role == FieldRole.Story:
                    _description ??= text;
                    break;
                case var _ when JsonText.Url(text) is null:
                    _other ??= text;
                    break;
                default:
                    break;
            }
        }
    }
}
