namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value given from outside (<c>Parameters:name</c>), by default or generated.</summary>
public class ParameterResource : Resource, IValueProvider, IManifestExpressionProvider
{
    private readonly Func<ParameterDefault?, string> _read;

    /// <param name="name">The resource's name; the value is read from <c>Parameters:name</c>.</param>
    /// <param name="callback">Reads the value; called when something needs it, never in publish mode.</param>
    /// <param name="secret">Whether the value must not be shown.</param>
    public ParameterResource(
        string name,
        Func<ParameterDefault?, string> callback,
        bool secret = false
    )
        : base(name)
    {
        _read = callback;
        Secret = secret;
    }

    public bool Secret { get; }

    public ParameterDefault? Default { get; set; }

    public string ValueExpression => $"{{{Name}.value}}";

    /// <exception cref="DistributedApplicationException">No value is given and there is no default.</exception>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        new(Value);

    internal string Value => _read(Default);
}
