using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pir.AppHost.Running;

namespace Pir.AppHost.Local;

/// <summary>
/// Runs servers as private processes on loopback, for machines without a container engine. Each
/// server keeps its data and password in its own folder.
/// </summary>
internal sealed partial class LocalServers : IServerKind
{
    /// <summary>Everything in the folder of a run.</summary>
    private static readonly string[] Contents = ["lock", "data", "messaging", "cache", "postgres"];

    private readonly IDistributedApplicationBuilder _builder;
    private readonly string _directory;
    private readonly Tools _tools;

    // Held until the process ends, even if it crashes.
    private readonly FileStream _lock;

    public LocalServers(IDistributedApplicationBuilder builder, AppHostSettings settings)
    {
        _builder = builder;
        _directory = PrivateFolder.CreateFor(settings.Directory, Contents);
        _tools = new(settings.ToolPath);
        _lock = Lock();
    }

    public DatabaseServer SqlServer(string name, IEnumerable<string> databases) =>
        throw new DistributedApplicationException(
            "SQL Server runs only in a container. Start a container engine, or set "
                + $"ConnectionStrings__{name} to a server's connection string."
        );

    private FileStream Lock()
    {
        var file = Path.Combine(_directory, "lock");
        try
        {
            return PrivateFile.Lock(file);
        }
        catch (IOException taken) when (File.Exists(file))
        {
            throw new DistributedApplicationException(
                $"Another AppHost uses {_directory}. Stop it, or set Local:Directory.",
                taken
            );
        }
    }

    /// <summary>A server's folder and the password stored in it.</summary>
    private (string Folder, IResourceBuilder<ParameterResource> Password) Home(string name)
    {
        var folder = PrivateFolder.Create(Path.Combine(_directory, name));
        var password = PrivateFile.Secret(Path.Combine(folder, "password"));
        return (folder, _builder.AddParameter($"{name}-password", password, secret: true));
    }

    /// <summary>
    /// A process that holds its folder's lock until it exits. After a kill, the next one waits
    /// until the last has ended. Its files are readable by its owner only.
    /// </summary>
    private IResourceBuilder<LocalServerResource> Add(
        string name,
        string folder,
        int port,
        IReadOnlyList<string> command,
        Func<EndpointReference, ReferenceExpression> connectionString
    ) =>
        _builder
            .AddResource(new LocalServerResource(name, "sh", folder, connectionString))
            // The shell execs flock, and flock execs the server.
            .WithArgs(["-c", "umask 077; exec flock \"$@\"", "sh"])
            .WithArgs(["--no-fork", "--wait", "30", Path.Combine(folder, "lock"), .. command])
            .WithEndpoint(
                name: LocalServerResource.EndpointName,
                scheme: "tcp",
                isProxied: false,
                port: port
            )
            .RestartWhenEnded();

    /// <summary>Healthy when <paramref name="check"/> succeeds.</summary>
    private IResourceBuilder<LocalServerResource> WithCheck(
        IResourceBuilder<LocalServerResource> server,
        Func<string, CancellationToken, Task> check
    )
    {
        var key = $"{server.Resource.Name}_check";
        _builder.Services.AddHealthChecks().AddAsyncCheck(key, CheckAsync);
        return server.WithHealthCheck(key);

        async Task<HealthCheckResult> CheckAsync(CancellationToken cancellationToken)
        {
            var connectionString = await server.Resource.ConnectionStringExpression.GetValueAsync(
                cancellationToken
            );
            try
            {
                await check(connectionString!, cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception unreachable) when (unreachable is not OperationCanceledException)
            {
                return HealthCheckResult.Unhealthy(exception: unreachable);
            }
        }
    }

    private static EndpointReferenceExpression HostAndPort(EndpointReference address) =>
        address.Property(EndpointProperty.HostAndPort);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
