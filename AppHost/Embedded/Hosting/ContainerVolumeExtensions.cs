namespace Aspire.Hosting;

internal static class ContainerVolumeExtensions
{
    /// <exception cref="DistributedApplicationException">No name is given: Aspire derives one from the machine's paths, which a manifest in a repository must not depend on.</exception>
    public static IResourceBuilder<T> WithVolume<T>(
        this IResourceBuilder<T> builder,
        string? name,
        string target,
        bool isReadOnly
    )
        where T : ContainerResource =>
        builder.WithAnnotation(
            new ContainerVolumeAnnotation(
                name
                    ?? throw new DistributedApplicationException(
                        $"Give the volume of '{builder.Resource.Name}' a name."
                    ),
                target,
                isReadOnly
            )
        );
}
