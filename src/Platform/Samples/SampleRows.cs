using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Pir.Contracts.Samples;
using Pir.Platform.Persistence;

namespace Pir.Platform.Samples;

/// <summary>
/// The rows of the sample data in one service's database: those with a sample id in any of their
/// keys, and those that belong to one of them. Rows that people added to a sample incident refer to
/// that incident, so they are included. New tables are found through the model.
/// </summary>
public static class SampleRows
{
    /// <summary>Deletes the rows, in one commit with pending changes of the context.</summary>
    /// <returns>Number of deleted rows.</returns>
    public static async Task<int> RemoveAsync(
        PirDbContext db,
        WriteGate gate,
        CancellationToken cancellationToken
    )
    {
        using var turn = await gate.EnterAsync(db, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var removed = 0;
        foreach (var sql in Statements(db))
        {
            removed += await db.Database.ExecuteSqlRawAsync(sql, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return removed;
    }

    /// <summary>Number of sample incidents in the service.</summary>
    public static async Task<int> CountIncidentsAsync(
        PirDbContext db,
        CancellationToken cancellationToken
    )
    {
        var names = new Names(db);
        var incidents = db
            .Model.GetEntityTypes()
            .SingleOrDefault(e => e.GetTableName() == "Incidents");
#pragma warning disable EF1002 // Names of the model, nothing from outside.
        return incidents is null
            ? 0
            : await db
                .Database.SqlQueryRaw<int>(
                    $"""
                    SELECT COUNT(*) AS {names.Quote("Value")} FROM {names.Of(incidents)}
                    WHERE {names.IsSample("Id")}
                    """
                )
                .SingleAsync(cancellationToken);
#pragma warning restore EF1002
    }

    private static IEnumerable<string> Statements(PirDbContext db)
    {
        var names = new Names(db);
        var all = db.Model.GetEntityTypes().Where(e => e.GetTableName() is not null).ToList();
        foreach (var entity in ChildrenFirst(all))
        {
            var conditions = Guids(entity).Select(p => names.IsSample(Names.Column(p))).ToList();
            conditions.AddRange(Belongings(entity, all, names));
            if (conditions.Count > 0)
            {
                var isSample = string.Join(" OR ", conditions);
                yield return "DELETE FROM " + $"{names.Of(entity)} WHERE {isSample}";
            }
        }

        yield return $"DELETE FROM {names.Quote("Parked")} "
            + $"WHERE {names.Quote("Subject")} "
            + $"LIKE '%{SampleId.Suffix}'";
    }

    /// <summary>
    /// Rows that refer to a row without a sample id that belongs to a sample incident, such as the
    /// history of a timeline entry that somebody added.
    /// </summary>
    private static IEnumerable<string> Belongings(
        IEntityType entity,
        List<IEntityType> all,
        Names names
    ) =>
        from property in Guids(entity)
        from parent in all
        where
            parent != entity
            && Names.Refers(property, parent)
            && parent.FindProperty("Id") is not null
            && parent.FindProperty("IncidentId") is not null
        select $"{names.Quote(Names.Column(property))} IN (SELECT {names.Quote("Id")} "
            + $"FROM {names.Of(parent)} WHERE {names.IsSample("IncidentId")})";

    private static IEnumerable<IProperty> Guids(IEntityType entity) =>
        entity
            .GetProperties()
            .Where(p =>
                // An incident is not part of the previous one.
                (p.IsPrimaryKey() || entity.GetTableName() != "Incidents")
                && (Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType) == typeof(Guid)
                && p.GetProviderClrType() != typeof(byte[])
                && p.GetValueConverter()?.ProviderClrType != typeof(byte[])
            );

    /// <summary>
    /// Orders the tables so that no row is deleted before the rows that refer to it.
    /// </summary>
    private static IEnumerable<IEntityType> ChildrenFirst(List<IEntityType> all)
    {
        var left = all.ToList();
        while (left.Count > 0)
        {
            // Rows that are only found through others must be deleted before them as well.
            var next = left.FindAll(e => !left.Exists(other => other != e && IsChild(other, e)));
            next = next.Count > 0 ? next : left.ToList();
            left.RemoveAll(next.Contains);
            foreach (var entity in next)
            {
                yield return entity;
            }
        }
    }

    private static bool IsChild(IEntityType child, IEntityType parent) =>
        child.GetForeignKeys().Any(k => k.PrincipalEntityType == parent)
        || (
            parent.FindProperty("IncidentId") is not null
            && Guids(child).Any(p => Names.Refers(p, parent))
        );

    private sealed class Names(PirDbContext db)
    {
        private readonly ISqlGenerationHelper _sql = db.GetService<ISqlGenerationHelper>();

        public string Quote(string name) => _sql.DelimitIdentifier(name);

        public string Of(IEntityType entity) =>
            _sql.DelimitIdentifier(entity.GetTableName()!, entity.GetSchema());

        public static string Column(IProperty property) => property.GetColumnName();

        // The only way to compare the end of a GUID that works on all three databases. It scans
        // every row, which is fine for a rare operation.
        public string IsSample(string column) =>
            $"LOWER(CAST({Quote(column)} AS varchar(36))) LIKE '%{SampleId.Suffix}'";

        /// <summary>
        /// Whether a column refers to rows of a table: ReviewId to Review, ActionId to ActionItem,
        /// EntryId to TimelineEntry.
        /// </summary>
        public static bool Refers(IProperty property, IEntityType parent)
        {
            var name = property.Name.EndsWith("Id", StringComparison.Ordinal)
                ? property.Name[..^2]
                : "";
            var type = parent.ClrType.Name;
            return name.Length > 0
                && name != "Incident"
                && (
                    type == name
                    || type == name + "Item"
                    || type == "Timeline" + name
                    || type == "Incident" + name
                );
        }
    }
}
