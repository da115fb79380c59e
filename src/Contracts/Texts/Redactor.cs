using System.Text.RegularExpressions;

namespace Pir.Contracts.Texts;

/// <summary>
/// Takes secrets out of texts: those of the built-in forms, and of forms that an installation adds.
/// </summary>
public sealed class Redactor(IEnumerable<SecretForm> more)
{
    private readonly SecretForm[] _forms = [.. Secrets.Forms, .. more];

    /// <summary>Knows only the built-in forms.</summary>
    public static Redactor BuiltIn { get; } = new([]);

    public Redaction Redact(string text)
    {
        var found = new List<RedactedSecrets>();
        foreach (var form in _forms)
        {
            var count = 0;
            text = form.Pattern.Replace(
                text,
                match =>
                {
                    count++;
                    return Without(match);
                }
            );
            if (count > 0)
            {
                found.Add(new(form.Name, count));
            }
        }

        return new(text, found);
    }

    // Without the group, everything that matches is secret.
    private static string Without(Match match)
    {
        var secret = match.Groups["secret"] is { Success: true } group ? group : match;
        return match.Value[..(secret.Index - match.Index)]
            + Secrets.Redacted
            + match.Value[(secret.Index - match.Index + secret.Length)..];
    }
}

/// <summary>How a kind of secret looks.</summary>
/// <param name="Name">In the singular, for example "password in an address".</param>
/// <param name="Pattern">
/// Its group <c>secret</c> is replaced. What is around it stays, so that people see what it was.
/// </param>
public sealed record SecretForm(string Name, Regex Pattern)
{
    /// <summary>
    /// A form from a setting. It is matched in linear time, so no pattern can hang the service.
    /// </summary>
    /// <exception cref="ArgumentException">The pattern is not valid.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking.</exception>
    public static SecretForm Of(string name, string pattern) =>
        new(
            name,
            new(
                pattern,
                RegexOptions.NonBacktracking
                    | RegexOptions.CultureInvariant
                    | RegexOptions.ExplicitCapture,
                TimeSpan.FromSeconds(10)
            )
        );
}

/// <summary>A text without its secrets, and what was taken out.</summary>
public sealed record Redaction(string Text, IReadOnlyList<RedactedSecrets> Found);

/// <summary>How many secrets of a kind were taken out.</summary>
/// <param name="Kind">In the singular, for example "access token".</param>
public sealed record RedactedSecrets(string Kind, int Count);
