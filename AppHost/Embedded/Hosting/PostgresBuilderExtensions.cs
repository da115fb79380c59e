namespace Aspire.Hosting;

public static class PostgresBuilderExtensions
{
    /// <summary>Adds a PostgreSQL server.</summary>
    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null
    )
    {
        var secret =
            password?.Resource
            ?? ParameterResourceBuilderExtensions.GeneratedPassword(builder, $"{name}-password");
        return builder
            .AddResource(new PostgresServerResource(name, userName?.Resource, secret))
            .WithEndpoint(port: port, targetPort: 5432, name: "tcp")
            .WithAnnotation(
                new ContainerImageAnnotation
                {
                    Registry = "docker.io",
                    Image = "library/postgres",
                    Tag = "18.3",
                }
            )
            .WithEnvironment("POSTGRES_HOST_AUTH_METHOD", "scram-sha-256")
            .WithEnvironment(
                "POSTGRES_INITDB_ARGS",
                "--auth-host=scram-sha-256 --auth-local=scram-sha-256"
            )
            .WithEnvironment(context =>
            {
                var server = (PostgresServerResource)context.Resource;
                context.EnvironmentVariables["POSTGRES_USER"] = server.UserNameReference;
                context.EnvironmentVariables["POSTGRES_PASSWORD"] = server.PasswordParameter;
            });
    }

    /// <summary>Adds a database, created when the server is ready; it is named like the resource unless said otherwise.</summary>
    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(
        this IResourceBuilder<PostgresServerResource> builder,
        string name,
        string? databaseName = null
    )
    {
        builder.Resource.AddDatabase(name, databaseName ?? name);
        return builder.ApplicationBuilder.AddResource(
            new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource)
        );
    }

    /// <summary>Keeps the databases in a named volume. A local run always keeps them.</summary>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(
        this IResourceBuilder<PostgresServerResource> builder,
        string? name = null,
        bool isReadOnly = false
    ) =>
        // PostgreSQL 18's image keeps its data one folder higher than the older ones.
        builder.WithVolume(name, "/var/lib/postgresql", isReadOnly);
}
