namespace Aspire.Hosting;

public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a value that is read from <c>Parameters:name</c>.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder,
        string name,
        bool secret = false
    ) => builder.AddResource(new ParameterResource(name, Reader(builder, name), secret));

    /// <summary>Adds a value that is <paramref name="value"/> unless <c>Parameters:name</c> says otherwise.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder,
        string name,
        string value,
        bool publishValueAsDefault = false,
        bool secret = false
    ) =>
        publishValueAsDefault
            ? throw new DistributedApplicationException(
                "The embedded engine does not publish parameter values."
            )
            : builder.AddResource(
                new ParameterResource(name, _ => Configured(builder, name) ?? value, secret)
            );

    /// <summary>Adds a connection string that is read from <c>ConnectionStrings:name</c>.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(
        this IDistributedApplicationBuilder builder,
        string name,
        string? environmentVariableName = null
    ) =>
        builder.AddResource(
            new ConnectionStringParameterResource(
                name,
                _ =>
                    builder.Configuration[$"ConnectionStrings:{name}"]
                    ?? throw Missing($"ConnectionStrings__{name}"),
                environmentVariableName
            )
        );

    /// <summary>Adds a connection string made of other values.</summary>
    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(
        this IDistributedApplicationBuilder builder,
        string name,
        ReferenceExpression expression
    ) => builder.AddResource(new ConnectionStringResource(name, expression));

    /// <summary>A password nobody has to choose: generated at the first run and kept. Declared by the resource that uses it.</summary>
    internal static ParameterResource GeneratedPassword(
        IDistributedApplicationBuilder builder,
        string name,
        bool special = true,
        int minLower = 0,
        int minUpper = 0,
        int minNumeric = 0
    ) =>
        new(name, Reader(builder, name), secret: true)
        {
            Default = new GenerateParameterDefault
            {
                Special = special,
                MinLower = minLower,
                MinUpper = minUpper,
                MinNumeric = minNumeric,
            },
        };

    private static Func<ParameterDefault?, string> Reader(
        IDistributedApplicationBuilder builder,
        string name
    ) =>
        preset =>
            Configured(builder, name)
            ?? (
                preset is null
                    ? throw Missing($"Parameters__{name}")
                    : ((DistributedApplicationBuilder)builder).Secrets.GetOrAdd(
                        name,
                        preset.GetDefaultValue
                    )
            );

    private static string? Configured(IDistributedApplicationBuilder builder, string name) =>
        builder.Configuration[$"Parameters:{name}"]
        ?? builder.Configuration[$"Parameters:{name.Replace('-', '_')}"];

    private static DistributedApplicationException Missing(string variable) =>
        new(
            $"A value is missing: set {variable.Replace('-', '_')} in the environment (or the same key in the configuration)."
        );
}
