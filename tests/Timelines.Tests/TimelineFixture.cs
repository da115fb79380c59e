using Pir.Testing;
using Xunit;

namespace Pir.Timelines.Tests;

/// <summary>
/// The timeline service on one kind of storage, shared by the tests of a class; each test has an
/// incident of its own.
/// </summary>
public abstract class TimelineFixture : IAsyncLifetime
{
    private TestStore? _store;
    private PirTestHost? _host;

    public PirTestHost Host => _host!;

    public TestStore Store => _store!;

    /// <summary>A part of the connection string that no other fixture's database has.</summary>
    public async Task<string> DatabaseNameAsync() =>
        await Store.ConnectionString("timelinedb") is { } server
            ? server.Split(';').Single(p => p.StartsWith("Database=", StringComparison.Ordinal))
            : Store.Directory;

    public async ValueTask InitializeAsync()
    {
        _store = await OpenAsync();
        _host = await PirTestHost.StartAsync(_store, [new TimelineModule()]);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Store.DisposeAsync();
    }

    protected abstract Task<TestStore> OpenAsync();
}

public sealed class OnSqlite : TimelineFixture
{
    protected override Task<TestStore> OpenAsync() => Task.FromResult(TestStore.Sqlite());
}

public sealed class OnPostgreSql : TimelineFixture
{
    protected override Task<TestStore> OpenAsync() => TestStore.PostgreSqlAsync();
}
