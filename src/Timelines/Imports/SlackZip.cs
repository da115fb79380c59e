using System.IO.Compression;
using System.Text;

namespace Pir.Timelines.Imports;

/// <summary>
/// Reads Slack's export: a folder for each channel with a file for each day, and users.json. What
/// the archive says about its sizes is not believed: reading stops at the limits.
/// </summary>
internal static class SlackZip
{
    private const int MostFiles = 20_000;
    private const int LargestFile = 20 * 1024 * 1024;
    private const long LargestTotal = 200 * 1024 * 1024;

    internal static bool Fits(ReadOnlySpan<byte> file) =>
        file is [(byte)'P', (byte)'K', 3 or 5, ..];

    internal static void Read(byte[] file, ImportReading reading)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
            Read(archive, reading);
        }
        catch (Exception exception)
            when (exception is InvalidDataException or NotSupportedException or EndOfStreamException
            )
        {
            reading.Refuse(1, "The file", "is not a readable zip archive");
        }
    }

    private static void Read(ZipArchive archive, ImportReading reading)
    {
        if (archive.Entries.Count > MostFiles)
        {
            reading.Refuse(1, "The archive", $"must hold at most {MostFiles} files");
            return;
        }

        var left = LargestTotal;
        var slack = new SlackImport(reading);
        var files = archive
            .Entries.Where(e => e.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            .OrderBy(e => e.FullName, StringComparer.Ordinal)
            .ToList();
        foreach (var users in files.Where(f => f.Name is "users.json" or "org_users.json"))
        {
            slack.ReadUsers(PartsOf(users, ref left, reading));
        }

        foreach (var day in files)
        {
            var folders = day.FullName.Split('/', StringSplitOptions.RemoveEmptyEntries);
            if (folders.Length < 2)
            {
                continue; // About the workspace, not a channel.
            }

            if (left <= 0)
            {
                reading.Refuse(1, day.FullName, "is left out: the archive is too large unpacked");
                return;
            }

            var messages = PartsOf(day, ref left, reading).Where(p => SlackImport.Fits(p.Value));
            slack.ReadMessages(messages, folders[^2]);
        }
    }

    private static IReadOnlyList<JsonPart> PartsOf(
        ZipArchiveEntry entry,
        ref long left,
        ImportReading reading
    )
    {
        var limit = (int)Math.Min(LargestFile, left);
        using var content = entry.Open();
        using var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        while (content.Read(buffer) is > 0 and var read)
        {
            if (bytes.Length + read > limit)
            {
                left -= bytes.Length;
                reading.Refuse(1, entry.FullName, "is left out: it is too large unpacked");
                return [];
            }

            bytes.Write(buffer, 0, read);
        }

        left -= bytes.Length;
        return JsonParts.Read(Encoding.UTF8.GetString(bytes.ToArray()), reading);
    }
}
