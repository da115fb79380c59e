using Pir.Testing;
using Xunit;

namespace Pir.IncidentIntake.Tests;

/// <summary>
/// The intake on one database, shared by the tests of a collection: each test has sources and
/// incidents of its own.
/// </summary>
public abstract class IntakeHost : IAsyncLifetime
{
    /// <summary>Few, so that a test goes beyond them at once.</summary>
    public const int KeepFailedBodies = 10;

    public TestStore Store { get; private set; } = null!;
    public PirTestHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Store = await CreateStoreAsync();
        Host = await PirTestHost.StartAsync(
            Store,
            [new IntakeModule()],
            settings: ("Intake:KeepFailedBodies", KeepFailedBodies.ToString())
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Store.DisposeAsync();
    }

    protected abstract Task<TestStore> CreateStoreAsync();
}

public sealed class SqliteHost : IntakeHost
{
    protected override Task<TestStore> CreateStoreAsync() => Task.FromResult(TestStore.Sqlite());
}

public sealed class PostgreSqlHost : IntakeHost
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
