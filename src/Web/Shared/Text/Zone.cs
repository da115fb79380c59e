using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pir.Contracts.Times;

namespace Pir.Web.Shared.Text;

/// <summary>
/// The reader's time zone. All stored times are UTC. Times are always shown with their zone.
/// </summary>
internal sealed class Zone
{
    public const string Cookie = "pir-zone";
    private const string InputFormat = "yyyy-MM-ddTHH:mm";
    private readonly TimeZoneInfo _info;
    private readonly TimeProvider _time;

    public Zone(IHttpContextAccessor accessor, TimeProvider time)
    {
        _time = time;
        _info = Find(accessor.HttpContext?.Request.Cookies[Cookie]) ?? TimeZoneInfo.Utc;
    }

    public bool IsUtc => _info.Id == TimeZoneInfo.Utc.Id;

    /// <summary><c>UTC</c> or the zone's IANA name.</summary>
    public string Name => IsUtc ? "UTC" : _info.Id;

    /// <summary>Short enough for a narrow column: <c>UTC</c> or the city.</summary>
    public string ShortName =>
        IsUtc ? "UTC" : _info.Id[(_info.Id.LastIndexOf('/') + 1)..].Replace('_', ' ');

    public DateTime Now => _time.GetUtcNow().UtcDateTime;

    public string Time(DateTime utc) => Format(utc, "HH:mm");

    public string Day(DateTime utc) => Format(utc, "ddd d MMM yyyy");

    public DateOnly Date(DateTime utc) => DateOnly.FromDateTime(Shift(utc));

    /// <summary>Date and time, with the year if it is not the current one.</summary>
    public string Moment(DateTime utc) =>
        Format(utc, Shift(utc).Year == Shift(Now).Year ? "d MMM HH:mm" : "d MMM yyyy HH:mm");

    /// <summary>To the second, in UTC and in the chosen zone, for tooltips.</summary>
    public string Exact(DateTime utc)
    {
        var text = utc.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        return IsUtc ? text : $"{Format(utc, "yyyy-MM-dd HH:mm:ss")} {Name} · {text}";
    }

    /// <summary>The value of a datetime-local input.</summary>
    public string Input(DateTime? utc) => utc is { } value ? Format(value, InputFormat) : "";

    /// <summary>
    /// Reads a datetime-local input, or a day, which means its midnight; null for anything else,
    /// and for a time that the clocks skip. Of a time that they show twice, the first.
    /// </summary>
    public DateTime? Read(string text) =>
        Local(text) is { } local && Instants(local) is [var first, ..] ? first : null;

    /// <summary>The time as typed, without a zone; null if it is none.</summary>
    public static DateTime? Local(string? text)
    {
        string[] forms =
        [
            InputFormat,
            InputFormat + ":ss",
            InputFormat + ":ss.fff",
            "yyyy-MM-dd HH:mm",
            "yyyy-MM-dd",
        ];
        return DateTime.TryParseExact(
            text,
            forms,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var local
        )
            ? local
            : null;
    }

    /// <summary>When clocks in this zone show a time: never, once or twice.</summary>
    public IReadOnlyList<DateTime> Instants(DateTime local) => LocalTime.Instants(local, _info);

    /// <summary>Why a time cannot be read that the clocks skip.</summary>
    public string SkippedRule(DateTime local) => LocalTime.SkippedRule(local, _info);

    /// <summary>Why a time must be chosen that the clocks show twice.</summary>
    public string RepeatedRule(DateTime local) => LocalTime.RepeatedRule(local, _info);

    /// <summary>Distance from UTC at an instant, for example <c>UTC+2</c>.</summary>
    public string Offset(DateTime utc)
    {
        var offset = _info.GetUtcOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
        var minutes = offset.Minutes == 0 ? "" : $":{Math.Abs(offset.Minutes):00}";
        return FormattableString.Invariant(
            $"UTC{(offset < TimeSpan.Zero ? "−" : "+")}{Math.Abs(offset.Hours)}{minutes}"
        );
    }

    /// <summary>The zone of an IANA name, or null if this machine does not know it.</summary>
    public static TimeZoneInfo? Find(string? id) =>
        !string.IsNullOrEmpty(id)
        && id.Length < 100
        && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
            ? zone
            : null;

    private DateTime Shift(DateTime utc) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), _info);

    private string Format(DateTime utc, string format) =>
        Shift(utc).ToString(format, CultureInfo.InvariantCulture);
}
