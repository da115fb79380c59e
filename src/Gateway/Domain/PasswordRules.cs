using System.Text;

namespace Pir.Gateway.Domain;

/// <summary>
/// The rules of NIST SP 800-63B-4 for a password that is the only factor: a minimum length, and no
/// common password. There are no composition rules. The rules apply to new passwords. Existing
/// shorter passwords still work.
/// </summary>
public static class PasswordRules
{
    public const int MinimumLength = 15;
    public const int MaximumLength = 200;

    /// <summary>
    /// Words that occur in common passwords, in lower case and with letters instead of look-alike
    /// digits.
    /// </summary>
    private static readonly string[] CommonWords =
    [
        "password",
        "passwort",
        "passwd",
        "passphrase",
        "motdepasse",
        "contrasena",
        "secret",
        "letmein",
        "welcome",
        "changeme",
        "default",
        "admin",
        "administrator",
        "root",
        "superuser",
        "user",
        "login",
        "master",
        "test",
        "testing",
        "tester",
        "guest",
        "temp",
        "temporary",
        "qwerty",
        "qwertyuiop",
        "qwertz",
        "qwertzuiop",
        "azerty",
        "azertyuiop",
        "asdfgh",
        "asdfghjkl",
        "zxcvbn",
        "zxcvbnm",
        "yxcvbnm",
        "qazwsx",
        "qazwsxedc",
        "iloveyou",
        "loveyou",
        "sunshine",
        "princess",
        "dragon",
        "monkey",
        "football",
        "baseball",
        "basketball",
        "superman",
        "batman",
        "pokemon",
        "starwars",
        "trustno",
        "whatever",
        "michael",
        "jordan",
        "jennifer",
        "jessica",
        "charlie",
        "summer",
        "winter",
        "spring",
        "autumn",
        "monday",
        "friday",
        "january",
        "december",
        "computer",
        "internet",
        "samsung",
        "google",
        "microsoft",
        "company",
        "correcthorsebatterystaple",
        "correct",
        "horse",
        "battery",
        "staple",
        "abc",
        "abcd",
        "abcdef",
        "abcdefgh",
        "abcdefghijkl",
        "abcdefghijklmnopqrstuvwxyz",
        "my",
        "is",
        "the",
        "this",
        "new",
        "your",
        "enter",
        "hello",
        "hi",
        "love",
        "god",
        "jesus",
        "pir",
        "platform",
        "pirplatform",
        "incident",
        "review",
        "postmortem",
        "oncall",
    ];

    private static readonly string[] Sequences =
    [
        "01234567890123456789",
        "98765432109876543210",
        "abcdefghijklmnopqrstuvwxyz",
        "zyxwvutsrqponmlkjihgfedcba",
    ];

    /// <summary>
    /// The broken rule, as a fragment that follows the field's name; null if there is none.
    /// </summary>
    /// <param name="personal">
    /// The person's name and e-mail address, which an attacker tries first.
    /// </param>
    public static string? Check(string password, params ReadOnlySpan<string?> personal)
    {
        var length = password.EnumerateRunes().Count();
        if (length < MinimumLength)
        {
            return $"must have at least {MinimumLength} characters";
        }

        if (length > MaximumLength)
        {
            return $"must have at most {MaximumLength} characters";
        }

        return IsCommon(password) || IsPersonal(password, personal)
            ? "is too easy to guess: choose something less common, for example a few "
                + "unrelated words"
            : null;
    }

    private static bool IsCommon(string password)
    {
        var lower = password.ToLowerInvariant();
        if (
            lower.Distinct().Count() <= 3
            || Sequences.Any(s => s.Contains(lower, StringComparison.Ordinal))
            || IsRepetition(lower)
        )
        {
            return true;
        }

        // Digits and punctuation around common words add no strength. Digits inside are read as
        // letters.
        var first = lower.AsSpan().IndexOfAnyInRange('a', 'z');
        var last = lower.AsSpan().LastIndexOfAnyInRange('a', 'z');
        var core = first < 0 ? "" : lower[first..(last + 1)];
        return IsMadeOf(Letters(lower), lower.Length, CommonWords)
            || IsMadeOf(Letters(Unleet(core)), lower.Length, CommonWords);
    }

    private static bool IsPersonal(string password, ReadOnlySpan<string?> personal)
    {
        var letters = Letters(password.ToLowerInvariant());
        foreach (var value in personal)
        {
            var words = (value ?? "")
                .ToLowerInvariant()
                .Split([' ', '@', '.', '-', '_', '+'], StringSplitOptions.RemoveEmptyEntries)
                .Where(w => w.Length > 1)
                .ToArray();
            if (
                words.Length > 0
                && IsMadeOf(
                    letters,
                    password.Length,
                    [.. words.Select(Letters).Where(w => w.Length > 1), .. CommonWords]
                )
            )
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsRepetition(string text) =>
        Enumerable
            .Range(1, text.Length / 3)
            .Any(size =>
                Enumerable.Range(size, text.Length - size).All(i => text[i] == text[i % size])
            );

    /// <summary>
    /// Whether the letters are only a sequence of words from the list and make up most of the
    /// password.
    /// </summary>
    private static bool IsMadeOf(string text, int passwordLength, IReadOnlyList<string> words)
    {
        if (text.Length * 3 < passwordLength)
        {
            return false;
        }

        var reachable = new bool[text.Length + 1];
        reachable[0] = true;
        for (var at = 0; at < text.Length; at++)
        {
            if (!reachable[at])
            {
                continue;
            }

            foreach (var word in words)
            {
                if (string.CompareOrdinal(text, at, word, 0, word.Length) == 0)
                {
                    reachable[at + word.Length] = true;
                }
            }
        }

        return reachable[text.Length];
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetter));

    private static string Unleet(string text) =>
        new StringBuilder(text)
            .Replace('0', 'o')
            .Replace('1', 'i')
            .Replace('3', 'e')
            .Replace('4', 'a')
            .Replace('5', 's')
            .Replace('7', 't')
            .Replace('@', 'a')
            .Replace('$', 's')
            .ToString();
}
