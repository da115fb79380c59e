using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Pir.Contracts.Api;
using Pir.Contracts.Times;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// Reads webhook bodies. Never throws: returns what could be read, and what could not as an error.
/// </summary>
public static class WebhookParser
{
    /// <summary>Most alerts in one body; the rest is left out.</summary>
    public const int MaxAlerts = 5_000;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <param name="contentType">As the sender declares it; only its charset is used.</param>
    /// <param name="cut">Why the body is incomplete; null if it is complete.</param>
    /// <param name="now">
    /// The time to compare an alert's end with; if null, every end counts as past.
    /// </param>
    public static IncomingBody Parse(
        SourceKind kind,
        Guid source,
        ReadOnlySpan<byte> body,
        string? contentType = null,
        BodyError? cut = null,
        DateTime? now = null
    )
    {
        if (body.StartsWith(ByteOrderMark))
        {
            body = body[ByteOrderMark.Length..];
        }

        if (body.Trim(" \t\r\n\0"u8).IsEmpty)
        {
            return new([], Error: cut ?? new("empty-body", "The body is empty."));
        }

        return
            cut is null
            && IsPlain(body)
            && ParseStrictly(kind, new AlertList(source, now), body) is { } parsed
            ? parsed
            : ParseAsMeant(kind, new AlertList(source, now), body, contentType, cut);
    }

    /// <summary>
    /// Whether it may be JSON that needs no repair. Escaped surrogates take the slow path, which
    /// handles lone ones.
    /// </summary>
    private static bool IsPlain(ReadOnlySpan<byte> body) =>
        body.TrimStart(" \t\r\n"u8)[0] is (byte)'{' or (byte)'['
        && Utf8.IsValid(body)
        && body.IndexOf("\\ud"u8) < 0
        && body.IndexOf("\\uD"u8) < 0;

    /// <summary>Reads strictly valid JSON; null for anything else.</summary>
    private static IncomingBody? ParseStrictly(
        SourceKind kind,
        AlertList alerts,
        ReadOnlySpan<byte> body
    )
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            reader.Read();
            Read(kind, ref reader, body, alerts);
            while (reader.Read())
            {
                // Anything after the value is not JSON; the reader reports it.
            }

            return alerts.ToBody();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Reads the body leniently, as a person would.</summary>
    private static IncomingBody ParseAsMeant(
        SourceKind kind,
        AlertList alerts,
        ReadOnlySpan<byte> body,
        string? contentType,
        BodyError? cut
    )
    {
        var charset = Charset(contentType);
        var text = TextDecoder.Decode(body, charset, out var substitutes);
        var texts = text.AsSpan().TrimStart() is ['{' or '[' or '"' or '\'', ..]
            ? [text]
            : BodyForms.Read(text, charset) ?? [text];
        var found = 0;
        foreach (var part in texts)
        {
            var repair = JsonRepair.Read(part);
            substitutes |= repair.Substitutes;
            if (repair.Documents.Count > 0)
            {
                SayDamage(repair, alerts);
            }

            foreach (var document in repair.Documents)
            {
                found++;
                alerts.IsMarked = document.IsMarked;
                var reader = new Utf8JsonReader(document.Json);
                reader.Read();
                Read(kind, ref reader, document.Json, alerts);
            }

            alerts.AddPartial();
            if (repair.HasMore)
            {
                alerts.LeaveOut(JsonRepair.MaxDocuments, "JSON documents");
            }

            if (repair is { HasOther: true, Documents.Count: > 0 })
            {
                alerts.Fail("not-json", "The body has text besides the JSON, which was not read.");
            }
        }

        if (found == 0)
        {
            alerts.Fail("not-json", "The body is neither JSON nor a form that contains JSON.");
        }

        var read = alerts.ToBody();
        return read with
        {
            Error = cut ?? read.Error,
            Mended = substitutes
                ? "Some characters could not be read and are shown as \uFFFD."
                : null,
        };
    }

    private static void SayDamage(RepairedJson repair, AlertList alerts)
    {
        if (repair.IsCut)
        {
            alerts.Fail("cut-off", "The body ends in the middle of the JSON.");
        }

        if (repair.IsBroken)
        {
            alerts.Fail("cut-off", "An entry in the middle of the body has no end.");
        }

        if (JsonDamages.Describe(repair.Damage) is { } damage)
        {
            alerts.Remark(damage);
        }
    }

    private static void Read(
        SourceKind kind,
        ref Utf8JsonReader reader,
        ReadOnlySpan<byte> body,
        AlertList alerts
    )
    {
        var title =
            kind == SourceKind.Alertmanager
                ? AlertmanagerFormat.Read(ref reader, body, alerts)
                : GenericFormat.Read(ref reader, body, alerts);
        alerts.Title ??= title;
    }

    private static string? Charset(string? contentType)
    {
        const string name = "charset=";
        var at = contentType?.IndexOf(name, StringComparison.OrdinalIgnoreCase) ?? -1;
        return at < 0 ? null : contentType![(at + name.Length)..].Split(';')[0].Trim(' ', '"');
    }
}

/// <summary>What a format has read so far.</summary>
/// <param name="source">Id of the source.</param>
/// <param name="now">See <see cref="WebhookParser.Parse"/>.</param>
internal sealed class AlertList(Guid source, DateTime? now)
{
    private readonly List<string> _remarks = [];
    private string? _omitted;
    private IncomingAlert? _partial;

