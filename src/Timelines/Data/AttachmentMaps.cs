using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Data;

internal sealed class AttachmentMap : IEntityTypeConfiguration<Attachment>
{
    public void Configure(EntityTypeBuilder<Attachment> entity)
    {
        entity.ToTable("Attachments");
        entity.HasKey(a => a.Id);
        entity.HasIndex(a => new { a.IncidentId, a.EntryId });
        entity.Property(a => a.FileName).HasMaxLength(Attachment.MaxFileName);
        entity.Property(a => a.ContentType).HasMaxLength(40);
        entity.Property(a => a.Alt).HasMaxLength(Attachment.MaxAlt);
        entity.Property(a => a.Sha256).HasMaxLength(64);
        entity.Property(a => a.UploaderKind).HasMaxLength(TimelineEntry.MaxName);
        entity.Property(a => a.UploaderId).HasMaxLength(TimelineEntry.MaxName);
        entity.Property(a => a.UploaderName).HasMaxLength(TimelineEntry.MaxName);
        entity.Property(a => a.Link).HasMaxLength(TimelineEntry.MaxLink);
        entity.Property(a => a.Redactions).HasMaxLength(Attachment.MaxRedactions);
        entity.Ignore(a => a.Uploader);
        entity.Ignore(a => a.Kind);
    }
}

internal sealed class EvidenceUseMap : IEntityTypeConfiguration<EvidenceUse>
{
    public void Configure(EntityTypeBuilder<EvidenceUse> entity)
    {
        entity.ToTable("EvidenceUses");
        entity.HasKey(u => new { u.AttachmentId, u.EntryId });
        entity.HasIndex(u => u.IncidentId);
    }
}

internal sealed class AttachmentContentMap : IEntityTypeConfiguration<AttachmentContent>
{
    // In the database, not in a folder: replicas share it, a backup of the database is complete,
    // and the row commits together with its entry's event.
    public void Configure(EntityTypeBuilder<AttachmentContent> entity)
    {
        entity.ToTable("AttachmentContents");
        entity.HasKey(a => a.Id);
        entity
            .HasOne<Attachment>()
            .WithOne()
            .HasForeignKey<AttachmentContent>(a => a.Id)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
