using System.Globalization;
using System.Text.Json;
using Pir.Contracts.Events;
using Shouldly;
using Xunit;

namespace Pir.Platform.Tests.Http;

/// <summary>The forms of a time in JSON.</summary>
public sealed class TimeTests
{
    [Theory]
    [InlineData("2026-03-01T14:05:00Z", "2026-03-01T14:05:00.0000000Z")]
    [InlineData("2026-03-01T14:05:00.123456789Z", "2026-03-01T14:05:00.1234567Z")]
    [InlineData("2026-03-01T14:05:00+02:00", "2026-03-01T12:05:00.0000000Z")]
    [InlineData("2026-03-01T14:05", "2026-03-01T14:05:00.0000000Z")]
    [InlineData("2026-03-01", "2026-03-01T00:00:00.0000000Z")]
    public void Those_of_ISO_8601_are_read_as_UTC(string text, string expected) =>
        Read($"\"{text}\"").ToString("O", CultureInfo.InvariantCulture).ShouldBe(expected);

    [Theory]
    [InlineData("\"10:30\"")]
    [InlineData("\"03/04/2026\"")]
    [InlineData("\"1 March 2026\"")]
    [InlineData("\"\"")]
    [InlineData("1772373900")]
    public void Others_are_refused(string json) =>
        Should.Throw<JsonException>(() => Read(json)).Message.ShouldContain("ISO 8601");

    private static DateTime Read(string json) =>
        JsonSerializer.Deserialize<DateTime>(json, EventJson.Options);
}
