using Pir.EndToEnd.Tests.Installations;
using Pir.Testing.Sinks;
using Xunit;

namespace Pir.EndToEnd.Tests;

/// <summary>
/// One distributed installation for all tests that leave it running, because it takes a while to
/// start. Its data grows from test to test, so each test only looks for its own data.
/// </summary>
public sealed class SharedDistributed : IAsyncLifetime
{
    public DistributedInstallation Installation { get; private set; } = null!;

    /// <summary>Its exported traces.</summary>
    public OtlpSink Spans { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Spans = await OtlpSink.StartNewAsync();
        Installation = await DistributedInstallation.StartAsync(Spans.Variables);
    }

    public async ValueTask DisposeAsync()
    {
        // They are missing if the start failed.
        if (Installation is not null)
            await Installation.DisposeAsync();
        if (Spans is not null)
            await Spans.DisposeAsync();
    }
}

/// <summary>Name of the collection that shares it.</summary>
[CollectionDefinition(Name)]
public sealed class DistributedCollection : ICollectionFixture<SharedDistributed>
{
    public const string Name = "Distributed";
}
