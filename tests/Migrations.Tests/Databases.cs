using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.Configuration;
using Pir.ActionTracking.Data;
using Pir.Gateway.Data;
using Pir.IncidentIntake.Data;
using Pir.Notifications.Data;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Pir.Reviews.Data;
using Pir.Timelines.Data;
using Xunit;

namespace Pir.Migrations.Tests;

/// <summary>The product's six databases, on each provider.</summary>
internal static class Databases
{
    /// <summary>File name of each on SQLite, with the context that owns it.</summary>
    private static readonly Dictionary<string, Type> Contexts = new(StringComparer.Ordinal)
    {
        ["intake"] = typeof(IntakeDbContext),
        ["timeline"] = typeof(TimelineDbContext),
        ["review"] = typeof(ReviewDbContext),
        ["action"] = typeof(ActionsDbContext),
        ["notification"] = typeof(NotificationDbContext),
        ["gateway"] = typeof(GatewayDbContext),
    };

    public static TheoryData<string> Names => [.. Contexts.Keys];

    public static TheoryData<DataProvider, string> OnEachProvider
    {
        get
        {
            var all = new TheoryData<DataProvider, string>();
            foreach (var provider in Enum.GetValues<DataProvider>())
            {
                foreach (var name in Contexts.Keys)
                {
                    all.Add(provider, name);
                }
            }

            return all;
        }
    }

    /// <summary>
    /// The context as the migration tool makes it: by the factory in src/Migrations.
    /// </summary>
    public static DbContext ByFactory(DataProvider provider, string database)
    {
        var contract = typeof(IDesignTimeDbContextFactory<>).MakeGenericType(Contexts[database]);
        var type = System
            .Reflection.Assembly.Load("Pir.Migrations." + provider)
            .GetTypes()
            .Single(t => t.IsAssignableTo(contract));
        var factory =
            (IDesignTimeDbContextFactory<DbContext>)
                Activator.CreateInstance(type, nonPublic: true)!;
        return factory.CreateDbContext([]);
    }

    /// <summary>The context as the product makes it.</summary>
    public static PirDbContext Open(DataProvider provider, string database, string connectionString)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["Data:Provider"] = provider.ToString(),
                    ["Data:Directory"] = Path.GetTempPath(),
                    ["ConnectionStrings:database"] = connectionString,
                }
            )
            .Build();
        var context = Contexts[database];
        var options = (DbContextOptionsBuilder)
            Activator.CreateInstance(typeof(DbContextOptionsBuilder<>).MakeGenericType(context))!;
        options.UsePirDatabase(configuration, database, "database");
        var services = new PirDbServices(
            TimeProvider.System,
            new OutboxSignals(),
            ProcessInstance.Create(),
            new WriteGate()
        );
        return (PirDbContext)Activator.CreateInstance(context, options.Options, services)!;
    }
}
