using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Reviews.Domain;

namespace Pir.Reviews.Data;

internal sealed class IncidentFactsMap : IEntityTypeConfiguration<IncidentFacts>
{
    public void Configure(EntityTypeBuilder<IncidentFacts> builder)
    {
        builder.ToTable("Incidents");
        builder.HasKey(i => i.Id);
        builder.Property(i => i.Title).HasMaxLength(IncidentFacts.MaxTitle);
        builder
            .Property(i => i.Roles)
            .HasConversion<RolesConverter, RolesComparer>()
            .HasMaxLength(400);
        builder.HasIndex(i => i.Number);
    }

    private sealed class RolesConverter()
        : ValueConverter<IReadOnlyList<IncidentRole>, string>(
            roles => string.Join(',', roles),
            text =>
                text.Split(',', StringSplitOptions.RemoveEmptyEntries)
                    .Select(r => Enum.Parse<IncidentRole>(r))
                    .ToList()
        );

    private sealed class RolesComparer()
        : ValueComparer<IReadOnlyList<IncidentRole>>(
            (a, b) => a!.SequenceEqual(b!),
            roles => roles.Count,
            roles => roles.ToList()
        );
}

internal sealed class HoldersConverter()
    : ValueConverter<IReadOnlyList<RoleHolder>, string>(
        holders => JsonSerializer.Serialize(holders, EventJson.Options),
        text => JsonSerializer.Deserialize<List<RoleHolder>>(text, EventJson.Options)!
    );

internal sealed class HoldersComparer()
    : ValueComparer<IReadOnlyList<RoleHolder>>(
        (a, b) => a!.SequenceEqual(b!),
        holders => holders.Count,
        holders => holders.ToList()
    );

/// <summary>Impact as JSON text: read and written whole.</summary>
internal sealed class ImpactConverter()
    : ValueConverter<Impact, string>(
        i => JsonSerializer.Serialize(i, EventJson.Options),
        s => JsonSerializer.Deserialize<Impact>(s, EventJson.Options)!
    );
