namespace Aspire.Hosting.Running;

/// <summary>What a resource waits for before it is started.</summary>
internal sealed class WaitList(IReadOnlyDictionary<IResource, ResourceProgress> progress)
{
    /// <summary>Completes when every wait of the resource is over.</summary>
    public async Task WaitAsync(IResource resource, CancellationToken cancellationToken)
    {
        foreach (var wait in resource.Annotations.OfType<WaitAnnotation>())
            await WaitAsync(wait, cancellationToken);
    }

    /// <summary>The process-backed resources it waits for directly; a database stands for its server.</summary>
    public IEnumerable<IResource> Dependencies(IResource resource) =>
        resource
            .Annotations.OfType<WaitAnnotation>()
            .Select(w => Backing(w.Resource))
            .Where(r => r is not null && progress.ContainsKey(r))!;

    private async Task WaitAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        // A connection string from outside has no process to wait for.
        if (
            Backing(wait.Resource) is not { } backing
            || !progress.TryGetValue(backing, out var other)
        )
            return;
        switch (wait.WaitType)
        {
            case WaitType.WaitForCompletion:
                await other.Ended.WaitAsync(cancellationToken);
                break;
            case WaitType.WaitUntilStarted:
                await other.Started.WaitAsync(cancellationToken);
                break;
            default:
                await other.Healthy.WaitAsync(cancellationToken);
                break;
        }
    }

    private static IResource? Backing(IResource resource) =>
        resource switch
        {
            IResourceWithParent<IResource> child => child.Parent,
            _ => resource,
        };
}
