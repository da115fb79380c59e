namespace Aspire.Hosting.ApplicationModel;

/// <summary>A SQL Server: a container in the manifest. There is no local program for it; a run needs a connection string instead.</summary>
public class SqlServerServerResource(string name, ParameterResource password)
    : ContainerResource(name),
        IResourceWithConnectionString
{
    public EndpointReference PrimaryEndpoint => new(this, "tcp");

    public EndpointReferenceExpression Host => PrimaryEndpoint.Property(EndpointProperty.Host);

    public EndpointReferenceExpression Port => PrimaryEndpoint.Property(EndpointProperty.Port);

    public ParameterResource PasswordParameter => password;

    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create(
            $"Server={PrimaryEndpoint.Property(EndpointProperty.IPV4Host)},{Port};User ID=sa;Password={password};TrustServerCertificate=true"
        );

    public ReferenceExpression UriExpression =>
        ReferenceExpression.Create($"mssql://sa:{password:uri}@{Host}:{Port}");

    public IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties() =>
        Properties(database: null);

    internal IEnumerable<KeyValuePair<string, ReferenceExpression>> Properties(string? database)
    {
        var path = database is null ? "" : "/" + Uri.EscapeDataString(database);
        var jdbc = database is null ? "" : $";databaseName={Uri.EscapeDataString(database)}";
        yield return new("Host", ReferenceExpression.Create($"{Host}"));
        yield return new("Port", ReferenceExpression.Create($"{Port}"));
        yield return new("Username", ReferenceExpression.Create($"sa"));
        yield return new("Password", ReferenceExpression.Create($"{password}"));
        yield return new("Uri", ReferenceExpression.Create($"{UriExpression}{path}"));
        yield return new(
            "JdbcConnectionString",
            ReferenceExpression.Create(
                $"jdbc:sqlserver://{Host}:{Port}{jdbc};trustServerCertificate=true"
            )
        );
        if (database is not null)
            yield return new("DatabaseName", ReferenceExpression.Create($"{database}"));
    }
}

/// <summary>A database on a SQL Server.</summary>
public class SqlServerDatabaseResource(
    string name,
    string databaseName,
    SqlServerServerResource parent
) : Resource(name), IResourceWithParent<SqlServerServerResource>, IResourceWithConnectionString
{
    public SqlServerServerResource Parent => parent;

    public string DatabaseName => databaseName;

    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create(
            $"{(IResourceWithConnectionString)parent};Initial Catalog={databaseName}"
        );

    public IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties() =>
        parent.Properties(databaseName);
}
