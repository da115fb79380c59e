using Pir.AppHost.Running;

namespace Pir.AppHost.Containers;

/// <summary>Aspire's own resources: containers in a run, and in a manifest.</summary>
internal sealed class ContainerServers(IDistributedApplicationBuilder builder) : IServerKind
{
    public IResourceBuilder<IResourceWithConnectionString> RabbitMQ(string name) =>
        builder.AddRabbitMQ(name).WithDataVolume($"pir-{name}").RestartWhenEnded();

    public IResourceBuilder<IResourceWithConnectionString> Redis(string name) =>
        builder.AddRedis(name).WithDataVolume($"pir-{name}").RestartWhenEnded();

    public DatabaseServer PostgreSql(string name, IEnumerable<string> databases)
    {
        var server = builder.AddPostgres(name).WithDataVolume($"pir-{name}").RestartWhenEnded();
        return new(server, databases.ToDictionary(d => d, Database));

        IResourceBuilder<IResourceWithConnectionString> Database(string database) =>
            server.AddDatabase(database);
    }

    public DatabaseServer SqlServer(string name, IEnumerable<string> databases)
    {
        var server = builder.AddSqlServer(name).RestartWhenEnded();
        return new(server, databases.ToDictionary(d => d, Database));

        IResourceBuilder<IResourceWithConnectionString> Database(string database) =>
            server.AddDatabase(database);
    }
}
