using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Pir.Platform.Hosting;
using Pir.Platform.Messaging;

namespace Pir.Platform.Persistence;

/// <summary>Registers a service's database with the configured provider.</summary>
public static class PersistenceExtensions
{
    /// <param name="file">SQLite file name without extension, e.g. <c>timeline</c>.</param>
    /// <param name="connectionName">
    /// Connection string to use with a server, e.g. <c>timelinedb</c>.
    /// </param>
    public static void AddPirDbContext<TDb>(
        this IHostApplicationBuilder builder,
        string file,
        string connectionName
    )
        where TDb : PirDbContext
    {
        builder.AddPirPersistence();
        var configuration = builder.Configuration;
        RefuseUnreadable(configuration, connectionName);
        builder.Services.AddDbContextFactory<TDb>(
            (provider, options) =>
            {
                options.UsePirDatabase(configuration, file, connectionName);
                options.AddInterceptors(provider.GetServices<IInterceptor>());
            }
        );
        builder.Services.TryAddScoped(p =>
            p.GetRequiredService<IDbContextFactory<TDb>>().CreateDbContext()
        );
        builder.Services.AddSingleton(
            new PirDatabase(
                typeof(TDb),
                file,
                p => p.GetRequiredService<IDbContextFactory<TDb>>().CreateDbContext()
            )
        );
    }

    /// <summary>Configures provider, connection and migrations of a context.</summary>
    public static void UsePirDatabase(
        this DbContextOptionsBuilder options,
        IConfiguration configuration,
        string file,
        string connectionName
    )
    {
        var data = DataOptions.From(configuration);
        options.ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning));
        switch (data.Provider)
        {
            case DataProvider.Sqlite:
                Directory.CreateDirectory(data.Directory);
                options
                    .UseSqlite(
                        configuration.GetConnectionString(connectionName)
                            ?? $"Data Source={Path.Combine(data.Directory, file + ".db")}",
                        o => o.MigrationsAssembly("Pir.Migrations.Sqlite")
                    )
                    .AddInterceptors(new SqlitePragmas());
                break;
            case DataProvider.PostgreSql:
                options.UseNpgsql(
                    Required(configuration, connectionName),
                    o => o.MigrationsAssembly("Pir.Migrations.PostgreSql")
                );
                break;
            default:
                options.UseSqlServer(
                    Required(configuration, connectionName),
                    o => o.MigrationsAssembly("Pir.Migrations.SqlServer")
                );
                break;
        }
    }

    /// <summary>
    /// Registers what all databases of a process share. Safe to call more than once.
    /// </summary>
    public static void AddPirPersistence(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton(ProcessInstance.Create());
        builder.Services.TryAddSingleton<OutboxSignals>();
        builder.Services.TryAddSingleton<WriteGate>();
        builder.Services.TryAddSingleton<PirDbServices>();
        builder.Services.TryAddSingleton<Migrator>();
    }

    /// <summary>Fails at start-up and not on first use.</summary>
    private static void RefuseUnreadable(IConfiguration configuration, string name)
    {
        try
        {
            DbConnectionStringBuilder _ = DataOptions.From(configuration).Provider switch
            {
                DataProvider.Sqlite => new SqliteConnectionStringBuilder(
                    configuration.GetConnectionString(name)
                ),
                DataProvider.PostgreSql => new NpgsqlConnectionStringBuilder(
                    Required(configuration, name)
                ),
                _ => new SqlConnectionStringBuilder(Required(configuration, name)),
            };
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new CannotStartException(
                $"ConnectionStrings:{name} cannot be read. "
                    + $"{exception.Message.Split('\n')[0].Trim()}",
                exception
            );
        }
    }

    private static string Required(IConfiguration configuration, string name) =>
        configuration.GetConnectionString(name)
        ?? throw new CannotStartException(
            $"Set ConnectionStrings:{name}: Data:Provider asks for a database server."
        );
}

/// <summary>
/// One of the databases in this process, for code that treats them all alike: migration, clean-up,
/// operator endpoints.
/// </summary>
public sealed record PirDatabase(
    Type ContextType,
    string Name,
    Func<IServiceProvider, PirDbContext> Create
);
