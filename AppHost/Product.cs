using Pir.AppHost.Running;

namespace Pir.AppHost;

/// <summary>The product's own processes: the migrations, the services and the gateway.</summary>
internal sealed class Product
{
    public const string GatewayName = "gateway";
    public const string MigrationsName = "migrations";

    private readonly IDistributedApplicationBuilder _builder;
    private readonly AppHostSettings _settings;
    private readonly Servers _servers;
    private readonly IResourceBuilder<ProjectResource> _migrations;

    public Product(
        IDistributedApplicationBuilder builder,
        AppHostSettings settings,
        Servers servers
    )
    {
        _builder = builder;
        _settings = settings;
        _servers = servers;
        // Migrates the databases, creates the first key, declares the queues, and exits.
        _migrations = Project<Projects.Migrations>(MigrationsName);
        foreach (var database in servers.Database.Databases.Values)
            _migrations
                .WithReference(database)
                .WaitFor(database, WaitBehavior.WaitOnResourceUnavailable);
        if (servers.Database.Server is { } server)
            _migrations.WaitFor(server, WaitBehavior.WaitOnResourceUnavailable);
    }

    private bool IsRun => _builder.ExecutionContext.IsRunMode;

    /// <summary>A process with its own database, a port and a health check.</summary>
    public IResourceBuilder<ProjectResource> Service<TProject>(
        string name,
        string database,
        int? port = null
    )
        where TProject : IProjectMetadata, new()
    {
        var service = Project<TProject>(name)
            .WithHttpEndpoint(port: port)
            .WithHttpHealthCheck("/health")
            .WithReplicas(_settings.Replicas)
            .WaitForCompletion(_migrations)
            .RestartWhenEnded();
        return _servers.Database.Databases.TryGetValue(database, out var source)
            ? service.WithReference(source)
            : service;
    }

    /// <summary>The entry point in front of the services.</summary>
    public void Gateway(
        string database,
        params IReadOnlyList<IResourceBuilder<ProjectResource>> services
    )
    {
        int? port = IsRun ? _settings.GatewayPort : null;
        var gateway = Service<Projects.Gateway>(GatewayName, database, port)
            .WithExternalHttpEndpoints();
        foreach (var service in services)
            gateway.WithReference(service);
        if (BootstrapToken() is { } token)
            gateway.WithEnvironment("Identity__BootstrapToken", token);
        if (IsRun && _builder.Configuration["Gateway:PublicUrl"] is null)
            gateway.WithEnvironment("Gateway__PublicUrl", gateway.GetEndpoint("http"));
    }

    // Without it the gateway prints a one-time setup link.
    private IResourceBuilder<ParameterResource>? BootstrapToken() =>
        !IsRun ? _builder.AddParameter("identity-bootstrap-token", secret: true)
        : string.IsNullOrEmpty(_settings.BootstrapToken) ? null
        : _builder.AddParameter("identity-bootstrap-token", _settings.BootstrapToken, secret: true);

    /// <summary>
    /// Settings that every process gets: the broker, the shared cache and the data folder.
    /// </summary>
    private IResourceBuilder<ProjectResource> Project<TProject>(string name)
        where TProject : IProjectMetadata, new()
    {
        var project = _builder
            .AddProject<TProject>(name, launchProfileName: null)
            .WithReference(_servers.Messaging)
            .WithReference(_servers.Cache)
            .WithEnvironment("Data__Provider", _settings.Provider)
            .WaitFor(_servers.Messaging, WaitBehavior.WaitOnResourceUnavailable)
            .WaitFor(_servers.Cache, WaitBehavior.WaitOnResourceUnavailable);
        return IsRun
            ? project
                .StartedWithoutWrapper()
                .WithEnvironment("Data__Directory", _settings.DataDirectory)
            : project;
    }
}
