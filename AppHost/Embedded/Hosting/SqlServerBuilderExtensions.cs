namespace Aspire.Hosting;

public static class SqlServerBuilderExtensions
{
    /// <summary>Adds a SQL Server. It can be published, not run: there is no local program to start.</summary>
    public static IResourceBuilder<SqlServerServerResource> AddSqlServer(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null
    )
    {
        var secret =
            password?.Resource
            ?? ParameterResourceBuilderExtensions.GeneratedPassword(
                builder,
                $"{name}-password",
                minLower: 1,
                minUpper: 1,
                minNumeric: 1
            );
        return builder
            .AddResource(new SqlServerServerResource(name, secret))
            .WithEndpoint(port: port, targetPort: 1433, name: "tcp")
            .WithAnnotation(
                new ContainerImageAnnotation
                {
                    Registry = "mcr.microsoft.com",
                    Image = "mssql/server",
                    Tag = "2022-latest",
                }
            )
            .WithEnvironment("ACCEPT_EULA", "Y")
            .WithEnvironment(context => context.EnvironmentVariables["MSSQL_SA_PASSWORD"] = secret);
    }

    /// <summary>Adds a database; it is named like the resource unless said otherwise.</summary>
    public static IResourceBuilder<SqlServerDatabaseResource> AddDatabase(
        this IResourceBuilder<SqlServerServerResource> builder,
        string name,
        string? databaseName = null
    ) =>
        builder.ApplicationBuilder.AddResource(
            new SqlServerDatabaseResource(name, databaseName ?? name, builder.Resource)
        );

    /// <summary>Keeps the databases in a named volume.</summary>
    public static IResourceBuilder<SqlServerServerResource> WithDataVolume(
        this IResourceBuilder<SqlServerServerResource> builder,
        string? name = null,
        bool isReadOnly = false
    ) => builder.WithVolume(name, "/var/opt/mssql", isReadOnly);
}
