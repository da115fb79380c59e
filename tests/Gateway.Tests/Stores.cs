using Pir.Platform.Persistence;
using Pir.Testing;
using Pir.Testing.Backends;

namespace Pir.Gateway.Tests;

/// <summary>The database products the tests run on.</summary>
public enum Product
{
    Sqlite,
    PostgreSql,
}

internal static class Stores
{
    public static Task<TestStore> NewAsync(Product product) =>
        product == Product.Sqlite ? Task.FromResult(TestStore.Sqlite()) : PostgreSqlAsync();

    private static async Task<TestStore> PostgreSqlAsync()
    {
        var server = await PostgresServer.SharedAsync();
        var database = await server.CreateDatabaseAsync("gateway");
        var folder = new TempFolder("gateway");
        return new(
            DataProvider.PostgreSql,
            folder.Path,
            _ => Task.FromResult<string?>(database.ConnectionString),
            async () =>
            {
                await database.DisposeAsync();
                folder.Dispose();
            }
        );
    }
}
