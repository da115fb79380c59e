using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Shouldly;

namespace Pir.Migrations.Tests;

/// <summary>
/// What the parser cannot check: a real server accepts the migrations and returns the stored
/// values.
/// </summary>
public sealed class SqlServerTests
{
    [SqlServerFact]
    public async Task A_real_server_takes_every_migration_and_keeps_an_outbox_row()
    {
        foreach (string database in Databases.Names)
        {
            await RoundTripAsync(database);
        }
    }

    private static async Task RoundTripAsync(string database)
    {
        var connection = new DbConnectionStringBuilder
        {
            ConnectionString = SqlServerFactAttribute.ConnectionString,
        };
        connection.Remove("Initial Catalog");
        connection["Database"] = $"pir_test_{database}_{Guid.CreateVersion7():N}";
        await using var db = Databases.Open(
            DataProvider.SqlServer,
            database,
            connection.ConnectionString!
        );
        try
        {
            await db.Database.MigrateAsync();
            (await db.Database.GetPendingMigrationsAsync()).ShouldBeEmpty();

            var now = new DateTime(2026, 5, 4, 3, 2, 1, 123, DateTimeKind.Utc);
            var message = new OutboxMessage
            {
                MessageId = Guid.CreateVersion7(),
                Key = "an aggregate",
                Body = [1, 2, 3],
                CreatedAt = now,
                Owner = "test",
                LeaseUntil = now,
            };
            db.Outbox.Add(message);
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();

            var read = await db.Outbox.SingleAsync();
            read.Id.ShouldBeGreaterThan(0);
            read.MessageId.ShouldBe(message.MessageId);
            read.Body.ShouldBe(message.Body);
            read.CreatedAt.ShouldBe(now);
            read.CreatedAt.Kind.ShouldBe(DateTimeKind.Utc);
        }
        finally
        {
            await db.Database.EnsureDeletedAsync();
        }
    }
}
