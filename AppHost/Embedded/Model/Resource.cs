namespace Aspire.Hosting.ApplicationModel;

public abstract class Resource : IResource
{
    /// <exception cref="ArgumentException">
    /// The name is not 1 to 64 ASCII letters, digits and single hyphens, starting with a letter and not ending with a hyphen.
    /// </exception>
    protected Resource(string name)
    {
        Name = Valid(name);
    }

    public string Name { get; }

    public virtual ResourceAnnotationCollection Annotations { get; } = [];

    private static string Valid(string name)
    {
        var valid =
            name.Length is >= 1 and <= 64
            && char.IsAsciiLetter(name[0])
            && !name.EndsWith('-')
            && !name.Contains("--", StringComparison.Ordinal)
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
        return valid
            ? name
            : throw new ArgumentException(
                $"'{name}' is not a resource name: letters, digits and single hyphens, a letter first.",
                nameof(name)
            );
    }
}
