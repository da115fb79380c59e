using Shouldly;
using Xunit;

namespace Pir.Testing.Tests;

public sealed class FreePortTests
{
    [Fact]
    public void Is_never_given_twice()
    {
        var ports = Enumerable.Range(0, 100).Select(_ => FreePort.Next()).ToList();
        ports.ShouldBeUnique();
    }
}
