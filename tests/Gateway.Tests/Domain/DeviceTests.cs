using Pir.Gateway.Domain;

namespace Pir.Gateway.Tests.Domain;

public sealed class DeviceTests
{
    [Theory]
    [InlineData(
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Firefox on Linux"
    )]
    [InlineData(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            + "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
        "Edge on Windows"
    )]
    [InlineData(
        "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 "
            + "Mobile Safari/537.36",
        "Chrome on Android"
    )]
    [InlineData(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
            + "Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
        "Safari on iPhone"
    )]
    [InlineData("curl/8.1", "curl")]
    [InlineData("", "Unknown device")]
    [InlineData(null, "Unknown device")]
    public void A_device_is_named_by_browser_and_system(string? userAgent, string expected) =>
        Device.Describe(userAgent).ShouldBe(expected);

    [Theory]
    [InlineData("Ada King of Lovelace", "AL")]
    [InlineData("riley", "R")]
    [InlineData("", "?")]
    [InlineData("ana-maria", "AM")]
    public void Initials_are_of_the_first_and_the_last_word(string name, string expected) =>
        Initials.Of(name).ShouldBe(expected);
}
