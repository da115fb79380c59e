using System.Globalization;
using Microsoft.AspNetCore.Http;

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
    /// Reads a datetime-local input; null for anything else, and for a time that the clocks skip.
    /// </summary>
    public DateTime? Read(string text)
    {
        string[] forms = [InputFormat, InputFormat + ":ss", InputFormat + ":ss.fff"];
        if (
            !DateTime.TryParseExact(
                text,
                forms,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var local
            )
        )
        {
            return null;
        }

        return _info.IsInvalidTime(local) ? null : TimeZoneInfo.ConvertTimeToUtc(local, _info);
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
