namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource under construction.</summary>
public interface IResourceBuilder<out T>
    where T : IResource
{
    IDistributedApplicationBuilder ApplicationBuilder { get; }

    T Resource { get; }

    IResourceBuilder<T> WithAnnotation<TAnnotation>(
        TAnnotation annotation,
        ResourceAnnotationMutationBehavior behavior = ResourceAnnotationMutationBehavior.Append
    )
        where TAnnotation : IResourceAnnotation;
}

/// <summary>Whether an annotation joins or displaces the ones of its type.</summary>
public enum ResourceAnnotationMutationBehavior
{
    Append,
    Replace,
}
