namespace Aspire.Hosting.ApplicationModel;

/// <summary>A PostgreSQL server: a container in the manifest, a private local process when run.</summary>
public class PostgresServerResource(
    string name,
    ParameterResource? userName,
    ParameterResource password
) : ContainerResource(name), IResourceWithConnectionString
{
    private readonly Dictionary<string, string> _databases = new(StringComparer.Ordinal);

    public EndpointReference PrimaryEndpoint => new(this, "tcp");

    public EndpointReferenceExpression Host => PrimaryEndpoint.Property(EndpointProperty.Host);

    public EndpointReferenceExpression Port => PrimaryEndpoint.Property(EndpointProperty.Port);

    public ParameterResource PasswordParameter => password;

    public ReferenceExpression UserNameReference =>
        userName is null
            ? ReferenceExpression.Create($"postgres")
            : ReferenceExpression.Create($"{userName}");

    /// <summary>Resource name to database name; they are created when the server is ready.</summary>
    public IReadOnlyDictionary<string, string> Databases => _databases;

    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create(
            $"Host={Host};Port={Port};Username={UserNameReference};Password={password}"
        );

    public ReferenceExpression UriExpression =>
        userName is null
            ? ReferenceExpression.Create($"postgresql://postgres:{password:uri}@{Host}:{Port}")
            : ReferenceExpression.Create(
                $"postgresql://{userName:uri}:{password:uri}@{Host}:{Port}"
            );

    public IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties() =>
        Properties(database: null);

    internal void AddDatabase(string resourceName, string databaseName) =>
        _databases.Add(resourceName, databaseName);

    internal IEnumerable<KeyValuePair<string, ReferenceExpression>> Properties(string? database)
    {
        var path = database is null ? "" : "/" + Uri.EscapeDataString(database);
        yield return new("Host", ReferenceExpression.Create($"{Host}"));
        yield return new("Port", ReferenceExpression.Create($"{Port}"));
        yield return new("Username", UserNameReference);
        yield return new("Password", ReferenceExpression.Create($"{password}"));
        yield return new("Uri", ReferenceExpression.Create($"{UriExpression}{path}"));
        yield return new(
            "JdbcConnectionString",
            ReferenceExpression.Create($"jdbc:postgresql://{Host}:{Port}{path}")
        );
        if (database is not null)
            yield return new("DatabaseName", ReferenceExpression.Create($"{database}"));
    }
}

/// <summary>A database on a PostgreSQL server.</summary>
public class PostgresDatabaseResource(
    string name,
    string databaseName,
    PostgresServerResource postgresParentResource
) : Resource(name), IResourceWithParent<PostgresServerResource>, IResourceWithConnectionString
{
    public PostgresServerResource Parent => postgresParentResource;

    public string DatabaseName => databaseName;

    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create(
            $"{(IResourceWithConnectionString)postgresParentResource};Database={databaseName}"
        );

    public IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties() =>
        postgresParentResource.Properties(databaseName);
}
