namespace Pir.AppHost;

/// <summary>Where servers come from: containers or private processes on this machine.</summary>
internal interface IServerKind
{
    IResourceBuilder<IResourceWithConnectionString> RabbitMQ(string name);

    IResourceBuilder<IResourceWithConnectionString> Redis(string name);

    DatabaseServer PostgreSql(string name, IEnumerable<string> databases);

    DatabaseServer SqlServer(string name, IEnumerable<string> databases);
}

/// <summary>A database server and the connection strings of its databases.</summary>
/// <param name="Server">Null if there is no server to wait for.</param>
/// <param name="Databases">Keyed by the name of the connection string.</param>
internal sealed record DatabaseServer(
    IResourceBuilder<IResource>? Server,
    IReadOnlyDictionary<string, IResourceBuilder<IResourceWithConnectionString>> Databases
)
{
    /// <summary>SQLite: each service has its own file.</summary>
    public static DatabaseServer None { get; } =
        new(null, new Dictionary<string, IResourceBuilder<IResourceWithConnectionString>>());

    /// <summary>On an existing server, known only by its connection string.</summary>
    /// <param name="key">The key of the database name in that server's connection strings.</param>
    public static DatabaseServer On(
        IResourceBuilder<IResourceWithConnectionString> server,
        string key,
        IEnumerable<string> databases
    )
    {
        return new(server, databases.ToDictionary(d => d, Database));

        IResourceBuilder<IResourceWithConnectionString> Database(string database) =>
            server.ApplicationBuilder.AddConnectionString(
                database,
                ReferenceExpression.Create($"{server.Resource};{key}={database}")
            );
    }
}