    public List<IncomingAlert> Items { get; } = [];

    /// <summary>A title for what the alerts have in common.</summary>
    public string? Title { get; set; }

    /// <summary>
    /// Whether objects without an end are marked in the document being read; see
    /// <see cref="JsonRepair.CutMark"/>.
    /// </summary>
    public bool IsMarked { get; set; }

    /// <summary>The first thing that could not be read.</summary>
    public BodyError? Error { get; private set; }

    public IncomingBody ToBody() => new(Items, Title, Error, _omitted, Remarks: _remarks);

    /// <summary>A sentence about how the body was read.</summary>
    public void Remark(string sentence)
    {
        if (!_remarks.Contains(sentence, StringComparer.Ordinal))
        {
            _remarks.Add(sentence);
        }
    }

    /// <summary>Notes that the sender left something out.</summary>
    /// <param name="count">How many alerts, if it says so.</param>
    public void Omit(int? count) =>
        _omitted = count switch
        {
            null => "The sender says that it left something out.",
            1 => "The sender says that it left out 1 alert.",
            _ => $"The sender says that it left out {count} alerts.",
        };

    /// <summary>
    /// Remembers an alert whose end is missing. Its identity may be in the missing part, and an
    /// alert stored under another identity would never end.
    /// </summary>
    public void SetPartial(IncomingAlert alert, bool hasIdentity, bool isBroken)
    {
        // After damage in the middle, no more of it follows.
        if (hasIdentity || isBroken)
        {
            Add(alert);
        }
        else
        {
            _partial = alert;
        }
    }

    /// <summary>Adds the partial alert if there is no other.</summary>
    public void AddPartial()
    {
        if (_partial is { } partial && Items.Count == 0)
        {
            Add(partial);
        }

        _partial = null;
    }

    /// <summary>
    /// What a word for a state means. An unknown word counts as firing, with a notice.
    /// </summary>
    public static (AlertSignal Signal, string? Notice) Judge(string word) =>
        StateWords.Parse(word) is { } signal
            ? (signal, null)
            : (
                AlertSignal.Firing,
                $"The status “{JsonText.Quote(word, 40)}” is unknown, so the alert counts as "
                    + "firing."
            );

    public void Add(IncomingAlert alert)
    {
        if (Items.Count == WebhookParser.MaxAlerts)
        {
            LeaveOut(WebhookParser.MaxAlerts, "alerts");
            return;
        }

        alert.Key = Alert.KeyOf(source, alert.Fingerprint);
        if (
            alert.StartsAt is { } start
            && now is { } clock
            && TimeRules.CheckPast(start, clock) is not null
        )
        {
            var when = TimeRules.IsFuture(start, clock) ? "in the future" : "too long ago";
            alert.Tell(
                $"The alert's start {Words.Of(start)} is {when}. The time it was received "
                    + "is used instead."
            );
        }

        Items.Add(alert);
    }

    /// <summary>The notice for a start that cannot be read; null if it can.</summary>
    public static string? UnreadStart(DateTime? start, string? text) =>
        start is null && text is not null && JsonText.IsUnreadTime(text)
            ? $"The alert's start “{JsonText.Quote(text, 60)}” is not a valid time. The time it "
                + "was received is used instead."
            : null;

    /// <summary>The same for an end.</summary>
    public static string? UnreadEnd(DateTime? end, string? text) =>
        end is null && text is not null && JsonText.IsUnreadTime(text)
            ? $"The alert's end “{JsonText.Quote(text, 60)}” is not a valid time."
            : null;

    /// <summary>Notes that an entry of a list cannot be read.</summary>
    /// <param name="index">Zero-based.</param>
    public void FailEntry(string code, int index, string what) =>
        Fail(code, $"The {Ordinal(index + 1)} entry {what}");

    private static string Ordinal(int number) =>
        number.ToString(CultureInfo.InvariantCulture)
        + (number % 10, number % 100) switch
        {
            (_, 11 or 12 or 13) => "th",
            (1, _) => "st",
            (2, _) => "nd",
            (3, _) => "rd",
            _ => "th",
        };

    /// <summary>
    /// An identity for this delivery only, for alerts with too little data; the same when the
    /// delivery is read again.
    /// </summary>
    public string FingerprintOfItsOwn(IEnumerable<string> parts) =>
        Fingerprint([.. parts, now?.Ticks.ToString(CultureInfo.InvariantCulture) ?? ""]);

    /// <summary>Saves the current state, for <see cref="GiveUp"/>.</summary>
    public (BodyError? Error, string? Omitted) Attempt() => (Error, _omitted);

    /// <summary>Restores the saved state.</summary>
    public void GiveUp((BodyError? Error, string? Omitted) attempt) => (Error, _omitted) = attempt;

    /// <summary>Notes that the body has more than is read.</summary>
    public void LeaveOut(int most, string what) =>
        Fail(
            "too-many-alerts",
            string.Create(
                CultureInfo.InvariantCulture,
                $"The body has more than {most} {what}. The rest was left out."
            )
        );

    /// <summary>Whether an end is in the past: tools also send expected ends.</summary>
    public bool IsOver(DateTime? end) => end is not null && (now is null || end <= now);

    public void Fail(string code, string detail) => Error ??= new(code, detail);

    /// <summary>An identity made from the parts, in a fixed order.</summary>
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
