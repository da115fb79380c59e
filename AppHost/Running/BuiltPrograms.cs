using System.Reflection;

namespace Pir.AppHost.Running;

/// <summary>Starts the built programs directly.</summary>
internal static class BuiltPrograms
{
    private const string Prefix = "program:";

    /// <summary>
    /// Aspire starts a project with <c>dotnet run</c>, a wrapper that evaluates the project again,
    /// uses 100 MB and orphans its child when killed. The AppHost's build has already built the
    /// project.
    /// </summary>
    public static IResourceBuilder<ProjectResource> StartedWithoutWrapper(
        this IResourceBuilder<ProjectResource> project
    )
    {
        var path = project.Resource.GetProjectMetadata().ProjectPath;
        return project
            .WithAnnotation(
                new ExecutableAnnotation
                {
                    Command = "dotnet",
                    WorkingDirectory = Path.GetDirectoryName(path)!,
                }
            )
            .WithArgs(ProgramOf(path));
    }

    // AppHost.csproj records where the build put each project's program.
    private static string ProgramOf(string project) =>
        typeof(BuiltPrograms)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(m => m.Key == Prefix + project)
            ?.Value
        ?? throw new DistributedApplicationException($"{project} is not part of the build.");
}
