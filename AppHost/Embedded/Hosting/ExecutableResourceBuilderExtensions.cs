namespace Aspire.Hosting;

public static class ExecutableResourceBuilderExtensions
{
    /// <summary>Adds a program. <paramref name="workingDirectory"/> is relative to the AppHost's folder.</summary>
    public static IResourceBuilder<ExecutableResource> AddExecutable(
        this IDistributedApplicationBuilder builder,
        string name,
        string command,
        string workingDirectory,
        params string[]? args
    )
    {
        var directory = Path.GetFullPath(workingDirectory, builder.AppHostDirectory);
        return builder
            .AddResource(new ExecutableResource(name, command, directory))
            .WithArgs(args ?? []);
    }
}
