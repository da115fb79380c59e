using Npgsql;
using Pir.Testing.Backends;
using Shouldly;
using Xunit;

namespace Pir.Testing.Tests;

public sealed class PostgresServerTests
{
    [Fact]
    public async Task Each_test_gets_a_database_of_its_own()
    {
        var server = await PostgresServer.SharedAsync();
        await using var one = await server.CreateDatabaseAsync("timeline");
        await using var other = await server.CreateDatabaseAsync("timeline");

        await ExecuteAsync(one, "CREATE TABLE entry (id int)");
        await ExecuteAsync(other, "CREATE TABLE entry (id int)");
        await one.DisposeAsync();

        var failure = await Should.ThrowAsync<PostgresException>(() =>
            ExecuteAsync(one, "SELECT 1")
        );
        failure.SqlState.ShouldBe(PostgresErrorCodes.InvalidCatalogName);
        await ExecuteAsync(other, "SELECT * FROM entry");
    }

    [Fact]
    public async Task What_is_committed_outlives_a_stop()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await using var database = await server.CreateDatabaseAsync();
        await ExecuteAsync(database, "CREATE TABLE entry (id int)");

        await server.StopAsync();
        await Should.ThrowAsync<NpgsqlException>(() =>
            ExecuteAsync(database, "SELECT * FROM entry")
        );
        await server.StartAsync();
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync(database, "SELECT * FROM entry");
    }

    private static async Task ExecuteAsync(PostgresDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
