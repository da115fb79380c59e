using Pir.Gateway.Domain;

namespace Pir.Gateway.Tests.Domain;

public sealed class SignInBackoffTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    [InlineData(10, 32)]
    [InlineData(11, 60)]
    [InlineData(1_000_000, 60)]
    public void The_rest_doubles_up_to_an_hour(int failures, int minutes) =>
        SignInBackoff.LockFor(failures).ShouldBe(TimeSpan.FromMinutes(minutes));
}
