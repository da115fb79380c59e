using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Pir.Platform.Persistence;
using Pir.Testing.SqlServer;
using Shouldly;
using Xunit;

namespace Pir.Migrations.Tests;

/// <summary>The migrations match the model, on every provider.</summary>
public sealed class SchemaTests
{
    public static TheoryData<DataProvider, string> OnEachProvider => Databases.OnEachProvider;

    public static TheoryData<string> Names => Databases.Names;

    [Theory]
    [MemberData(nameof(OnEachProvider))]
    public void The_migrations_lead_to_the_model(DataProvider provider, string database)
    {
        using var db = Databases.ByFactory(provider, database);

        db.Database.GetMigrations().ShouldNotBeEmpty();
        db.Database.HasPendingModelChanges()
            .ShouldBeFalse("add the missing migration: ./build.sh migrate <Service> <Name>");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_providers_have_the_same_migrations_in_the_same_order(string database)
    {
        var sqlite = MigrationsOf(DataProvider.Sqlite, database);

        MigrationsOf(DataProvider.PostgreSql, database).ShouldBe(sqlite);
        MigrationsOf(DataProvider.SqlServer, database).ShouldBe(sqlite);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SQL_Servers_own_parser_takes_the_schema_script(string database)
    {
        using var db = Databases.ByFactory(DataProvider.SqlServer, database);
        var migrator = db.GetService<IMigrator>();

        CheckBatches(migrator.GenerateScript());
        CheckBatches(migrator.GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent));
        CheckBatches(db.Database.GenerateCreateScript());
    }

    // A file's name is <time>_<name>; the time is when each provider's was generated.
    private static List<string> MigrationsOf(DataProvider provider, string database)
    {
        using var db = Databases.ByFactory(provider, database);
        return
        [
            .. db
                .Database.GetMigrations()
                .Order(StringComparer.Ordinal)
                .Select(id => id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..]),
        ];
    }

    private static void CheckBatches(string script)
    {
        var batches = System.Text.RegularExpressions.Regex.Split(
            script,
            @"^\s*GO\s*$",
            System.Text.RegularExpressions.RegexOptions.Multiline,
            TimeSpan.FromSeconds(5)
        );
        batches.Length.ShouldBeGreaterThan(1);
        foreach (var batch in batches.Where(b => !string.IsNullOrWhiteSpace(b)))
        {
            TSql.Check(batch);
        }
    }
}
