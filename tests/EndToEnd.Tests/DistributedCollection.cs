using Pir.EndToEnd.Tests.Installations;
using Xunit;

namespace Pir.EndToEnd.Tests;

/// <summary>One distributed installation for all tests that leave it as they found it; it takes a while to start.</summary>
public sealed class SharedDistributed : IAsyncLifetime
{
    public DistributedInstallation Installation { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Installation = await DistributedInstallation.StartAsync();

    public async ValueTask DisposeAsync() => await Installation.DisposeAsync();
}

/// <summary>Name of the collection that shares it.</summary>
[CollectionDefinition(Name)]
public sealed class DistributedCollection : ICollectionFixture<SharedDistributed>
{
    public const string Name = "Distributed";
}
