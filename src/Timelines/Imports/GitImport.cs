using System.Globalization;
using System.Text.RegularExpressions;
using Pir.Contracts.Timeline;

namespace Pir.Timelines.Imports;

/// <summary>
/// <c>git log</c> in its own format, or in one line for each commit with hash, ISO date, author and
/// subject, separated by tabs, unit separators or bars; commits may end with NUL.
/// </summary>
internal static partial class GitImport
{
    internal static bool Fits(string text) =>
        Commit().IsMatch(FirstLine(text)) || Row().IsMatch(FirstLine(text));

    internal static void Read(string text, ImportReading reading)
    {
        var lines = text.Replace('\0', '\n').Split('\n');
        if (lines.Any(l => Commit().IsMatch(l)))
        {
            ReadBlocks(lines, reading);
            return;
        }

        for (var n = 0; n < lines.Length; n++)
        {
            var line = lines[n].Trim();
            if (line.Length == 0)
            {
                continue;
            }

            if (
                Row().Match(line) is { Success: true } row
                && JsonReading.ReadTime(row.Groups["at"].Value) is { } at
            )
            {
                Add(
                    new(row.Groups["hash"].Value, at, row.Groups["who"].Value.Trim(), n + 1),
                    row.Groups["subject"].Value,
                    reading
                );
            }
            else
            {
                reading.Refuse(n + 1, line, "is not a commit with hash, date, author and subject");
            }
        }
    }

    private static void ReadBlocks(string[] lines, ImportReading reading)
    {
        GitCommit? commit = null;
        for (var n = 0; n < lines.Length; n++)
        {
            var line = lines[n].TrimEnd('\r', ' ');
            if (Commit().Match(line) is { Success: true } start)
            {
                Refuse(commit, reading);
                commit = new(start.Groups["hash"].Value, null, null, n + 1);
            }
            else if (commit is not null && Field().Match(line) is { Success: true } field)
            {
                var value = field.Groups["value"].Value.Trim();
                commit = field.Groups["name"].Value switch
                {
                    "Author" => commit with { Who = value.Split(" <")[0] },
                    "AuthorDate" or "Date" => commit with { At = commit.At ?? DateOf(value) },
                    // When it came into the branch is later and closer to its effect.
                    "CommitDate" => commit with { At = DateOf(value) ?? commit.At },
                    _ => commit,
                };
            }
            else if (commit is not null && line.StartsWith("    ", StringComparison.Ordinal))
            {
                Add(commit, line.Trim(), reading);
                commit = null;
            }
        }

        Refuse(commit, reading);
    }

    private static void Refuse(GitCommit? commit, ImportReading reading)
    {
        if (commit is not null)
        {
            reading.Refuse(commit.Line, $"commit {commit.Hash}", "has no subject");
        }
    }

    private static void Add(GitCommit commit, string subject, ImportReading reading)
    {
        if (commit.At is null)
        {
            reading.Refuse(commit.Line, $"commit {commit.Hash}", "has no readable date");
            return;
        }

        var hash = commit.Hash.Length > 10 ? commit.Hash[..10] : commit.Hash;
        reading.Add(
            new(hash, commit.At, TimelineEntryKind.Change, $"Commit {hash}: {subject}")
            {
                SaidBy = commit.Who,
                Line = commit.Line,
                IsSuggested = true,
            }
        );
    }

    private static DateTime? DateOf(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            ["ddd MMM d HH:mm:ss yyyy zzz", "yyyy-MM-dd HH:mm:ss zzz"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AllowWhiteSpaces,
            out var at
        )
            ? at.UtcDateTime
            : JsonReading.ReadTime(text);

    private static string FirstLine(string text) => text.TrimStart().Split('\n', 2)[0].TrimEnd();

    private sealed record GitCommit(string Hash, DateTime? At, string? Who, int Line);

    [GeneratedRegex("^commit (?<hash>[0-9a-f]{7,64})(?: \\(.*\\))?$", RegexOptions.NonBacktracking)]
    private static partial Regex Commit();

    [GeneratedRegex(
        "^(?<name>Author|AuthorDate|Commit|CommitDate|Date|Merge):\\s+(?<value>.*)$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Field();

    [GeneratedRegex(
        "^(?<hash>[0-9a-f]{7,64})[\\t\\x1f|; ]+(?<at>\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d"
            + "(?::\\d\\d)?"
            + " ?(?:Z|[+-]\\d\\d:?\\d\\d)?)[\\t\\x1f|; ]+(?:(?<who>[^\\t\\x1f|;]+)[\\t\\x1f|;]+ ?)?"
            + "(?<subject>.+)$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Row();
}
