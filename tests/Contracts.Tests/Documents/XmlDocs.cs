using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Pir.Contracts.Tests.Documents;

/// <summary>The docstrings of the contracts, as Markdown.</summary>
internal sealed partial class XmlDocs
{
    private readonly Dictionary<string, XElement> _members = XDocument
        .Load(Path.Combine(AppContext.BaseDirectory, "Pir.Contracts.xml"))
        .Descendants("member")
        .ToDictionary(m => m.Attribute("name")!.Value);

    public string? Summary(Type type) => Text(Member(type)?.Element("summary"));

    /// <param name="property">
    /// As in C#: a parameter of the record's constructor, or a property of it or of its base.
    /// </param>
    public string? Property(Type type, string property) =>
        Text(
            Member(type)
                ?.Elements("param")
                .FirstOrDefault(p => p.Attribute("name")?.Value == property)
        )
        ?? Text(
            _members
                .GetValueOrDefault($"P:{type.GetProperty(property)?.DeclaringType}.{property}")
                ?.Element("summary")
        );

    private XElement? Member(Type type) => _members.GetValueOrDefault("T:" + type.FullName);

    private static string? Text(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        var parts = element
            .Nodes()
            .Select(n =>
                n switch
                {
                    XText text => text.Value,
                    XElement { Name.LocalName: "see" } see =>
                        $"`{see.Attribute("cref")!.Value.Split('.')[^1]}`",
                    XElement { Name.LocalName: "paramref" } reference =>
                        $"`{Camel(reference.Attribute("name")!.Value)}`",
                    XElement code => $"`{code.Value}`",
                    _ => "",
                }
            );
        return Spaces().Replace(string.Concat(parts), " ").Trim();
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
