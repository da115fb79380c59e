using DiffPlex;

namespace Pir.Web.Shared.Text;

/// <summary>The change of a run of words.</summary>
public enum DiffKind
{
    Same,
    Removed,
    Added,
}

/// <summary>A run of words, with the white space between them.</summary>
internal readonly record struct DiffRun(DiffKind Kind, string Text);

/// <summary>Compares two texts word by word.</summary>
internal static class WordDiff
{
    // Beyond this, comparing takes too long. The middle parts are then shown as replaced.
    private const long MostCells = 4_000_000;

    /// <summary>
    /// All runs in order. Without the removed ones they are the new text, without the added ones
    /// the old.
    /// </summary>
    public static IReadOnlyList<DiffRun> Of(string? before, string? after)
    {
        var (old, now) = (Split(before ?? ""), Split(after ?? ""));
        var start = 0;
        while (start < old.Count && start < now.Count && old[start] == now[start])
        {
            start++;
        }

        var end = 0;
        while (
            end < old.Count - start && end < now.Count - start && old[^(end + 1)] == now[^(end + 1)]
        )
        {
            end++;
        }

        var runs = new Runs();
        runs.Add(DiffKind.Same, old.Take(start));
        Compare(old[start..^end], now[start..^end], runs);
        runs.Add(DiffKind.Same, old.Skip(old.Count - end));
        return runs.All;
    }

    private static void Compare(List<string> old, List<string> now, Runs runs)
    {
        if ((long)old.Count * now.Count > MostCells)
        {
            runs.Add(DiffKind.Removed, old);
            runs.Add(DiffKind.Added, now);
            return;
        }

        var diff = Differ.Instance.CreateDiffs(
            string.Concat(old),
            string.Concat(now),
            ignoreWhiteSpace: false,
            ignoreCase: false,
            Words.Instance
        );
        var at = 0;
        foreach (var block in diff.DiffBlocks)
        {
            runs.Add(DiffKind.Same, old[at..block.DeleteStartA]);
            at = block.DeleteStartA + block.DeleteCountA;
            runs.Add(DiffKind.Removed, old[block.DeleteStartA..at]);
            runs.Add(DiffKind.Added, now.Skip(block.InsertStartB).Take(block.InsertCountB));
        }

        runs.Add(DiffKind.Same, old[at..]);
    }

    /// <summary>Words, runs of white space, and everything else character by character.</summary>
    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        for (var at = 0; at < text.Length; )
        {
            var start = at++;
            while (
                at < text.Length
                && IsPart(text[start]) != 0
                && IsPart(text[at]) == IsPart(text[start])
            )
            {
                at++;
            }

            parts.Add(text[start..at]);
        }

        return parts;
    }

    // Half of a surrogate pair is not valid text, so pairs stay together like words.
    private static int IsPart(char c) =>
        char.IsLetterOrDigit(c) || char.IsSurrogate(c) ? 1
        : char.IsWhiteSpace(c) ? 2
        : 0;

    private sealed class Words : IChunker
    {
        public static readonly Words Instance = new();

        public IReadOnlyList<string> Chunk(string text) => Split(text);
    }

    private sealed class Runs
    {
        private readonly List<DiffRun> _runs = [];

        public IReadOnlyList<DiffRun> All => _runs;

        public void Add(DiffKind kind, IEnumerable<string> words)
        {
            var text = string.Concat(words);
            if (text.Length == 0)
            {
                return;
            }

            if (_runs.Count > 0 && _runs[^1].Kind == kind)
            {
                _runs[^1] = new(kind, _runs[^1].Text + text);
            }
            else
            {
                _runs.Add(new(kind, text));
            }
        }
    }
}
