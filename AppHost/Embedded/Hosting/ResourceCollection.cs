using System.Collections.ObjectModel;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resources in order of declaration.</summary>
public interface IResourceCollection : IList<IResource>;

/// <summary>Refuses two resources of one name.</summary>
internal sealed class ResourceCollection : Collection<IResource>, IResourceCollection
{
    protected override void InsertItem(int index, IResource item)
    {
        if (this.Any(r => string.Equals(r.Name, item.Name, StringComparison.OrdinalIgnoreCase)))
            throw new DistributedApplicationException(
                $"There are two resources named '{item.Name}'."
            );
        base.InsertItem(index, item);
    }
}
