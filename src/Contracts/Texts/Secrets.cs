using System.Text.RegularExpressions;

namespace Pir.Contracts.Texts;

/// <summary>
/// Takes keys, tokens and passwords out of texts that people paste and tools write. The one list
/// of their forms: whatever stores such a text uses it.
/// </summary>
public static partial class Secrets
{
    /// <summary>What is written in the place of a secret.</summary>
    public const string Redacted = "[redacted]";

    /// <summary>The forms that are always looked for, in this order.</summary>
    internal static readonly SecretForm[] Forms =
    [
        new("private key", PrivateKey()),
        new("password in an address", AddressPassword()),
        new("authorization header", Authorization()),
        new("JSON Web Token", JsonWebToken()),
        new("access token", KnownToken()),
        new("password or key with its name", Assignment()),
    ];

    /// <summary>The text without the secrets of the built-in forms.</summary>
    public static string Redact(string text) => Redactor.BuiltIn.Redact(text).Text;

    [GeneratedRegex(
        @"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?<secret>[^-]+)(?:-----END|$)",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex PrivateKey();

    // https://user:password@host
    [GeneratedRegex(
        @"\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@]{0,100}:(?<secret>[^\s/@]{1,200})@",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase
    )]
    private static partial Regex AddressPassword();

    [GeneratedRegex(
        @"\b(?:bearer|basic)\s+(?<secret>[a-z0-9._~+/=-]{16,})",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase
    )]
    private static partial Regex Authorization();

    [GeneratedRegex(
        @"\b(?<secret>eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*)",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex JsonWebToken();

    // AWS, GitHub, GitLab, Slack, Google, Stripe, npm, and this product's own.
    [GeneratedRegex(
        @"\b(?<secret>(?:AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}"
            + @"|glpat-[\w-]{16,}|xox[abeoprs]-[\w-]{10,}|AIza[\w-]{30,}|[sr]k_live_\w{16,}"
            + @"|npm_[A-Za-z0-9]{30,})",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex KnownToken();

    // password=…, "api_key": "…". Not "token: expired": a value with a digit, or behind "=".
    [GeneratedRegex(
        @"(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|client[_-]?secret)"
            + @"[""']?(?:\s*=\s*[""']?(?<secret>[^\s""'&,;\[]{4,})"
            + @"|\s*:\s*[""']?(?<secret>[^\s""'&,;\[]*\d[^\s""'&,;\[]{3,}))",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase
    )]
    private static partial Regex Assignment();
}
