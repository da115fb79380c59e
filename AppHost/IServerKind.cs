namespace Pir.AppHost;

/// <summary>Where servers come from: containers, or private processes of this machine.</summary>
internal interface IServerKind
{
    IResourceBuilder<IResourceWithConnectionString> RabbitMQ(string name);

    IResourceBuilder<IResourceWithConnectionString> Redis(string name);

    DatabaseServer PostgreSql(string name, IEnumerable<string> databases);

    DatabaseServer SqlServer(string name, IEnumerable<string> databases);
}

/// <summary>A database server and how each database on it is reached.</summary>
/// <param name="Server">Null if there is none to wait for.</param>
/// <param name="Databases">By the name of the connection string.</param>
internal sealed record DatabaseServer(
    IResourceBuilder<IResource>? Server,
    IReadOnlyDictionary<string, IResourceBuilder<IResourceWithConnectionString>> Databases
)
{
    /// <summary>SQLite: files of the services' own.</summary>
    public static DatabaseServer None { get; } =
        new(null, new Dictionary<string, IResourceBuilder<IResourceWithConnectionString>>());

    /// <summary>On a server of which only the connection string is known.</summary>
    /// <param name="key">What the database is called in a connection string of that server.</param>
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
