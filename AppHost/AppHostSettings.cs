using Microsoft.Extensions.Configuration;

namespace Pir.AppHost;

/// <summary>
/// What can be set, from the command line or the environment; docs/operations.md lists it.
/// </summary>
internal sealed record AppHostSettings
{
    /// <summary>sqlite, postgresql or sqlserver.</summary>
    public required string Provider { get; init; }

    /// <summary>Where the private servers keep their data and passwords.</summary>
    public required string Directory { get; init; }

    /// <summary>Where the services keep SQLite files and keys.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Processes of each service.</summary>
    public required int Replicas { get; init; }

    public required int GatewayPort { get; init; }

    /// <summary>Whether servers are containers; null asks whether an engine answers.</summary>
    public required bool? Containers { get; init; }

    /// <summary>Gives scripts an administrator from the start.</summary>
    public required string? BootstrapToken { get; init; }

    public required string? AllowPrivateTargets { get; init; }

    /// <summary>Folders in which alone the servers' programs are looked for.</summary>
    public required IReadOnlyList<string>? ToolPath { get; init; }

    public static AppHostSettings Read(IDistributedApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        var directory = Full(settings["Local:Directory"] ?? "../data/apphost");
        return new()
        {
            // A file cannot be shared between machines: what is published has a database server.
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
