using Microsoft.Extensions.DependencyInjection;

namespace Pir.AppHost.Containers;

/// <summary>
/// The part of Aspire.Hosting.SqlServer that we need. Not every registry has that package.
/// </summary>
internal static class SqlServerExtensions
{
    public static IResourceBuilder<SqlServerResource> AddSqlServer(
        this IDistributedApplicationBuilder builder,
        string name
    )
    {
        var password = ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(
            builder,
            $"{name}-password",
            minLower: 1,
            minUpper: 1,
            minNumeric: 1
        );
        var server = builder
            .AddResource(new SqlServerResource(name, password))
            .WithImage("mssql/server", "2022-latest")
            .WithImageRegistry("mcr.microsoft.com")
            .WithEndpoint(targetPort: 1433, name: "tcp")
            .WithEnvironment("ACCEPT_EULA", "Y")
            .WithEnvironment(context =>
                context.EnvironmentVariables["MSSQL_SA_PASSWORD"] = password
            )
            .WithVolume($"pir-{name}", "/var/opt/mssql");
        string? connectionString = null;
        server.OnConnectionStringAvailable(
            async (resource, _, cancellationToken) =>
                connectionString = await resource.ConnectionStringExpression.GetValueAsync(
                    cancellationToken
                )
        );
        builder
            .Services.AddHealthChecks()
            .AddSqlServer(
                _ =>
                    connectionString
                    ?? throw new InvalidOperationException("The SQL Server has no address yet."),
                name: $"{name}_check"
            );
        return server.WithHealthCheck($"{name}_check");
    }

    public static IResourceBuilder<SqlServerDatabaseResource> AddDatabase(
        this IResourceBuilder<SqlServerResource> server,
        string name
    ) =>
        server.ApplicationBuilder.AddResource(new SqlServerDatabaseResource(name, server.Resource));
}
