using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Pir.Gateway.Data;
using Pir.Notifications.Domain;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;

namespace Pir.FrontDoor.Tests;

/// <summary>Looks for things by their ids, in every table of the product.</summary>
internal static class Traces
{
    /// <summary>
    /// What is meant to stay: that something was deleted, that messages came in, and who did what.
    /// </summary>
    private static readonly Type[] Kept =
    [
        typeof(Tombstone),
        typeof(InboxEntry),
        typeof(OutboxMessage),
        typeof(AuditEntry),
    ];

    /// <summary>The columns, by table, that have one of the ids.</summary>
    public static async Task<List<string>> OfAsync(Product product, params Guid[] ids)
    {
        var found = new List<string>();
        await using var scope = product.Services.CreateAsyncScope();
        foreach (var database in scope.ServiceProvider.GetServices<PirDatabase>())
        {
            await using var db = database.Create(scope.ServiceProvider);
            var tables = db.Model.GetEntityTypes().Where(e => !Kept.Contains(e.ClrType));
            foreach (var table in tables)
            {
                foreach (var column in table.GetProperties().Where(IsId))
                {
                    if (await HasAsync(db, table, column, ids))
                    {
                        found.Add($"{database.Name}: {table.GetTableName()}.{column.Name}");
                    }
                }
            }
        }

        return found;
    }

    private static bool IsId(IProperty column) =>
        (Nullable.GetUnderlyingType(column.ClrType) ?? column.ClrType) == typeof(Guid)
        || column.Name == nameof(ParkedEvent.Subject);

    private static async Task<bool> HasAsync(
        PirDbContext db,
        IEntityType table,
        IProperty column,
        Guid[] ids
    )
    {
        var rows = await (Task<List<object>>)
            typeof(Traces)
                .GetMethod(
                    nameof(ReadAsync),
                    System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static
                )!
                .MakeGenericMethod(table.ClrType)
                .Invoke(null, [db])!;
        return rows.Exists(row =>
            row is not LoggedEvent { Type: "pir.incident.deleted.v1" }
            && Guid.TryParse(
                db.Entry(row).Property(column.Name).CurrentValue?.ToString(),
                out var id
            )
            && ids.Contains(id)
        );
    }

    private static async Task<List<object>> ReadAsync<T>(PirDbContext db)
        where T : class => [.. await db.Set<T>().ToListAsync()];
}
