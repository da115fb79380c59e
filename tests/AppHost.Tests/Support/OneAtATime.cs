using Xunit;

namespace Pir.AppHost.Tests.Support;

/// <summary>
/// Classes that start processes run one after the other: one holds a start to a time.
/// </summary>
[CollectionDefinition(Name)]
public sealed class OneAtATime
{
    public const string Name = "One at a time";
}
