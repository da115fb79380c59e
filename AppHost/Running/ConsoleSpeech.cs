using System.Text.RegularExpressions;

namespace Pir.AppHost.Running;

/// <summary>
/// Finds the gateway's start notice in its log: the notice begins with the product's name and ends
/// where a log record begins.
/// </summary>
internal sealed partial class ConsoleSpeech
{
    private bool _isSpeaking;

    /// <summary>The line of the notice; null if it belongs to the log.</summary>
    public string? Of(string line)
    {
        var plain = Colours().Replace(Timestamp().Replace(line, ""), "");
        _isSpeaking =
            plain.StartsWith("PIR Platform: ", StringComparison.Ordinal)
            || (_isSpeaking && !LogBegins().IsMatch(plain));
        return _isSpeaking ? plain : null;
    }

    // Aspire prefixes each line with a timestamp.
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT[\d:.]+Z? ", RegexOptions.None, 1000)]
    private static partial Regex Timestamp();

    [GeneratedRegex(@"^(?:(?:trce|dbug|info|warn|fail|crit): |\[sys\] )", RegexOptions.None, 1000)]
    private static partial Regex LogBegins();

    [GeneratedRegex(@"\e\[[0-9;]*m", RegexOptions.None, 1000)]
    private static partial Regex Colours();
}
