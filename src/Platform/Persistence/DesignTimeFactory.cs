using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.Configuration;
using Pir.Platform.Messaging;

namespace Pir.Platform.Persistence;

/// <summary>
/// Creates a context for the migration tools, which never connect. In <c>src/Migrations</c>, one
/// class per provider and database derives from it.
/// </summary>
public abstract class DesignTimeFactory<TDb>(DataProvider provider)
    : IDesignTimeDbContextFactory<TDb>
    where TDb : PirDbContext
{
    public TDb CreateDbContext(string[] args)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["Data:Provider"] = provider.ToString(),
                    ["Data:Directory"] = Path.GetTempPath(),
                    ["ConnectionStrings:design"] =
                        provider == DataProvider.Sqlite
                            ? "Data Source=:memory:"
                            : "Server=localhost;Database=design",
                }
            )
            .Build();
        var options = new DbContextOptionsBuilder<TDb>();
        options.UsePirDatabase(configuration, "design", "design");
        var services = new PirDbServices(
            TimeProvider.System,
            new OutboxSignals(),
            ProcessInstance.Create(),
            new WriteGate()
        );
        return (TDb)Activator.CreateInstance(typeof(TDb), options.Options, services)!;
    }
}
