using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Pir.ActionTracking.Data;

/// <summary>The one row with the last number given to an action.</summary>
public sealed class ActionNumber
{
    public const int OnlyId = 1;

    public int Id { get; set; }
    public int Last { get; set; }
}

internal sealed class ActionNumberMap : IEntityTypeConfiguration<ActionNumber>
{
    public void Configure(EntityTypeBuilder<ActionNumber> entity)
    {
        entity.ToTable("ActionNumbers");
        entity.HasKey(n => n.Id);
        entity.Property(n => n.Id).ValueGeneratedNever();
        entity.HasData(new ActionNumber { Id = ActionNumber.OnlyId, Last = 0 });
    }
}
