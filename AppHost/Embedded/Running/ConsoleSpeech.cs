using System.Text.RegularExpressions;

namespace Aspire.Hosting.Running;

/// <summary>
/// Tells what a program says to the person at the console from its log records. Projects are told to log in the framework's
/// "simple" format: a record starts with its level and its further lines are indented by six spaces.
/// </summary>
internal sealed partial class ConsoleSpeech
{
    private bool _inRecord;

    public bool IsSpeech(string line)
    {
        var plain = Colours().Replace(line, "");
        _inRecord =
            RecordStart().IsMatch(plain)
            || (_inRecord && plain.StartsWith("      ", StringComparison.Ordinal));
        return !_inRecord;
    }

    [GeneratedRegex(
        "^(trce|dbug|info|warn|fail|crit): ",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex RecordStart();

    [GeneratedRegex("\\e\\[[0-9;]*m", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Colours();
}
