using System.Text.RegularExpressions;
using Pir.Testing.Processes;
using Shouldly;
using Xunit;

namespace Pir.Architecture.Tests;

/// <summary>
/// Sample data is a client of the API. What it needs from the services makes sense by itself, and
/// none of them knows whom it serves.
/// </summary>
public sealed partial class SampleDataRules
{
    public static TheoryData<string> Places =>
        [
            "ServiceDefaults",
            "src/ActionTracking",
            "src/Contracts",
            "src/IncidentIntake",
            "src/Notifications",
            "src/Platform",
            "src/Reviews",
            "src/Timelines",
        ];

    [Theory]
    [MemberData(nameof(Places))]
    public void Nothing_but_the_gateway_and_the_pages_knows_of_sample_data(string place)
    {
        var files = Directory
            .GetFiles(Repository.PathOf(place), "*.cs", SearchOption.AllDirectories)
            .Where(f => !Path.GetRelativePath(Repository.Root, f).Split('/').Contains("obj"))
            .ToList();

        files.ShouldNotBeEmpty();
        files
            .SelectMany(file => File.ReadLines(file).Select((text, i) => (file, i, text)))
            .Where(line => Word().IsMatch(line.text))
            .Select(line =>
                $"{Path.GetRelativePath(Repository.Root, line.file)}:{line.i + 1}: {line.text}"
            )
            .ShouldBeEmpty();
    }

    [GeneratedRegex("sample(?!d|r|_rate)|invented", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Word();
}
