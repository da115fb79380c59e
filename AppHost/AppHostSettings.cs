using Microsoft.Extensions.Configuration;

namespace Pir.AppHost;

/// <summary>
/// The settings, from the command line or the environment. docs/operations.md lists them.
/// </summary>
internal sealed record AppHostSettings
{
    /// <summary>sqlite, postgresql or sqlserver.</summary>
    public required string Provider { get; init; }

    /// <summary>Folder for the data and passwords of the private servers.</summary>
    public required string Directory { get; init; }

    /// <summary>Folder for the services' SQLite files and keys.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Number of processes per service.</summary>
    public required int Replicas { get; init; }

    public required int GatewayPort { get; init; }

    /// <summary>
    /// Whether servers run as containers. Null: only if a container engine responds.
    /// </summary>
    public required bool? Containers { get; init; }

    /// <summary>Token of an initial administrator, for scripts.</summary>
    public required string? BootstrapToken { get; init; }

    public required string? AllowPrivateTargets { get; init; }

    /// <summary>If set, the only folders in which to look for the servers' programs.</summary>
    public required IReadOnlyList<string>? ToolPath { get; init; }

    public static AppHostSettings Read(IDistributedApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        var directory = Full(settings["Local:Directory"] ?? "../data/apphost");
        return new()
        {
            // Machines cannot share a SQLite file, so a published manifest uses a database server.
            Provider =
                settings["Data:Provider"]
                ?? (builder.ExecutionContext.IsRunMode ? "sqlite" : "sqlserver"),
            Directory = directory,
            DataDirectory = Full(settings["Data:Directory"] ?? Path.Combine(directory, "data")),
            Replicas = settings.GetValue("Replicas", 1),
            GatewayPort = settings.GetValue("Gateway:Port", 8080),
            Containers = settings.GetValue<bool?>("Local:Containers"),
            BootstrapToken =
                settings["Parameters:identity-bootstrap-token"]
                ?? settings["Identity:BootstrapToken"],
            AllowPrivateTargets = settings["Notification:AllowPrivateTargets"],
            ToolPath = settings["Local:ToolPath"]?.Split(':'),
        };

        string Full(string path) => Path.GetFullPath(path, builder.AppHostDirectory);
    }
}
