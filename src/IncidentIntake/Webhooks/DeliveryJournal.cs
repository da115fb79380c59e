using System.IO.Compression;
using System.Text;
using Pir.IncidentIntake.Data;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>A delivery in the journal.</summary>
public sealed record JournalEntry(
    Guid Id,
    Guid SourceId,
    DateTime ReceivedAt,
    string? ContentType,
    int Accepted,
    int Ignored,
    byte[] Body,
    IReadOnlyList<string> Notices,
    IReadOnlyList<string> Decisions
);

/// <summary>
/// Packs the bodies of one commit into one compressed row: a third of the size of single rows, and
/// one insert instead of many.
/// </summary>
public sealed class DeliveryJournal : IDisposable
{
    /// <summary>Most deliveries in a group: its id leaves two bytes for the position.</summary>
    public const int MaxDeliveries = 65_536;

    /// <summary>Marks the lines that are decisions of rules.</summary>
    private const char Decision = '\t';

    private readonly MemoryStream _packed = new();

    /// <summary>An id whose last two bytes are free for positions.</summary>
    public static Guid NewGroupId() => Position(Guid.CreateVersion7(), 0);

    /// <summary>Id of the delivery at a position in a group.</summary>
    public static Guid DeliveryId(Guid group, int position) => Position(group, position);

    /// <summary>The group a delivery would be in, and where.</summary>
    public static (Guid Group, int Position) Locate(Guid delivery)
    {
        Span<byte> bytes = stackalloc byte[16];
        delivery.TryWriteBytes(bytes);
        return (Position(delivery, 0), (bytes[14] << 8) | bytes[15]);
    }

    /// <summary>Packs deliveries that are all accepted; not thread-safe.</summary>
    public DeliveryGroup Pack(Guid id, IReadOnlyList<IntakeRequest> deliveries)
    {
        _packed.SetLength(0);
        using (var deflate = new DeflateStream(_packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var writer = new BinaryWriter(deflate, Encoding.UTF8, leaveOpen: true))
        {
            Span<byte> source = stackalloc byte[16];
            foreach (var delivery in deliveries)
            {
                delivery.Source.Id.TryWriteBytes(source);
                writer.Write(source);
                writer.Write(delivery.ReceivedAt.Ticks);
                writer.Write(Header(delivery));
                writer.Write7BitEncodedInt(delivery.Accepted);
                writer.Write7BitEncodedInt(delivery.Ignored);
                writer.Write7BitEncodedInt(delivery.Raw.Length);
                writer.Write(delivery.Raw.Span);
            }
        }

        return new()
        {
            Id = id,
            ReceivedAt = deliveries.Min(d => d.ReceivedAt),
            Count = deliveries.Count,
            Content = _packed.ToArray(),
        };
    }

    /// <summary>The deliveries of a group in the order of their arrival.</summary>
    public static IReadOnlyList<JournalEntry> Unpack(DeliveryGroup group)
    {
        using var packed = new MemoryStream(group.Content);
        using var deflate = new DeflateStream(packed, CompressionMode.Decompress);
        using var reader = new BinaryReader(deflate, Encoding.UTF8);
        var entries = new List<JournalEntry>(group.Count);
        for (var i = 0; i < group.Count; i++)
        {
            var source = new Guid(reader.ReadBytes(16));
            var receivedAt = new DateTime(reader.ReadInt64(), DateTimeKind.Utc);
            var header = reader.ReadString().Split('\n');
            var accepted = reader.Read7BitEncodedInt();
            var ignored = reader.Read7BitEncodedInt();
            var body = reader.ReadBytes(reader.Read7BitEncodedInt());
            entries.Add(
                new(
                    Position(group.Id, i),
                    source,
                    receivedAt,
                    header[0].Length == 0 ? null : header[0],
                    accepted,
                    ignored,
                    body,
                    [.. header[1..].Where(line => !line.StartsWith(Decision))],
                    [.. header[1..].Where(line => line.StartsWith(Decision)).Select(l => l[1..])]
                )
            );
        }

        return entries;
    }

    /// <summary>
    /// The content type, then one line for each notice and each decision of a rule. None of them
    /// contains a line break.
    /// </summary>
    private static string Header(IntakeRequest delivery)
    {
        var (notices, decisions) = (delivery.Body.ForDelivery(), RuleDecisions.Of(delivery));
        return notices.Count + decisions.Count == 0
            ? delivery.ContentType ?? ""
            : string.Join(
                '\n',
                [
                    delivery.ContentType ?? "",
                    .. notices.Select(OneLine),
                    .. decisions.Select(d => Decision + OneLine(d)),
                ]
            );
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Replace('\n', ' ');

    public void Dispose() => _packed.Dispose();

    private static Guid Position(Guid id, int position)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        bytes[14] = (byte)(position >> 8);
        bytes[15] = (byte)position;
        return new(bytes);
    }
}
