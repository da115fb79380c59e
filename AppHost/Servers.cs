using Microsoft.Extensions.Configuration;
using Pir.AppHost.Containers;
using Pir.AppHost.Local;

namespace Pir.AppHost;

/// <summary>The servers shared by the product's processes.</summary>
/// <param name="Description">Describes them on the console.</param>
internal sealed record Servers(
    IResourceBuilder<IResourceWithConnectionString> Messaging,
    IResourceBuilder<IResourceWithConnectionString> Cache,
    DatabaseServer Database,
    string Description
)
{
    private static readonly string[] Databases =
    [
        "intakedb",
        "timelinedb",
        "reviewdb",
        "actiondb",
        "notificationdb",
        "gatewaydb",
    ];

    /// <summary>
    /// Servers with a configured connection string are used as they are. The others are started, as
    /// containers if an engine responds, otherwise as processes.
    /// </summary>
    /// <exception cref="DistributedApplicationException">Something required is missing.</exception>
    public static Servers Choose(IDistributedApplicationBuilder builder, AppHostSettings settings)
    {
        var (kind, description) = Kind(builder, settings);
        return new(
            GivenOr("messaging", () => kind.RabbitMQ("messaging")),
            GivenOr("cache", () => kind.Redis("cache")),
            Database(),
            description
        );

        DatabaseServer Database() =>
            settings.Provider switch
            {
                "sqlite" when builder.ExecutionContext.IsRunMode => DatabaseServer.None,
                "postgresql" => Given("postgres") is { } given
                    ? DatabaseServer.On(given, "Database", Databases)
                    : kind.PostgreSql("postgres", Databases),
                "sqlserver" => Given("sql") is { } given
                    ? DatabaseServer.On(given, "Initial Catalog", Databases)
                    : kind.SqlServer("sql", Databases),
                _ => throw new DistributedApplicationException(
                    $"Data:Provider is '{settings.Provider}'; a run knows sqlite, postgresql and "
                        + "sqlserver, a deployment postgresql and sqlserver."
                ),
            };

        IResourceBuilder<IResourceWithConnectionString> GivenOr(
            string name,
            Func<IResourceBuilder<IResourceWithConnectionString>> add
        ) => Given(name) ?? add();

        IResourceBuilder<IResourceWithConnectionString>? Given(string name) =>
            builder.ExecutionContext.IsRunMode
            && !string.IsNullOrEmpty(builder.Configuration.GetConnectionString(name))
                ? builder.AddConnectionString(name)
                : null;
    }

    private static (IServerKind Kind, string Description) Kind(
        IDistributedApplicationBuilder builder,
        AppHostSettings settings
    )
    {
        if (!builder.ExecutionContext.IsRunMode)
            return (new ContainerServers(builder), "as published");
        var engine = builder.Configuration["ASPIRE_CONTAINER_RUNTIME"] ?? "docker";
        if (settings.Containers is not false && ContainerEngine.Answers(engine))
            return (new ContainerServers(builder), $"containers, since {engine} answers");
        if (settings.Containers is true)
            throw new DistributedApplicationException(
                $"Local:Containers is true, but {engine} is not responding. Start it, or leave the "
                    + "setting out."
            );
        var reason = settings.Containers is false ? "" : $", because {engine} is not responding";
        return (
            new LocalServers(builder, settings),
            $"processes of this machine{reason}; data in {settings.Directory}"
        );
    }
}
