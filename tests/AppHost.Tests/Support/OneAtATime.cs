using Xunit;

namespace Pir.AppHost.Tests.Support;

/// <summary>
/// Classes that start processes run one after the other, because one of them limits the time of a
/// start.
/// </summary>
[CollectionDefinition(Name)]
public sealed class OneAtATime
{
    public const string Name = "One at a time";
}
