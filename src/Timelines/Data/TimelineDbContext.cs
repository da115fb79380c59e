using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Events;
using Pir.Platform.Persistence;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Data;

public sealed class TimelineDbContext(
    DbContextOptions<TimelineDbContext> options,
    PirDbServices services
) : PirDbContext(options, services)
{
    public DbSet<IncidentRef> Incidents => Set<IncidentRef>();
    public DbSet<TimelineEntry> Entries => Set<TimelineEntry>();
    public DbSet<Attachment> Attachments => Set<Attachment>();
    public DbSet<AttachmentContent> AttachmentContents => Set<AttachmentContent>();
    public DbSet<Activity> Activities => Set<Activity>();
    public DbSet<EvidenceUse> EvidenceUses => Set<EvidenceUse>();
    public DbSet<TimelineEntryHistory> History => Set<TimelineEntryHistory>();

    protected override string ServiceName => EventCatalog.TimelineService;
}
