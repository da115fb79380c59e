using Pir.Contracts.Texts;
using Shouldly;
using Xunit;

namespace Pir.Contracts.Tests;

/// <summary>C8: secrets are taken out of texts, and nothing else is.</summary>
public sealed class SecretsTests
{
    [Theory]
    [InlineData("psql postgres://app:hunter2@db1/shop", "psql postgres://app:[redacted]@db1/shop")]
    [InlineData("export DB_PASSWORD=hunter2", "export DB_PASSWORD=[redacted]")]
    [InlineData("curl ?api_key=abc123def&x=1", "curl ?api_key=[redacted]&x=1")]
    [InlineData("""{"client_secret": "a1b2c3d4"}""", """{"client_secret": "[redacted]"}""")]
    [InlineData("Authorization: Bearer abcdefghijklmnop123", "Authorization: Bearer [redacted]")]
    [InlineData("key AKIAIOSFODNN7EXAMPLE leaked", "key [redacted] leaked")]
    [InlineData("ghp_0123456789abcdefghijABCDEFGHIJ", "[redacted]")]
    [InlineData("xoxb-1234567890-abcdef", "[redacted]")]
    [InlineData("eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJ", "[redacted]")]
    [InlineData(
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----[redacted]-----END RSA PRIVATE KEY-----"
    )]
    public void Secrets_are_redacted(string text, string expected) =>
        Secrets.Redact(text).ShouldBe(expected);

    [Theory]
    [InlineData("the token: expired, password reset for all")]
    [InlineData("see https://grafana.example.org:3000/d/1?x=1")]
    [InlineData("the basic idea: restart at 10:42")]
    [InlineData("secret=[redacted]")]
    public void Other_words_stay(string text) => Secrets.Redact(text).ShouldBe(text);
}
