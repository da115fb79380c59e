using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pir.Load.Pages;

/// <summary>Values that copies must not share: ids, numbers and times.</summary>
internal sealed partial class Originals
{
    private static readonly TimeSpan Apart = TimeSpan.FromHours(83);

    private readonly HashSet<Guid> _ids = [];
    private readonly int _incidents;
    private readonly int _actions;

    /// <param name="rows">All rows to copy, of all databases.</param>
    /// <param name="incidents">How many of them are incidents.</param>
    /// <param name="actions">How many of them are actions.</param>
    public Originals(IEnumerable<StoredRow> rows, int incidents, int actions)
    {
        (_incidents, _actions) = (incidents, actions);
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Columns.Length; i++)
            {
                if (
                    row.Columns[i].EndsWith("Id", StringComparison.Ordinal)
                    && row.Values[i] is string text
                    && IsOwn(row.Columns[i])
                    && Guid.TryParse(text, out var id)
                )
                {
                    _ids.Add(id);
                }
            }
        }
    }

    /// <summary>The value in a copy.</summary>
    /// <param name="row">The original.</param>
    /// <param name="at">Column.</param>
    /// <param name="copy">0 is the newest.</param>
    /// <param name="times">How many copies there are.</param>
    public object Copy(StoredRow row, int at, int copy, int times) =>
        row.Values[at] switch
        {
            string text => Copy(text, copy, times),
            byte[] { Length: > 0 } bytes when bytes[0] == '{' => Encoding.UTF8.GetBytes(
                Copy(Encoding.UTF8.GetString(bytes), copy, times)
            ),
            long number when Numbers(row, at) is > 0 and var step => number
                + ((times - 1L - copy) * step),
            var other => other,
        };

    // Actors stay the same. Sources and subscriptions are not copied.
    private static bool IsOwn(string column) =>
        column
            is not (
                "AuthorId"
                or "ActorId"
                or "UserId"
                or "SourceId"
                or "SubscriptionId"
                or "CreatedById"
                or "OwnerId"
                or "AssigneeId"
            )
        && !column.Contains("By", StringComparison.Ordinal);

    private int Numbers(StoredRow row, int at) =>
        row.Columns[at] switch
        {
            "Number" or "IncidentNumber" when row.Table != "Actions" => _incidents,
            "Number" or "ActionNumber" => _actions,
            _ => 0,
        };

    private string Copy(string text, int copy, int times)
    {
        var copied = Reference().Replace(text, m => Renumbered(m, copy, times));
        if (copy == 0)
        {
            return copied;
        }

        copied = Id().Replace(copied, m => Renamed(m.Value, copy));
        return Time().Replace(copied, m => Earlier(m.Value, copy));
    }

    private string Renumbered(Match match, int copy, int times)
    {
        var step = match.Groups["kind"].Value == "INC" ? _incidents : _actions;
        var number = int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        return $"{match.Groups["kind"].Value}-{number + ((times - 1 - copy) * step)}";
    }

    /// <summary>Ids grow with time, including those of copies.</summary>
    private string Renamed(string text, int copy)
    {
        var id = Guid.Parse(text);
        if (!_ids.Contains(id))
        {
            return text;
        }

        var bytes = id.ToByteArray(bigEndian: true);
        var time =
            ((long)bytes[0] << 40)
            | ((long)bytes[1] << 32)
            | ((long)bytes[2] << 24)
            | ((long)bytes[3] << 16)
            | ((long)bytes[4] << 8)
            | bytes[5];
        time -= (long)(copy * Apart).TotalMilliseconds;
        for (var i = 0; i < 6; i++)
        {
            bytes[i] = (byte)(time >> (8 * (5 - i)));
        }

        bytes[14] ^= (byte)(copy >> 8);
        bytes[15] ^= (byte)copy;
        var renamed = new Guid(bytes, bigEndian: true).ToString();
        return char.IsUpper(text.FirstOrDefault(char.IsLetter))
            ? renamed.ToUpperInvariant()
            : renamed;
    }

    private static string Earlier(string text, int copy)
    {
        var length = text.TrimEnd('Z').Length;
        var time = DateTime.Parse(text[..length], CultureInfo.InvariantCulture) - (copy * Apart);
        return time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            + text[10]
            + time.ToString("HH:mm:ss", CultureInfo.InvariantCulture)
            + text[19..];
    }

    [GeneratedRegex(@"\b(?<kind>INC|ACT)-(?<number>\d+)\b", RegexOptions.None, 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(
        "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Id();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?Z?", RegexOptions.None, 1000)]
    private static partial Regex Time();
}
