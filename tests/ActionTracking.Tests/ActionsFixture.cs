using Pir.Testing;
using Xunit;

namespace Pir.Actions.Tests;

/// <summary>The action tracker on one kind of storage, shared by the tests of a class.</summary>
public abstract class ActionsFixture : IAsyncLifetime
{
    private TestStore? _store;
    private PirTestHost? _host;

    public PirTestHost Host => _host!;

    public TestStore Store => _store!;

    public async Task InitializeAsync()
    {
        _store = await OpenAsync();
        _host = await PirTestHost.StartAsync(_store, [new ActionsModule()]);
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await Store.DisposeAsync();
    }

    protected abstract Task<TestStore> OpenAsync();
}

public sealed class OnSqlite : ActionsFixture
{
    protected override Task<TestStore> OpenAsync() => Task.FromResult(TestStore.Sqlite());
}

public sealed class OnPostgreSql : ActionsFixture
{
    protected override Task<TestStore> OpenAsync() => TestStore.PostgreSqlAsync();
}
