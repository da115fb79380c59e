using System.Text;
using Pir.Notifications.Domain;
using Shouldly;
using Xunit;

namespace Pir.Notifications.Tests.Domain;

public sealed class WebhookSignatureTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public void Signs_the_published_vector_of_Standard_Webhooks()
    {
        var signature = WebhookSignature.Sign(
            [Secret],
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1614265330,
            Encoding.UTF8.GetBytes("{\"test\": 2432232314}")
        );

        signature.ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    [Fact]
    public void Signs_once_per_secret_newest_first()
    {
        var other = WebhookSecret.Create();
        var body = Encoding.UTF8.GetBytes("{}");

        var both = WebhookSignature.Sign([other, Secret], "msg_1", 1, body);

        both.ShouldBe(
            WebhookSignature.Sign([other], "msg_1", 1, body)
                + " "
                + WebhookSignature.Sign([Secret], "msg_1", 1, body)
        );
    }

    [Theory]
    [InlineData("msg_2", 1, "{}")]
    [InlineData("msg_1", 2, "{}")]
    [InlineData("msg_1", 1, "{ }")]
    public void Covers_id_time_and_body(string id, long time, string body) =>
        WebhookSignature
            .Sign([Secret], id, time, Encoding.UTF8.GetBytes(body))
            .ShouldNotBe(WebhookSignature.Sign([Secret], "msg_1", 1, Encoding.UTF8.GetBytes("{}")));

    [Fact]
    public void A_new_secret_holds_32_random_bytes()
    {
        var secret = WebhookSecret.Create();

        secret.ShouldStartWith("whsec_");
        WebhookSecret.KeyOf(secret).Length.ShouldBe(32);
        WebhookSecret.Create().ShouldNotBe(secret);
    }

    [Fact]
    public void A_text_that_is_no_secret_is_refused() =>
        Should.Throw<FormatException>(() =>
            WebhookSecret.KeyOf("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        );
}
