using Pir.Testing;
using Xunit;

namespace Pir.Reviews.Tests;

/// <summary>
/// The review service on one database, shared by the tests of a collection: each test has incidents
/// of its own.
/// </summary>
public abstract class ReviewHost : IAsyncLifetime
{
    private TestStore? _store;

    public PirTestHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await CreateStoreAsync();
        Host = await PirTestHost.StartAsync(_store, [new ReviewModule()]);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _store!.DisposeAsync();
    }

    protected abstract Task<TestStore> CreateStoreAsync();
}

public sealed class SqliteHost : ReviewHost
{
    protected override Task<TestStore> CreateStoreAsync() => Task.FromResult(TestStore.Sqlite());
}

public sealed class PostgreSqlHost : ReviewHost
{
    protected override Task<TestStore> CreateStoreAsync() => TestStore.PostgreSqlAsync();
}

[CollectionDefinition(Name)]
public sealed class OnSqlite : ICollectionFixture<SqliteHost>
{
    public const string Name = "SQLite";
}

[CollectionDefinition(Name)]
public sealed class OnPostgreSql : ICollectionFixture<PostgreSqlHost>
{
    public const string Name = "PostgreSQL";
}
