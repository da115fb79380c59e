using System.Reflection;

namespace Pir.AppHost.Running;

/// <summary>Starts the built programs themselves.</summary>
internal static class BuiltPrograms
{
    private const string Prefix = "program:";

    /// <summary>
    /// Aspire starts a project by <c>dotnet run</c>, a wrapper that evaluates the project again,
    /// keeps 100 MB and leaves its child behind when it is killed. The AppHost's build has built
    /// the project already.
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

    // AppHost.csproj records where the build has put the program of each project.
    private static string ProgramOf(string project) =>
        typeof(BuiltPrograms)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(m => m.Key == Prefix + project)
            ?.Value
        ?? throw new DistributedApplicationException($"{project} is not part of the build.");
}
