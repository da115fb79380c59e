using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Pir.Gateway.Data;

/// <summary>Filters of a list that a person has saved under a name.</summary>
public sealed class SavedView
{
    public Guid Id { get; set; }
    public Guid UserId { get; set; }

    /// <summary>First segment of the page's path: <c>incidents</c>.</summary>
    public string Page { get; set; } = "";
    public string Name { get; set; } = "";

    /// <summary>The query of the page's address, without the question mark.</summary>
    public string Query { get; set; } = "";
    public DateTime CreatedAt { get; set; }
}

internal sealed class SavedViewMap : IEntityTypeConfiguration<SavedView>
{
    public void Configure(EntityTypeBuilder<SavedView> entity)
    {
        entity.ToTable("SavedViews");
        entity.Property(v => v.Page).HasMaxLength(40);
        entity.Property(v => v.Name).HasMaxLength(60);
        entity.Property(v => v.Query).HasMaxLength(1000);
        entity
            .HasIndex(v => new
            {
                v.UserId,
                v.Page,
                v.Name,
            })
            .IsUnique();
        entity
            .HasOne<User>()
            .WithMany()
            .HasForeignKey(v => v.UserId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
