namespace Aspire.Hosting.Running;

/// <summary>Knows how one kind of resource becomes processes.</summary>
internal interface IPlanner
{
    /// <summary>The processes of the resource, or null if it is of another kind.</summary>
    /// <exception cref="DistributedApplicationException">It cannot be run on this machine; the message says what to install or set.</exception>
    IReadOnlyList<Instance>? Plan(IResource resource);
}
