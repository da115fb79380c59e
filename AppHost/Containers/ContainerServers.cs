using Pir.AppHost.Running;

namespace Pir.AppHost.Containers;

/// <summary>Uses Aspire's own resources: containers in a run and in a manifest.</summary>
internal sealed class ContainerServers(IDistributedApplicationBuilder builder) : IServerKind
{
    public IResourceBuilder<IResourceWithConnectionString> RabbitMQ(string name) =>
        Server(builder.AddRabbitMQ(name).WithDataVolume($"pir-{name}"), "RabbitMQ");

    public IResourceBuilder<IResourceWithConnectionString> Redis(string name) =>
        Server(builder.AddRedis(name).WithDataVolume($"pir-{name}"), "Redis");

    public DatabaseServer PostgreSql(string name, IEnumerable<string> databases)
    {
        var server = Server(builder.AddPostgres(name).WithDataVolume($"pir-{name}"), "PostgreSql");
        return new(server, databases.ToDictionary(d => d, Database));

        IResourceBuilder<IResourceWithConnectionString> Database(string database) =>
            server.AddDatabase(database);
    }

    public DatabaseServer SqlServer(string name, IEnumerable<string> databases)
    {
        var server = Server(builder.AddSqlServer(name), "SqlServer");
        return new(server, databases.ToDictionary(d => d, Database));

        IResourceBuilder<IResourceWithConnectionString> Database(string database) =>
            server.AddDatabase(database);
    }

    // A custom image (Local:Images:Redis=team/redis:7) must already exist on this machine.
    private IResourceBuilder<T> Server<T>(IResourceBuilder<T> server, string kind)
        where T : ContainerResource
    {
        var image = builder.Configuration[$"Local:Images:{kind}"];
        if (builder.ExecutionContext.IsRunMode && !string.IsNullOrEmpty(image))
            server.WithImage(image).WithImagePullPolicy(ImagePullPolicy.Never);
        return server.RestartWhenEnded();
    }
}
