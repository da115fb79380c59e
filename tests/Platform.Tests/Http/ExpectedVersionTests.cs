using Microsoft.AspNetCore.Http;
using Pir.ServiceDefaults.Http;
using Shouldly;
using Xunit;

namespace Pir.Platform.Tests.Http;

/// <summary>
/// Which version a request means where its header and its body may both name one.
/// </summary>
public sealed class ExpectedVersionTests
{
    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, 3, 3)]
    [InlineData("", 3, 3)]
    [InlineData("\"4\"", null, 4)]
    [InlineData("\"4\"", 3, 4)]
    [InlineData("W/\"4\"", 3, 4)]
    [InlineData("*", null, null)]
    [InlineData("*", 3, null)]
    public void The_header_wins_over_the_body_also_where_it_takes_any(
        string? header,
        int? inBody,
        int? expected
    )
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.IfMatch = header;

        ExpectedVersion.Of(request, inBody).ShouldBe(expected);
    }
}
