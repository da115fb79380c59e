using System.Text;
using System.Text.Json;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// Any JSON: our own simple form, <c>{title, status?, key?, severity?, description?,
/// service?, team?, startsAt?, endsAt?, url?, runbookUrl?, labels?}</c>,
/// or a tool's own fields by the names in <see cref="FieldNames"/>; an array of those, or an object
/// with one in <c>alerts</c>. <c>key</c> identifies the alert; if it is missing, one is made from
/// title, service, labels and <see cref="IdentityNames"/>.
/// </summary>
internal static class GenericFormat
{
    private const int MaxDepth = 4;
    private const int MaxMemberObjects = 16;

    /// <summary>Reads a body whose first token has been read.</summary>
    public static string? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, AlertList alerts)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                ReadArray(ref reader, body, alerts);
                break;
            case JsonTokenType.StartObject:
                new ObjectReader(alerts).ReadAlert(ref reader, body);
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
        AlertList alerts
    )
    {
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                new ObjectReader(alerts, index).ReadAlert(ref reader, body);
            }
            else
            {
                reader.Skip();
                alerts.FailEntry("not-generic", index, "is not an alert.");
            }
        }
    }

    /// <summary>One object being read as an alert.</summary>
    /// <param name="index">
    /// Its index in a list; null for the body itself, which may be a list of alerts instead.
    /// </param>
    private sealed class ObjectReader(AlertList alerts, int? index = null)
    {
        private readonly AlertFields _fields = new();
        private MemberList _more;
        private int _memberObjects;
        private bool _hasList;
        private bool _isCut;
        private bool _isBroken;

        /// <summary>Objects with unknown names, by their start in the body.</summary>
        private List<(int Start, string Name, int Depth)>? _unknown;

        /// <summary>A text that was read as JSON.</summary>
        private (FieldSlot Slot, string Text)? _text;
        private bool _isInText;

        /// <summary>Whether the current value is already among the other fields.</summary>
        private bool _isKept;

        /// <summary>Objects are numbered as they begin, the outermost with 0.</summary>
        private int _lastObject;

        public void ReadAlert(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
        {
            ReadMembers(ref reader, body, "", 0);
            LookFurther(body);
            _fields.IsCut = _isCut;
            if (_fields.SaysOmitted(out var count))
            {
                alerts.Omit(count);
            }

            if (_hasList)
            {
                return;
            }

            _fields.Annotations = MemberText.Join(_fields.Annotations, _more.ToJson());
            if (_fields.ToAlert(alerts) is { } alert)
            {
                Add(alert);
            }
            else if (index is { } number)
            {
                alerts.FailEntry("missing-field", number, "has no title.");
            }
            else
            {
                alerts.Fail("missing-field", "The body has no title.");
            }
        }

        /// <summary>
        /// If no known field says what is wrong, the alert is in an object with an unknown name, or
        /// the body is only a text.
        /// </summary>
        private void LookFurther(ReadOnlySpan<byte> body)
        {
            foreach (var (start, name, depth) in _unknown ?? [])
            {
                if (!_fields.IsEmpty || _hasList)
                {
                    return;
                }

                var reader = new Utf8JsonReader(body[start..]);
                reader.Read();
                _isKept = true;
                ReadMembers(ref reader, body[start..], name, depth + 1, ++_lastObject);
            }

            if (_fields.IsEmpty && !_hasList && _text is { } text)
            {
                _fields.Set(text.Slot, text.Text, MaxDepth, 0);
            }
        }

        private void Add(IncomingAlert alert)
        {
            if (_isCut)
            {
                alerts.SetPartial(alert, _fields.Key is not null, _isBroken);
            }
            else
            {
                alerts.Add(alert);
            }
        }

        private void ReadMembers(
            ref Utf8JsonReader reader,
            ReadOnlySpan<byte> body,
            string parent,
            int depth,
            int owner = 0
        )
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        ReadObject(name, ref reader, body, depth, owner);
                        break;
                    case JsonTokenType.StartArray when IsListOfAlerts(name, ref reader, depth):
                        _hasList = true;
                        ReadArray(ref reader, body, alerts);
                        break;
                    case JsonTokenType.StartArray when FieldNames.AreLabels(name):
                        TakeTags(LabelList.Of(reader, body), depth, owner);
                        Keep(name, ref reader, body);
                        break;
                    case JsonTokenType.StartArray:
                        IdentifyByList(name, parent, reader, body);
                        Keep(name, ref reader, body);
                        break;
                    default:
                        ReadScalar(name, parent, ref reader, body, depth, owner);
                        break;
                }
            }
        }

        /// <summary>
        /// Only at the top, and only an empty one or one of objects: a list of texts is a field
        /// like others.
        /// </summary>
        private bool IsListOfAlerts(string name, ref Utf8JsonReader reader, int depth)
        {
            if (depth > 0 || index is not null || !FieldNames.IsList(name))
            {
                return false;
            }

            var ahead = reader;
            ahead.Read();
            return ahead.TokenType == JsonTokenType.StartObject || name == "alerts";
        }

        private void ReadObject(
            string name,
            ref Utf8JsonReader reader,
            ReadOnlySpan<byte> body,
            int depth,
            int owner
        )
        {
            // Merging takes time for each object, and no real alert has this many.
            if (_memberObjects >= MaxMemberObjects)
            {
                Keep(name, ref reader, body);
            }
            else if (FieldNames.AreLabels(name))
            {
                _memberObjects++;
                var start = reader;
                TakeLabels(Labels.Read(ref reader, body), body);
                FillFrom(ref start, depth + 2, owner, areLabels: true);
            }
            else if (FieldNames.AreAnnotations(name))
            {
                _memberObjects++;
                var start = (int)reader.TokenStartIndex;
                var inner = reader;
                reader.Skip();
                var raw = MemberText.Of(body[start..(int)reader.BytesConsumed]);
                _fields.Annotations = MemberText.Join(_fields.Annotations, raw);
                FillFrom(ref inner, depth + 2, owner, areLabels: false);
            }
            else if (
                FieldNames.Find(name) is { } slot
                && (
                    slot.Role is FieldRole.Severity or FieldRole.State
                    || FieldNames.IsContext(slot.Role)
                )
            )
            {
                var inner = reader;
                FillByName(slot, ref inner, depth, owner);
                if (IdentityNames.Of("", name) is not IdentityPart.None and var named)
                {
                    IdentifyByName(named, name, reader);
                }

                Keep(name, ref reader, body);
            }
            else if (depth < MaxDepth && FieldNames.IsEnvelope(name))
            {
                ReadMembers(ref reader, body, name, depth + 1, ++_lastObject);
            }
            else if (IdentityNames.Of("", name) is not IdentityPart.None and var part)
            {
                IdentifyByName(part, name, reader);
                Keep(name, ref reader, body);
            }
            else if (name == "alerts" && depth == 0 && index is null)
            {
                reader.Skip();
                _hasList = true;
                alerts.Fail("not-generic", "alerts: must be an array.");
            }
            else
            {
                if (depth < MaxDepth && !_isKept && !_isInText)
                {
                    Remember((int)reader.TokenStartIndex, name, depth);
                }

                Keep(name, ref reader, body);
            }
        }

        private void Remember(int start, string name, int depth)
        {
            _unknown ??= [];
            if (_unknown.Count < MaxMemberObjects)
            {
                _unknown.Add((start, name, depth));
            }
        }

        /// <summary>Adds a field to the others.</summary>
        private void Keep(string name, ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
        {
            if (_isKept)
            {
                reader.Skip();
            }
            else
            {
                _more.Add(name, ref reader, body);
            }
        }

        private void TakeLabels(in Labels labels, ReadOnlySpan<byte> body)
        {
            _fields.Labels = MemberText.Join(_fields.Labels, labels.Raw);
            _fields.LabelIdentity =
            [
                .. _fields.LabelIdentity,
                .. labels.Sorted(body, isLasting: true),
            ];
        }

        /// <summary>Labels in a list also identify the alert.</summary>
        private void TakeTags(List<string> tags, int depth, int owner)
        {
            _fields.LabelIdentity = [.. _fields.LabelIdentity, .. tags];
            foreach (var (name, value) in tags.Select(LabelList.Split))
            {
                if (
                    value.Length > 0
                    && FieldNames.Find(name) is { } slot
                    && FieldNames.IsContext(slot.Role)
                )
                {
                    _fields.Set(slot, value, depth + 2, owner);
                }
            }
        }

        /// <summary>Labels and annotations can also name the alert.</summary>
        private void FillFrom(ref Utf8JsonReader reader, int depth, int owner, bool areLabels)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (!areLabels)
                {
                    Identify("", name, reader); // Labels are a part of the identity anyway.
                }

                var slot = FieldNames.Find(name);
                // A label called state, type or id describes the monitored thing, not the alert.
                if (
                    slot is not null
                    && (
                        slot.Role
                            is FieldRole.Story
                                or FieldRole.Severity
                                or FieldRole.RunbookUrl
                                or FieldRole.Url
                        || FieldNames.IsContext(slot.Role)
                    )
                )
                {
                    Set(slot, ref reader, depth, owner);
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        /// <summary>
        /// Reads a service, team, state or priority that is an object: its name counts.
        /// </summary>
        private void FillByName(FieldSlot slot, ref Utf8JsonReader reader, int depth, int owner)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isName =
                    reader.ValueTextEquals("name"u8)
                    || reader.ValueTextEquals("summary"u8)
                    || reader.ValueTextEquals("value"u8);
                reader.Read();
                if (isName)
                {
                    Set(slot, ref reader, depth, owner);
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        private void ReadScalar(
            string name,
            string parent,
            ref Utf8JsonReader reader,
            ReadOnlySpan<byte> body,
            int depth,
            int owner
        )
        {
            if (name == JsonRepair.CutMark && alerts.IsMarked)
            {
                _isCut = true;
                _isBroken |= JsonRepair.IsBroken(reader);
                return;
            }

            if (name == "alerts" && depth == 0 && index is null)
            {
                _hasList = true;
                alerts.Fail("not-generic", "alerts: must be an array.");
                return;
            }

            if (
                depth < MaxDepth
                && FieldNames.IsEnvelope(name)
                && ReadText(name, ref reader, depth)
            )
            {
                return;
            }

            if (SignalOfNumber(parent, name, ref reader) is { } signal)
            {
                _fields.KnownSignal = signal;
            }
            else if (FieldNames.Find(name) is { } slot)
            {
                if (slot.Role == FieldRole.Id && FieldNames.IsRule(parent))
                {
                    _fields.RuleId ??= JsonText.Read(ref reader, int.MaxValue);
                }
                else
                {
                    Set(slot, ref reader, depth, owner);
                }
            }

            if (FieldNames.AreLabels(name) && JsonText.Read(ref reader, 8_000) is { } tags)
            {
                TakeTags(LabelList.Of(tags), depth, owner);
            }

            Identify(parent, name, reader);
            if (FieldNames.IsOfMessage(name))
            {
                _fields.Identity.IsMessage(owner);
            }

            // A value that is shown unchanged need not be stored twice.
            if (!IsOwn(name) || depth > 0 || !IsShownWhole(name, reader))
            {
                Keep(name, ref reader, body);
            }
        }

        /// <summary>
        /// Reads JSON that was sent as a text, as queues do; false if the text is not JSON.
        /// </summary>
        private bool ReadText(string name, ref Utf8JsonReader reader, int depth)
        {
            if (
                reader.TokenType != JsonTokenType.String
                || JsonText.Read(ref reader, int.MaxValue)?.Trim() is not ['{', .., '}'] text
            )
            {
                return false;
            }

            var repair = JsonRepair.Read(text);
            if (
                repair is not { Documents: [var document], HasOther: false, IsCut: false }
                || JsonDamages.Describe(repair.Damage) is not null
            )
            {
                return false;
            }

            _text ??= FieldNames.Find(name) is { Role: FieldRole.Story } slot ? (slot, text) : null;
            var wasInText = _isInText;
            _isInText = true;
            var inner = new Utf8JsonReader(document.Json);
            inner.Read();
            ReadMembers(ref inner, document.Json, name, depth + 1, ++_lastObject);
            _isInText = wasInText;
            return true;
        }

        private void Set(FieldSlot slot, ref Utf8JsonReader reader, int depth, int owner)
        {
            if (JsonText.Read(ref reader, int.MaxValue) is { } text)
            {
                _fields.Set(slot, text, depth, owner);
            }
        }

        private void Identify(string parent, string name, Utf8JsonReader reader)
        {
            if (
                IdentityNames.Of(parent, name) is not IdentityPart.None and var part
                && JsonText.Read(ref reader, int.MaxValue) is { } text
            )
            {
                _fields.Identity.Add(part, name, text);
            }
        }

        /// <summary>Reads the name, id and address of a host or resource object.</summary>
        private void IdentifyByName(IdentityPart part, string name, Utf8JsonReader reader)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isName =
                    FieldNames.Plain(reader.GetString()!) is "name" or "id" or "url" or "hostname";
                reader.Read();
                if (isName && JsonText.Read(ref reader, int.MaxValue) is { } text)
                {
                    _fields.Identity.Add(part, name, text);
                }
                else if (!isName)
                {
                    reader.Skip();
                }
            }
        }

        private void IdentifyByList(
            string name,
            string parent,
            Utf8JsonReader reader,
            ReadOnlySpan<byte> body
        )
        {
            if (IdentityNames.Of(parent, name) is not IdentityPart.None and var part)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                var text = Encoding.UTF8.GetString(body[start..(int)reader.BytesConsumed]);
                _fields.Identity.Add(part, name, text);
            }
        }

        /// <summary>
        /// Numbers that mean something else in one tool: Uptime Kuma's heartbeat, UptimeRobot's
        /// alert type.
        /// </summary>
        private static AlertSignal? SignalOfNumber(
            string parent,
            string name,
            ref Utf8JsonReader reader
        )
        {
            var isHeartbeat = parent == "heartbeat" && name == "status";
            if (!isHeartbeat && name != "alertType")
            {
                return null;
            }

            return (isHeartbeat, JsonText.Read(ref reader, 10)) switch
            {
                (true, "0") or (false, "1") => AlertSignal.Firing,
                (true, "1") or (false, "2") => AlertSignal.Resolved,
                (true, "2" or "3") => AlertSignal.Information,
                _ => null,
            };
        }

        /// <summary>
        /// Whether a value fits one of our fields, so that nothing is lost.
        /// </summary>
        private bool IsShownWhole(string name, Utf8JsonReader reader) =>
            JsonText.Read(ref reader, int.MaxValue) is not { } text
            || name switch
            {
                "title" => text.Length <= TextLengths.Title && !text.Contains('\n'),
                "description" => text.Length <= TextLengths.Description,
                "service" or "team" => text.Length <= TextLengths.Name,
                "url" or "runbookUrl" => JsonText.Url(text) is not null,
                "startsAt" or "endsAt" => !JsonText.IsUnreadTime(text),
                "key" => text.Length <= Alert.FingerprintLength
                    && !(
                        alerts.IsMarked
                        && text.EndsWith(JsonRepair.CutMark, StringComparison.Ordinal)
                    ),
                "severity" => text.Length <= 100,
                "status" => StateWords.Parse(text) is not null,
                _ => true,
            };

        private static bool IsOwn(string name) =>
            name
                is "title"
                    or "status"
                    or "key"
                    or "severity"
                    or "description"
                    or "service"
                    or "team"
                    or "startsAt"
                    or "endsAt"
                    or "url"
                    or "runbookUrl";
    }
}
