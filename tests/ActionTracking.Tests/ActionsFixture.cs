using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Pir.ActionTracking.Data;
using Pir.Testing;
using Xunit;

namespace Pir.ActionTracking.Tests;

/// <summary>The action tracker on one kind of storage, shared by the tests of a class.</summary>
public abstract class ActionsFixture : IAsyncLifetime
{
    private TestStore? _store;
    private PirTestHost? _host;

    public PirTestHost Host => _host!;

    public TestStore Store => _store!;

    public async ValueTask InitializeAsync()
    {
        _store = await OpenAsync();
        _host = await PirTestHost.StartAsync(_store, [new ActionsModule()]);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Store.DisposeAsync();
    }

    /// <summary>Makes an action older than the test run.</summary>
    public async Task ProposedAtAsync(Guid action, DateTime time)
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ActionsDbContext>();
        (await db.Actions.SingleAsync(a => a.Id == action)).ProposedAt = time;
        await db.SaveChangesAsync();
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
