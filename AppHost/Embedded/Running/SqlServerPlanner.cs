namespace Aspire.Hosting.Running;

/// <summary>Says that a SQL Server cannot be started here.</summary>
internal sealed class SqlServerPlanner : IPlanner
{
    public IReadOnlyList<Instance>? Plan(IResource resource) =>
        resource is SqlServerServerResource
            ? throw new DistributedApplicationException(
                $"SQL Server runs in a container only, which the embedded engine does not start: set ConnectionStrings__{resource.Name} to a server's connection string without a database (Server=...;User ID=...;Password=...;TrustServerCertificate=true)."
            )
            : null;
}
