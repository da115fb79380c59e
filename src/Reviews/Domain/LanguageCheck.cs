using System.Runtime.InteropServices;
using Pir.Contracts.Reviews;

namespace Pir.Reviews.Domain;

/// <summary>
/// Finds phrases that blame people instead of looking for causes. Matches whole words in any case,
/// with any white space between them. Knows no grammar.
/// </summary>
public static class LanguageCheck
{
    private const string AskAboutName =
        "Would the role be enough? The published review names roles, not people.";
    private const string AskAboutPerson =
        "What did they know and see at that moment, and what in the system made this the likely "
        + "outcome?";

    // A name shortly before one of these words reads as an accusation.
    private static readonly HashSet<string> BlameVerbs = new(StringComparer.OrdinalIgnoreCase)
    {
        "broke",
        "caused",
        "forgot",
        "failed",
        "ignored",
        "missed",
        "neglected",
        "overlooked",
        "should",
    };

    /// <summary>The phrases that are flagged by default.</summary>
    public static IReadOnlyList<Phrase> Defaults { get; } =
    [
        new("should have", "What information was missing, or came too late, to do that?"),
        new("should've", "What information was missing, or came too late, to do that?"),
        new("could have", "What would have made that the easy thing to do?"),
        new("human error", "What in the system made the error possible, or hid it?"),
        new("operator error", "What in the system made the error possible, or hid it?"),
        new("user error", "What in the system made the error possible, or hid it?"),
        new("careless*", "What were they paying attention to, and why did that make sense?"),
        new("negligen*", "What made the step easy to leave out?"),
        new("incompeten*", "What did they need to know, and where could they have learned it?"),
        new("try harder", "What changes in the system, so that nobody has to try harder?"),
        new("be more careful", "What would catch it next time, however careful people are?"),
        new("pay more attention", "What would have drawn their attention to it?"),
        new("failed to", "What stood in the way?"),
        new("forgot to", "What could have reminded them, or automated the step?"),
        new("neglected to", "What made the step easy to leave out?"),
        new("fault of", "What conditions came together?"),
        new("to blame", "What conditions came together?"),
        new("blame*", "What conditions came together?"),
        new("stupid*", "Why did it make sense at that moment?"),
        new("obvious*", "Was it obvious before, or only in hindsight?"),
        new("root cause", "Which of several contributing factors is this?"),
    ];

    /// <summary>Returns the places in order, without overlaps.</summary>
    /// <param name="names">Names of people. A first name alone matches too.</param>
    public static IReadOnlyList<LanguageHint> Find(
        string text,
        IReadOnlyList<Phrase> phrases,
        IReadOnlyList<string> names
    )
    {
        var words = Split(text);
        var wanted = phrases
            .Select(p => new Pattern(
                p.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                p.Ask
            ))
            .Where(p => p.Words.Length > 0)
            .ToList();
        var people = names.SelectMany(FormsOf).ToList();
        var hints = new List<LanguageHint>();
        for (var at = 0; at < words.Count; )
        {
            var (length, kind, ask) = Longest(text, words, at, wanted, people);
            if (length > 0)
            {
                var (start, end) = (words[at].Start, words[at + length - 1].End);
                hints.Add(new(start, end - start, text[start..end], kind, ask));
            }

            at += Math.Max(1, length);
        }

        return hints;
    }

    private static (int Length, LanguageHintKind Kind, string Ask) Longest(
        string text,
        List<Word> words,
        int at,
        List<Pattern> phrases,
        List<string[]> people
    )
    {
        var phrase = phrases.Where(p => Fits(text, words, at, p.Words)).MaxBy(p => p.Words.Length);
        var name = people.Where(n => Fits(text, words, at, n)).MaxBy(n => n.Length);
        if (phrase is not null && phrase.Words.Length >= (name?.Length ?? 0))
        {
            return (phrase.Words.Length, LanguageHintKind.Blame, phrase.Ask);
        }

        if (name is null)
        {
            return (0, LanguageHintKind.Name, "");
        }

        var isBlamed = words
            .Skip(at + name.Length)
            .Take(2)
            .Any(w => BlameVerbs.Contains(text[w.Start..w.End]));
        return isBlamed
            ? (name.Length, LanguageHintKind.Blame, AskAboutPerson)
            : (name.Length, LanguageHintKind.Name, AskAboutName);
    }

    private static bool Fits(string text, List<Word> words, int at, string[] pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (
                at + i >= words.Count
                || !FitsWord(text.AsSpan(words[at + i].Start, words[at + i].Length), pattern[i])
                || (
                    i > 0
                    && !IsBlank(
                        text.AsSpan(
                            words[at + i - 1].End,
                            words[at + i].Start - words[at + i - 1].End
                        )
                    )
                )
            )
            {
                return false;
            }
        }

        return true;
    }

    private static bool FitsWord(ReadOnlySpan<char> word, string pattern) =>
        pattern.EndsWith('*')
            ? word.StartsWith(
                pattern.AsSpan(0, pattern.Length - 1),
                StringComparison.OrdinalIgnoreCase
            )
            : word.Equals(pattern, StringComparison.OrdinalIgnoreCase);

    private static bool IsBlank(ReadOnlySpan<char> between) => between.Trim().IsEmpty;

    private static List<Word> Split(string text)
    {
        var words = new List<Word>();
        for (var at = 0; at < text.Length; at++)
        {
            var start = at;
            while (at < text.Length && IsOfWord(text, at))
            {
                at++;
            }

            if (at > start)
            {
                words.Add(new(start, at));
            }
        }

        return words;
    }

    // An apostrophe belongs to a word only between letters.
    private static bool IsOfWord(string text, int at) =>
        char.IsLetterOrDigit(text[at])
        || (
            text[at] is '\'' or '’' or '-'
            && at > 0
            && at + 1 < text.Length
            && char.IsLetter(text[at - 1])
            && char.IsLetter(text[at + 1])
        );

    private static IEnumerable<string[]> FormsOf(string name)
    {
        var parts = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > 0)
        {
            yield return parts;
        }

        if (parts.Length > 1 && parts[0].Length >= 3)
        {
            yield return [parts[0]];
        }
    }

    private sealed record Pattern(string[] Words, string Ask);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Word(int Start, int End)
    {
        public int Length => End - Start;
    }
}
