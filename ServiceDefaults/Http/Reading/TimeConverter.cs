using System.Text.Json;
using Pir.Contracts.Events;
using Pir.Contracts.Times;

namespace Pir.ServiceDefaults.Http.Reading;

/// <summary>
/// Reads every time of a request as <see cref="UtcDateTimeConverter"/> does, and refuses those that
/// <see cref="TimeRules"/> exclude for any service.
/// </summary>
internal sealed class TimeConverter : UtcDateTimeConverter
{
    public override DateTime Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        var time = base.Read(ref reader, typeToConvert, options);
        return TimeRules.Check(time) is { } rule ? throw new JsonException(rule) : time;
    }
}
