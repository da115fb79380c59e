namespace Pir.AppHost.Containers;

/// <summary>A SQL Server in a container.</summary>
internal sealed class SqlServerResource(string name, ParameterResource password)
    : ContainerResource(name),
        IResourceWithConnectionString
{
    public EndpointReference PrimaryEndpoint => new(this, "tcp");

    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create(
            $"Server={Address},{Port};User ID=sa;Password={password};TrustServerCertificate=true"
        );

    private EndpointReferenceExpression Address =>
        PrimaryEndpoint.Property(EndpointProperty.IPV4Host);

    private EndpointReferenceExpression Host => PrimaryEndpoint.Property(EndpointProperty.Host);

    private EndpointReferenceExpression Port => PrimaryEndpoint.Property(EndpointProperty.Port);

    private ReferenceExpression Jdbc =>
        ReferenceExpression.Create($"jdbc:sqlserver://{Host}:{Port}");

    /// <summary>Connection properties for references to its databases.</summary>
    internal IEnumerable<KeyValuePair<string, ReferenceExpression>> PropertiesOf(string database) =>
        [
            new("Host", ReferenceExpression.Create($"{Host}")),
            new("Port", ReferenceExpression.Create($"{Port}")),
            new("Username", ReferenceExpression.Create($"sa")),
            new("Password", ReferenceExpression.Create($"{password}")),
            new(
                "Uri",
                ReferenceExpression.Create($"mssql://sa:{password:uri}@{Host}:{Port}/{database}")
            ),
            new(
                "JdbcConnectionString",
                ReferenceExpression.Create(
                    $"{Jdbc};databaseName={database};trustServerCertificate=true"
                )
            ),
            new("DatabaseName", ReferenceExpression.Create($"{database}")),
        ];
}

/// <summary>A database on a SQL Server. The migrations create it.</summary>
internal sealed class SqlServerDatabaseResource(string name, SqlServerResource server)
    : Resource(name),
        IResourceWithParent<SqlServerResource>,
        IResourceWithConnectionString
{
    public SqlServerResource Parent => server;

    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create(
            $"{(IResourceWithConnectionString)server};Initial Catalog={Name}"
        );

    IEnumerable<
        KeyValuePair<string, ReferenceExpression>
    > IResourceWithConnectionString.GetConnectionProperties() => server.PropertiesOf(Name);
}
