using System.Text.RegularExpressions;

namespace Pir.Testing.Processes;

/// <summary>Locations in the source tree from which the tests were built.</summary>
public static partial class Repository
{
    /// <summary>The folder that holds PirPlatform.sln.</summary>
    public static string Root { get; } = FindRoot();

    // artifacts/bin/<project>/<pivot>/: programs are taken from the same build as the tests.
    private static string Pivot { get; } =
        Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    /// <summary>The configuration of the tests, for <c>dotnet run --configuration</c>.</summary>
    public static string Configuration { get; } =
        string.Equals(Pivot, "debug", StringComparison.OrdinalIgnoreCase) ? "Debug" : "Release";

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>
    /// The built program of a project, for <see cref="ChildProcess.StartDotnet"/>.
    /// </summary>
    /// <param name="projectFolder">
    /// Relative to the root, for example <c>src/Standalone</c> or <c>AppHost</c>.
    /// </param>
    /// <param name="variant">
    /// What the folder of a build with other switches has at its end, for example <c>plain</c>.
    /// </param>
    /// <exception cref="FileNotFoundException">
    /// The project was not built with this configuration.
    /// </exception>
    public static string ProgramOf(string projectFolder, string? variant = null)
    {
        var pivot = variant is null ? Pivot : $"{Pivot}_{variant}";
        var project = Directory.GetFiles(PathOf(projectFolder), "*.csproj").Single();
        var name = Path.GetFileNameWithoutExtension(project);
        var assembly = AssemblyName().Match(File.ReadAllText(project)) is { Success: true } match
            ? match.Groups["name"].Value
            : name;
        var program = PathOf("artifacts", "bin", name, pivot, assembly + ".dll");
        return File.Exists(program)
            ? program
            : throw new FileNotFoundException(
                $"{projectFolder} is not built ({pivot}): {program}",
                program
            );
    }

    private static string FindRoot()
    {
        for (
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            folder is not null;
            folder = folder.Parent
        )
        {
            if (File.Exists(Path.Combine(folder.FullName, "PirPlatform.sln")))
            {
                return folder.FullName;
            }
        }
        throw new DirectoryNotFoundException(
            $"No PirPlatform.sln above {AppContext.BaseDirectory}"
        );
    }

    [GeneratedRegex("<AssemblyName>(?<name>[^<]+)</AssemblyName>", RegexOptions.None, 1000)]
    private static partial Regex AssemblyName();
}
