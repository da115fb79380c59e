namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that has a value when the application runs.</summary>
public interface IValueProvider
{
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);
}

/// <summary>Something that is written to the manifest as an expression such as <c>{cache.bindings.tcp.port}</c>.</summary>
public interface IManifestExpressionProvider
{
    string ValueExpression { get; }
}

/// <summary>A value made of others; the manifest must contain every resource found this way.</summary>
public interface IValueWithReferences
{
    IEnumerable<object> References { get; }
}
