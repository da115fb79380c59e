using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Pir.Testing.Processes;
using Shouldly;
using Xunit;

namespace Pir.Architecture.Tests;

/// <summary>
/// Which project may depend on which. Checked twice: in the references of the compiled assemblies,
/// and in the project files, which also show unused references.
/// </summary>
public sealed class ReferenceRules
{
    private static readonly string[] Services =
    [
        "IncidentIntake",
        "Timelines",
        "Reviews",
        "ActionTracking",
        "Notifications",
    ];

    // Project → the projects on which it may depend. Standalone hosts everything. The migrations
    // know every database.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Contracts"] = [],
        ["Formatting"] = [],
        ["Platform"] = ["Contracts"],
        ["ServiceDefaults"] = ["Contracts", "Platform"],
        ["IncidentIntake"] = ["Contracts", "Platform", "ServiceDefaults"],
        ["Timelines"] = ["Contracts", "Platform", "ServiceDefaults"],
        ["Reviews"] = ["Contracts", "Formatting", "Platform", "ServiceDefaults"],
        ["ActionTracking"] = ["Contracts", "Platform", "ServiceDefaults"],
        ["Notifications"] = ["Contracts", "Platform", "ServiceDefaults"],
        ["Web"] = ["Contracts", "Formatting"],
        ["Gateway"] = ["Contracts", "Platform", "ServiceDefaults", "Web"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    public static TheoryData<string> ServiceProjects => [.. Services];

    [Theory]
    [MemberData(nameof(Projects))]
    public void An_assembly_refers_only_to_what_it_may_know(string project)
    {
        var ours = ReferencesOf(project).Where(r => r.StartsWith("Pir.", StringComparison.Ordinal));

        ours.Except(Allowed[project].Select(AssemblyNameOf)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void An_assembly_and_its_namespaces_are_named_after_the_project(string project)
    {
        var name = "Pir." + project;

        AssemblyNameOf(project).ShouldBe(name);
        Assembly
            .Load(name)
            .GetTypes()
            .Where(type => type.Namespace?.StartsWith("Pir", StringComparison.Ordinal) == true)
            .Select(type => type.Namespace!)
            .Where(space =>
                space != name && !space.StartsWith(name + ".", StringComparison.Ordinal)
            )
            .Distinct()
            .ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_file_refers_only_to_what_it_may_know(string project)
    {
        var referred = Elements(project, "ProjectReference")
            .Select(r =>
                Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/'))
            );

        referred.Except(Allowed[project]).ShouldBeEmpty();
    }

    [Fact]
    public void Contracts_know_nothing_but_the_framework()
    {
        Elements("Contracts", "PackageReference").ShouldBeEmpty();
        ReferencesOf("Contracts")
            .ShouldAllBe(r => r.StartsWith("System.", StringComparison.Ordinal));
    }

    /// <summary>It moves events. Their meaning is up to the services.</summary>
    [Fact]
    public void The_platform_knows_of_the_contracts_only_what_every_event_has() =>
        TypesUsed("Platform", "Pir.Contracts")
            .Select(t => t.Namespace)
            .Distinct()
            .ShouldBe(["Pir.Contracts.Events"]);

    [Theory]
    [MemberData(nameof(ServiceProjects))]
    public void A_service_does_not_know_which_bus_carries_its_events(string service) =>
        ReferencesOf(service)
            .Where(r =>
                r.StartsWith("MassTransit", StringComparison.Ordinal)
                || r.StartsWith("RabbitMQ", StringComparison.Ordinal)
            )
            .ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(ServiceProjects))]
    public void Decisions_touch_no_database_and_no_web(string service)
    {
        string[] outside =
        [
            "Microsoft.EntityFrameworkCore",
            "Microsoft.AspNetCore",
            "System.Net.Http",
            "System.IO",
        ];
        var found =
            from file in Directory.GetFiles(
                Repository.PathOf("src", service),
                "*.cs",
                SearchOption.AllDirectories
            )
            where file.Contains("/Domain/", StringComparison.Ordinal)
            from line in File.ReadLines(file)
            where
                line.StartsWith("using ", StringComparison.Ordinal)
                && outside.Any(o => line.Contains(o, StringComparison.Ordinal))
            select $"{Path.GetFileName(file)}: {line}";

        found.ShouldBeEmpty();
    }

    [Fact]
    public void Package_versions_are_pinned_in_one_place()
    {
        var files = Directory
            .GetFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(f =>
                !f.Contains("/artifacts/", StringComparison.Ordinal)
                && !f.Contains("/node_modules/", StringComparison.Ordinal)
            );
        var pinned =
            from file in files
            from reference in XDocument.Load(file).Descendants("PackageReference")
            where
                reference.Attribute("Version") is not null
                || reference.Attribute("VersionOverride") is not null
            select $"{Path.GetFileName(file)}: {reference.Attribute("Include")?.Value}";

        pinned.ShouldBeEmpty();
    }

    [Fact]
    public void Every_project_under_src_has_its_rule()
    {
        string[] free = ["Standalone", "Migrations"];
        var folders = Directory
            .GetDirectories(Repository.PathOf("src"))
            .Select(Path.GetFileName)
            .Except(free);

        folders.Order().ShouldBe(Allowed.Keys.Except(["ServiceDefaults"]).Order());
    }

    private static string FolderOf(string project) =>
        project == "ServiceDefaults"
            ? Repository.PathOf(project)
            : Repository.PathOf("src", project);

    private static IEnumerable<XElement> Elements(string project, string name) =>
        XDocument.Load(Path.Combine(FolderOf(project), project + ".csproj")).Descendants(name);

    private static string AssemblyNameOf(string project) =>
        Elements(project, "AssemblyName").Single().Value;

    private static List<string> ReferencesOf(string project)
    {
        using var assembly = new PEReader(
            File.OpenRead(Path.Combine(AppContext.BaseDirectory, AssemblyNameOf(project) + ".dll"))
        );
        var reader = assembly.GetMetadataReader();
        return
        [
            .. reader.AssemblyReferences.Select(h =>
                reader.GetString(reader.GetAssemblyReference(h).Name)
            ),
        ];
    }

    private static List<(string Namespace, string Name)> TypesUsed(string project, string from)
    {
        using var assembly = new PEReader(
            File.OpenRead(Path.Combine(AppContext.BaseDirectory, AssemblyNameOf(project) + ".dll"))
        );
        var reader = assembly.GetMetadataReader();
        return
        [
            .. reader
                .TypeReferences.Select(reader.GetTypeReference)
                .Where(t => t.ResolutionScope.Kind == HandleKind.AssemblyReference)
                .Where(t =>
                    reader.GetString(
                        reader.GetAssemblyReference((AssemblyReferenceHandle)t.ResolutionScope).Name
                    ) == from
                )
                .Select(t => (reader.GetString(t.Namespace), reader.GetString(t.Name))),
        ];
    }
}
