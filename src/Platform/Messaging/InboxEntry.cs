using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Pir.Platform.Messaging;

/// <summary>
/// A message, or a single event in one, that this service has handled. Kept for seven days, because
/// operators redrive error queues days later.
/// </summary>
public sealed class InboxEntry
{
    public Guid MessageId { get; set; }
    public DateTime ReceivedAt { get; set; }

    internal static void Map(EntityTypeBuilder<InboxEntry> entity)
    {
        entity.ToTable("Inbox");
        entity.HasKey(e => e.MessageId);
        entity.HasIndex(e => e.ReceivedAt);
    }
}
