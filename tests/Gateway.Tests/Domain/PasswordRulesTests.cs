using FsCheck;
using FsCheck.Fluent;
using Pir.Gateway.Domain;

namespace Pir.Gateway.Tests.Domain;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("seven lanterns over the quay")]
    [InlineData("kzx84-plumb-harrow")]
    [InlineData("ölschlägerstraße")]
    [InlineData("9f2c77ab01d3e84")]
    [InlineData("gürteltier auf wanderschaft")]
    public void A_long_uncommon_password_is_taken(string password) =>
        PasswordRules.Check(password, "Ada Admin", "ada@example.com").ShouldBeNull();

    [Theory]
    [InlineData("password12345678")]
    [InlineData("Password12345678!")]
    [InlineData("P@ssw0rd20262027!")]
    [InlineData("123456789012345")]
    [InlineData("aaaaaaaaaaaaaaa")]
    [InlineData("abcabcabcabcabc")]
    [InlineData("qwertyuiop12345")]
    [InlineData("letmeinletmeinletmein")]
    [InlineData("welcomeadmin2026")]
    [InlineData("abcdefghijklmno")]
    [InlineData("correct horse battery staple")]
    [InlineData("pirplatform2026")]
    [InlineData("adaexample20262027")]
    [InlineData("Ada Admin 2026!")]
    public void What_is_tried_first_is_refused(string password) =>
        PasswordRules.Check(password, "Ada Admin", "ada@example.com")!.ShouldContain("less common");

    [Fact]
    public void Fourteen_characters_are_too_few() =>
        PasswordRules.Check("kzx84-plumb-ha").ShouldBe("must have at least 15 characters");

    [Fact]
    public void A_character_counts_once_however_many_bytes_it_takes() =>
        PasswordRules
            .Check("🦊🐻🦊🐼🐨🐯🦁🐮🐷🐸🐵🦊🐻🐼")
            .ShouldBe("must have at least 15 characters");

    [Fact]
    public void Any_input_is_answered() =>
        Prop.ForAll<string?, string?>(
                (password, name) =>
                {
                    _ = PasswordRules.Check(password ?? "", name);
                    return true;
                }
            )
            .QuickCheckThrowOnFailure();
}
