using System.Diagnostics;
using Markdig;
using Markdig.Helpers;
using Markdig.Parsers;

namespace Pir.Formatting;

/// <summary>
/// Stops a parse that takes too long. The other limits should make that impossible. This one is the
/// last resort for constructs that cost more than expected.
/// </summary>
internal sealed class Deadline : InlineParser
{
    private static readonly object Key = new();

    public Deadline() => OpeningCharacters = [.. InlineBudget.Delimiters, '\n'];

    public static MarkdownParserContext In(TimeSpan limit)
    {
        var context = new MarkdownParserContext();
        var ticks = (long)(limit.TotalSeconds * Stopwatch.Frequency);
        context.Properties[Key] = Stopwatch.GetTimestamp() + ticks;
        return context;
    }

    /// <summary>Matches nothing; the parser only calls it first at every delimiter.</summary>
    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (
            processor.Context?.Properties[Key] is long deadline
            && Stopwatch.GetTimestamp() > deadline
        )
        {
            throw new TimeoutException("Formatting the text takes too long.");
        }

        return false;
    }
}
