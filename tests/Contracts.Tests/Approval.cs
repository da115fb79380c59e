using Pir.Testing.Processes;
using Shouldly;

namespace Pir.Contracts.Tests;

/// <summary>
/// Compares generated text with the file in the repository; with <c>PIR_APPROVE=1</c> writes the
/// file instead.
/// </summary>
internal static class Approval
{
    public static bool IsApproving => Environment.GetEnvironmentVariable("PIR_APPROVE") == "1";

    public static string PathOfSnapshot(string name) =>
        Repository.PathOf("tests", "Contracts.Tests", "Approved", name + ".json");

    public static void Check(string path, string generated)
    {
        if (IsApproving)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, generated);
            return;
        }

        var shown = Path.GetRelativePath(Repository.Root, path);
        File.Exists(path).ShouldBeTrue($"{shown} is missing; {Remedy}");
        File.ReadAllText(path).ShouldBe(generated, $"{shown} is not current; {Remedy}");
    }

    private const string Remedy =
        "when the change is meant, ./build.sh docs writes it: read the diff, then commit it.";
}
