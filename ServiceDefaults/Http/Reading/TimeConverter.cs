using System.Text.Json;
using Pir.Contracts.Events;

namespace Pir.ServiceDefaults.Http.Reading;

/// <summary>
/// Reads every time of a request as <see cref="UtcDateTimeConverter"/> does, and refuses times at
/// the ends of the calendar, which overflow as soon as an hour is added.
/// </summary>
internal sealed class TimeConverter : UtcDateTimeConverter
{
    private const int FirstYear = 1900;
    private const int LastYear = 2200;

    public override DateTime Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        var time = base.Read(ref reader, typeToConvert, options);
        return time.Year is >= FirstYear and <= LastYear
            ? time
            : throw new JsonException($"must lie between the years {FirstYear} and {LastYear}");
    }
}
