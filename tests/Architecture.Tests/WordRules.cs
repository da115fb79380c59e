using System.Text.RegularExpressions;
using Pir.Testing.Processes;
using Shouldly;
using Xunit;

namespace Pir.Architecture.Tests;

/// <summary>
/// Keeps phrasings that were edited out of the product from coming back. docs/style.md explains the
/// rules behind the list.
/// </summary>
public sealed partial class WordRules
{
    /// <summary>Each phrase (a regular expression), and what to say instead.</summary>
    private static readonly (Regex Phrase, string Instead)[] Banned =
    [
        // Terms of the field.
        Ban(@"no longer hurts?\b", "The impact has ended"),
        Ban(@"[Bb]e(gan|gins|gun) to hurt\b", "Impact started"),
        Ban(@"stopp?(s|ed) hurting", "when the impact ended"),
        Ban(@"\bWho noticed\b|\bNoticed (by|at)\b", "Detected by, Detected at"),
        Ban(@"\bIt is over\b", "The incident is resolved"),
        Ban(@">\s*Course\s*<|^Course$", "Lifecycle"),
        Ban(@">\s*Duration\s*<|^Duration$", "name it: Time to resolve, Impact duration"),
        Ban(@"\bI lead\b", "Take the lead"),
        Ban(@"^(Mitigate|Severity)…$", "a verb and its object: Change severity…"),
        Ban(@"\bNo commander\b", "No incident commander"),
        Ban(@"\bfor under a minute\b", "just now"),
        Ban(@"\bheld after more than\b", "held late"),
        Ban(@"\b[Ss]witch(es|ed|ing)? (a source|a subscription|it|them)? ?off\b", "disable"),
        // Inversions and other unusual word order.
        Ban(@"\bis nothing yet\b", "Not … yet, for example Not saved yet"),
        Ban(@"\bHad (we|you|they|I) (the|a|an|any)\b", "Did we have …?"),
        Ban(@"\bNothing is at (this|that) address\b", "Nothing exists at this address"),
        Ban(@"\bNone of it is here\b", "say what is missing: The sample data is not loaded"),
        Ban(@"\bare told nothing\b", "are not notified"),
        Ban(@"\breading nothing\b", "cannot read …"),
        Ban(@"\bis no (address|number|word) and no\b", "is neither … nor …"),
        // What a colleague would not say.
        Ban(@"\bleaves by itself\b", "disappears when …, or say when"),
        Ban(@"\bgoes on by itself\b", "continues in the background"),
        Ban(@"\b[Aa]n earlier link dies\b", "Earlier links stop working"),
        Ban(@"\b(is|are) dead\b", "no longer works, no longer work"),
        Ban(@"\bwould be tried\b", "is too easy to guess"),
        Ban(@"\bdo not go together\b", "Wrong e-mail address or password"),
        Ban(@"\baccount rests\b|: it rests\b", "is locked"),
        Ban(@"\b[Nn]obody is told\b", "No subscriptions yet; nobody is notified"),
        Ban(@"\b[Pp]resent password\b", "Current password"),
        Ban(@"\bbroke on our side\b", "Something went wrong"),
        Ban(@"\bNothing you (did|sent) is at fault\b", "The problem is on the server"),
        Ban(@"\bwas not over after all\b", "Reopen the incident"),
        Ban(@"\bshown this once\b|\bshown only now\b", "will not be shown again"),
        Ban(@"\b(is|are|works?|, this) good for (seven|a|\d+) ", "valid for"),
        Ban(@"\bgoes for good\b|\bgone for good\b", "permanently"),
        Ban(@"\bshall\b", "should, must, or the present tense"),
        Ban(@"\bgets nothing more\b", "receives no further …"),
        Ban(@"\bany more\b", "no longer"),
        Ban(@"\bfor ever\b", "forever"),
        Ban(@"\binvented (company|person|people|data)\b", "fictional"),
        Ban(@"\b(is|are|was) away\b", "is unavailable, is down"),
        Ban(@"\b(got|gets|get|getting) through\b", "succeeds"),
        Ban(@"\bnothing gets out\b|\bnothing is told\b", "nothing is published"),
        Ban(@"\bstands? (in|on|at|before|around|beside|behind|there|with)\b", "is in, is on …"),
        Ban(@"\b(must|may) not hold\b", "must not contain"),
        Ban(@"\bunseal(s|ed|ing)?\b", "decrypt"),
        Ban(@"\bnone of (whose|which|whom)\b", "without …"),
        Ban(@"\b(is|are) answered [1-5]\d\d\b", "gets a 503"),
        Ban(@"\bby (itself|themselves)\b", "automatically, separately"),
        Ban(@"\banew\b", "again"),
        Ban(@"\bbeside\b", "next to, besides, in addition to"),
        Ban(@"\btells? of\b", "describes, is about"),
        Ban(@"\bwhat (came|became|becomes) of\b", "the outcome of"),
        Ban(@", also (on|in|where|when|after|if|for|by)\b", "even after …"),
        Ban(@"\bwhere there (is|are) (one|none|no)\b", "if there is one"),
        Ban(@"\bof its own yet\b|\bof one's own\b", "its own …"),
        Ban(@"\bto be (told|had)\b", "to be reported, available"),
        Ban(@"\bin its place\b|\bput together\b", "instead, combined"),
    ];

