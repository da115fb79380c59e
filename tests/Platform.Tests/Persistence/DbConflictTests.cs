using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Pir.Platform.Persistence.Bulk;
using Shouldly;
using Xunit;

namespace Pir.Platform.Tests.Persistence;

/// <summary>What another writer caused is read and decided again; the rest is a fault.</summary>
public sealed class DbConflictTests
{
    [Theory]
    [InlineData(1555, true)] // primary key
    [InlineData(2067, true)] // unique
    [InlineData(787, true)] // foreign key: the parent was deleted meanwhile
    [InlineData(1299, false)] // not null
    [InlineData(275, false)] // check
    public void Sqlite(int code, bool isConflict) =>
        DbConflict
            .Is(new DbUpdateException("", new SqliteException("", 19, code)))
            .ShouldBe(isConflict);

    [Theory]
    [InlineData(PostgresErrorCodes.UniqueViolation, true)]
    [InlineData(PostgresErrorCodes.ForeignKeyViolation, true)]
    [InlineData(PostgresErrorCodes.SerializationFailure, true)]
    [InlineData(PostgresErrorCodes.NotNullViolation, false)]
    public void PostgreSql(string code, bool isConflict) =>
        DbConflict
            .Is(new DbUpdateException("", new PostgresException("", "ERROR", "ERROR", code)))
            .ShouldBe(isConflict);
}
