using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Pir.Gateway.Data;

/// <summary>
/// An incident of the sample data, recorded before it is opened. Everything else that loading
/// creates belongs to one of these incidents, so this is the list of what to remove.
/// </summary>
public sealed class LoadedIncident
{
    public Guid Id { get; init; }

    /// <summary>Which of the company's incidents it is, from 1.</summary>
    public int Number { get; init; }
}

internal sealed class LoadedIncidentMap : IEntityTypeConfiguration<LoadedIncident>
{
    public void Configure(EntityTypeBuilder<LoadedIncident> entity)
    {
        entity.ToTable("LoadedIncidents");
        entity.HasIndex(i => i.Number).IsUnique();
    }
}