    public static TheoryData<string> Places => ["src", "ServiceDefaults", "AppHost", "docs"];

    [Theory]
    [MemberData(nameof(Places))]
    public void Texts_avoid_the_banned_phrasings(string place) =>
        FilesOf(place)
            .SelectMany(file => TextsOf(file).SelectMany(text => FaultsIn(file, text)))
            .ShouldBeEmpty("docs/style.md explains how the product speaks");

    private static IEnumerable<string> FaultsIn(string file, string text) =>
        from rule in Banned
        let match = rule.Phrase.Match(text)
        where match.Success
        select $"{Path.GetRelativePath(Repository.Root, file)}: “{match.Value}”: "
            + $"say instead: {rule.Instead}";

    private static IEnumerable<string> FilesOf(string place) =>
        place == "docs"
            ? Directory
                .GetFiles(Repository.PathOf(place), "*.md", SearchOption.AllDirectories)
                .Where(f => Path.GetFileName(f) != "style.md")
                .Append(Repository.PathOf("README.md"))
            : Directory
                .GetFiles(Repository.PathOf(place), "*", SearchOption.AllDirectories)
                .Where(f => Path.GetExtension(f) is ".cs" or ".razor" && !IsBuilt(f));

    private static bool IsBuilt(string file) =>
        Path.GetRelativePath(Repository.Root, file)
            .Split(Path.DirectorySeparatorChar)
            .Any(p => p is "obj" or "bin" or "node_modules");

    // A phrase may run over the end of a line, and over two literals that are joined.
    private static IEnumerable<string> TextsOf(string file)
    {
        var source = File.ReadAllText(file);
        var texts = Path.GetExtension(file) switch
        {
            ".cs" => LiteralsOf(source).Append(CommentsOf(source)),
            ".razor" => LiteralsOf(source).Append(CommentsOf(source)).Append(source),
            _ => [source],
        };
        return texts.Select(t => Blank().Replace(t, " "));
    }

    private static IEnumerable<string> LiteralsOf(string source) =>
        Literal()
            .Matches(
                Joined().Replace(QuoteCharacter().Replace(Comment().Replace(source, ""), ""), "")
            )
            .Select(m => m.Value.Trim('"'));

    private static string CommentsOf(string source) =>
        string.Join(' ', Comment().Matches(source).Select(m => m.Value.Trim().TrimStart('/')));

    private static (Regex, string) Ban(string phrase, string instead) =>
        (new(phrase, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), instead);

    [GeneratedRegex("""^\s*//.*$""", RegexOptions.Multiline, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex("""'\\?"'""", RegexOptions.None, 1000)]
    private static partial Regex QuoteCharacter();

    [GeneratedRegex("""(?<!")"\s*\+\s*\$?"(?!")""", RegexOptions.None, 1000)]
    private static partial Regex Joined();

    [GeneratedRegex(
        "\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\r\\n]|\\\\.)*\"",
        RegexOptions.Singleline,
        1000
    )]
    private static partial Regex Literal();

    [GeneratedRegex("""\s+""", RegexOptions.None, 1000)]
    private static partial Regex Blank();
}
