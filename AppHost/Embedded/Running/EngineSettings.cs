using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Running;

/// <summary>Settings of the engine itself, all under <c>AppHost:</c>.</summary>
internal sealed record EngineSettings
{
    /// <summary>Where servers keep their data, passwords are kept and the status is written. <c>AppHost:Directory</c>.</summary>
    public required string Directory { get; init; }

    /// <summary>Folders to look for server programs in, instead of the usual ones. <c>AppHost:ToolPath</c>, separated by colons.</summary>
    public IReadOnlyList<string>? ToolPath { get; init; }

    /// <summary>How long a process may take to end before it is killed. <c>AppHost:StopTimeout</c>.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The pause before a process that ended is started again; doubled each time. <c>AppHost:RestartDelay</c>.</summary>
    public TimeSpan RestartDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The run ends when this process is gone. <c>AppHost:ParentProcess</c>; unset: the <c>dotnet run</c> that started it, if any.</summary>
    public int? ParentProcess { get; init; }

    /// <summary>Whether to start Aspire's dashboard where its command line tool is installed. <c>AppHost:Dashboard</c>.</summary>
    public bool Dashboard { get; init; } = true;

    public string SecretsFile => Path.Combine(Directory, "secrets.json");

    public string StatusFile => Path.Combine(Directory, "status.json");

    public string PortsFile => Path.Combine(Directory, "ports.json");

    public string LockFile => Path.Combine(Directory, "lock");

    public static EngineSettings From(
        IConfiguration configuration,
        string appHostDirectory,
        bool disableDashboard
    )
    {
        var section = configuration.GetSection("AppHost");
        var defaults = new EngineSettings
        {
            Directory = Path.GetFullPath(
                section["Directory"] ?? "../data/apphost",
                appHostDirectory
            ),
        };
        return defaults with
        {
            ToolPath = section["ToolPath"]?.Split(':', StringSplitOptions.RemoveEmptyEntries),
            StopTimeout = Duration(section["StopTimeout"]) ?? defaults.StopTimeout,
            RestartDelay = Duration(section["RestartDelay"]) ?? defaults.RestartDelay,
            ParentProcess = section["ParentProcess"] is { } parent
                ? int.Parse(parent, CultureInfo.InvariantCulture)
                : null,
            Dashboard =
                !disableDashboard
                && !string.Equals(
                    section["Dashboard"],
                    bool.FalseString,
                    StringComparison.OrdinalIgnoreCase
                ),
        };
    }

    private static TimeSpan? Duration(string? text) =>
        text is null ? null : TimeSpan.Parse(text, CultureInfo.InvariantCulture);
}
