namespace Aspire.Hosting.ApplicationModel;

/// <summary>A connection string made of other resources' values.</summary>
public sealed class ConnectionStringResource(string name, ReferenceExpression expression)
    : Resource(name),
        IResourceWithConnectionString,
        IResourceWithWaitSupport
{
    public ReferenceExpression ConnectionStringExpression => expression;
}

/// <summary>A connection string given from outside, as <c>ConnectionStrings:name</c>.</summary>
internal sealed class ConnectionStringParameterResource
    : ParameterResource,
        IResourceWithConnectionString
{
    public ConnectionStringParameterResource(
        string name,
        Func<ParameterDefault?, string> callback,
        string? environmentVariableName
    )
        : base(name, callback, secret: true)
    {
        ConnectionStringEnvironmentVariable = environmentVariableName;
    }

    public string? ConnectionStringEnvironmentVariable { get; }

    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"{(ParameterResource)this}");

    public IEnumerable<object> References => [this];

    string IManifestExpressionProvider.ValueExpression => $"{{{Name}.connectionString}}";

    ValueTask<string?> IValueProvider.GetValueAsync(CancellationToken cancellationToken) =>
        GetValueAsync(cancellationToken);
}
