using System.Text.RegularExpressions;
using Pir.Testing.Processes;
using Shouldly;
using Xunit;

namespace Pir.Architecture.Tests;

/// <summary>Assertions are made in every run of a test.</summary>
public sealed partial class AssertionRules
{
    [Fact]
    public void No_assertion_is_left_out_where_a_value_is_missing()
    {
        var files = Directory
            .GetFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            .ToList();

        files.ShouldNotBeEmpty();
        files
            .SelectMany(file => Skipped().Matches(File.ReadAllText(file)).Select(m => (file, m)))
            .Select(found =>
                $"{Path.GetRelativePath(Repository.Root, found.file)}: {found.m.Value} "
                + "is not run for null; put (…) around what is before Should"
            )
            .ShouldBeEmpty();
    }

    // A null-conditional access that ends in an assertion without brackets in between.
    [GeneratedRegex(
        @"\?(?:\.\w+|\[[^\]]*\])(?:\([^()]*\))?(?:\s*[!?]?\.\w+(?:\([^()]*\))?)*?\s*\.Should\w+\(",
        RegexOptions.None,
        10_000
    )]
    private static partial Regex Skipped();
}
