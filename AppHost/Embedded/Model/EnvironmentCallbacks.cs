namespace Aspire.Hosting.ApplicationModel;

/// <summary>Collects a resource's environment variables. Values are strings or things with a value or an expression.</summary>
public sealed class EnvironmentCallbackContext(
    DistributedApplicationExecutionContext executionContext,
    IResource resource
)
{
    public Dictionary<string, object> EnvironmentVariables { get; } = new(StringComparer.Ordinal);

    public DistributedApplicationExecutionContext ExecutionContext => executionContext;

    public IResource Resource => resource;
}

/// <summary>Adds variables when the resource is started or published, not when it is declared.</summary>
public sealed class EnvironmentCallbackAnnotation(Action<EnvironmentCallbackContext> callback)
    : IResourceAnnotation
{
    public Action<EnvironmentCallbackContext> Callback => callback;
}

/// <summary>Adds command line arguments when the resource is started or published.</summary>
public sealed class CommandLineArgsCallbackAnnotation(Action<IList<object>> callback)
    : IResourceAnnotation
{
    public Action<IList<object>> Callback => callback;
}
