using System.Text.RegularExpressions;
using Pir.Testing.Processes;
using Shouldly;
using Xunit;

namespace Pir.Architecture.Tests;

/// <summary>
/// The web has one folder per feature. Features may show each other's parts and use each other's
/// clients. Pages are private to their feature, and shared code is in <c>Shared</c>.
/// </summary>
public sealed partial class WebRules
{
    private const string Shared = "Shared";

    private static readonly string Root = Repository.PathOf("src", "Web");

    private static readonly string[] Features =
    [
        .. Directory
            .GetDirectories(Root)
            .Select(d => Path.GetFileName(d)!)
            .Where(d => char.IsUpper(d[0]) && d != Shared),
    ];

    public static TheoryData<string> FeatureFolders => [.. Features];

    /// <summary>A feature that is not listed would have no pages.</summary>
    [Theory]
    [MemberData(nameof(FeatureFolders))]
    public void A_feature_registers_itself(string feature)
    {
        File.Exists(Path.Combine(Root, feature, $"{feature}Feature.cs")).ShouldBeTrue();
        File.ReadAllText(Path.Combine(Root, "WebFeatures.cs"))
            .ShouldContain($"new {feature}Feature()");
    }

    [Theory]
    [MemberData(nameof(FeatureFolders))]
    public void A_feature_does_not_use_the_pages_of_another(string feature)
    {
        var others = Features
            .Where(f => f != feature)
            .SelectMany(FilesOf)
            .Select(f => Path.GetFileName(f).Split('.')[0])
            .Where(n => PageName().IsMatch(n))
            .ToHashSet(StringComparer.Ordinal);

        Uses(feature, others).ShouldBeEmpty("move what is shared to src/Web/Shared");
    }

    [Fact]
    public void What_is_shared_knows_no_feature() =>
        FilesOf(Shared)
            .SelectMany(f => File.ReadLines(f).Select(l => $"{Path.GetFileName(f)}: {l.Trim()}"))
            .Where(l =>
                Features.Any(f => l.Contains($"using Pir.Web.{f}", StringComparison.Ordinal))
            )
            .ShouldBeEmpty();

    /// <summary>Each feature declares what it uses, so that it is visible.</summary>
    [Fact]
    public void Only_what_is_shared_is_known_everywhere() =>
        File.ReadLines(Path.Combine(Root, "_Imports.razor"))
            .Where(l => l.StartsWith("@using Pir.Web.", StringComparison.Ordinal))
            .ShouldAllBe(l => l.StartsWith("@using Pir.Web.Shared.", StringComparison.Ordinal));

    private static IEnumerable<string> Uses(string feature, HashSet<string> names) =>
        from file in FilesOf(feature)
        from match in Word().Matches(File.ReadAllText(file))
        where names.Contains(match.Value)
        select $"{Path.GetFileName(file)} uses {match.Value}";

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory
            .GetFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".cs" or ".razor");

    // IncidentPage and IncidentPages, but neither the base class nor what answers with it.
    [GeneratedRegex("^(?!I[A-Z])[A-Z][A-Za-z]+Pages?$", RegexOptions.None, 1000)]
    private static partial Regex PageName();

    [GeneratedRegex("[A-Z][A-Za-z]+", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
