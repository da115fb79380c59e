using Pir.Notifications.Domain;
using Shouldly;
using Xunit;

namespace Pir.Notifications.Tests.Domain;

public sealed class TargetUrlTests
{
    [Theory]
    [InlineData("https://hooks.example.com/pir")]
    [InlineData("https://hooks.example.com:8443/pir?team=a")]
    [InlineData("https://8.8.8.8/x")]
    [InlineData("https://[2606:4700:4700::1111]/x")]
    [InlineData("https://bücher.example/x")]
    public void Takes_public_https_addresses(string url) =>
        TargetUrl.Check(url, allowPrivate: false, allowInsecure: false).ShouldBeNull();

    [Theory]
    [InlineData(null, "is required")]
    [InlineData("  ", "is required")]
    [InlineData("hooks.example.com", "absolute")]
    [InlineData("/pir", "absolute")]
    [InlineData("ftp://hooks.example.com/", "absolute")]
    [InlineData("file:///etc/passwd", "absolute")]
    [InlineData("gopher://hooks.example.com/", "absolute")]
    [InlineData("https:///pir", "absolute")]
    [InlineData("https://user:secret@hooks.example.com/", "user name")]
    [InlineData("https://hooks.example.com/#part", "fragment")]
    [InlineData("https://hooks.example.com:0/", "port")]
    [InlineData("http://hooks.example.com/", "https")]
    public void Names_the_rule_that_is_broken(string? url, string rule) =>
        TargetUrl.Check(url, false, false).ShouldNotBeNull().ShouldContain(rule);

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("http://localhost:9000/hook")]
    [InlineData("https://2130706433/")] // decimal
    [InlineData("https://0x7f000001/")] // hexadecimal
    [InlineData("https://0x7f.1/")]
    [InlineData("https://0177.0.0.1/")] // octal
    [InlineData("https://127.1/")]
    [InlineData("https://10.0.0.5/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:7f00:1]/")]
    [InlineData("https://[fd00:ec2::254]/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    public void Sees_through_every_way_of_writing_a_private_address(string url)
    {
        TargetUrl
            .Check(url, allowPrivate: false, allowInsecure: true)
            .ShouldBe(TargetUrl.NotPublic);
        TargetUrl.Check(url, allowPrivate: true, allowInsecure: false).ShouldBeNull();
    }

    [Theory]
    [InlineData("http://hooks.example.com/")]
    public void Http_is_the_operators_to_allow(string url)
    {
        TargetUrl.Check(url, allowPrivate: false, allowInsecure: true).ShouldBeNull();
        TargetUrl.Check(url, allowPrivate: true, allowInsecure: false).ShouldBeNull();
    }

    [Fact]
    public void Has_an_end() =>
        TargetUrl
            .Check("https://hooks.example.com/" + new string('a', 2_000), false, false)
            .ShouldNotBeNull()
            .ShouldContain("2000");
}
