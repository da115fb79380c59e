using System.Diagnostics;
using Markdig;
using Markdig.Helpers;
using Markdig.Parsers;

namespace Pir.Formatting;

/// <summary>
/// Ends a parse that takes too long. The other bounds are meant to make that impossible; this one
/// holds where a construct turns out to cost more than they expect.
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

    /// <summary>Matches nothing: it is asked first at every delimiter.</summary>
    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (
            processor.Context?.Properties[Key] is long deadline
            && Stopwatch.GetTimestamp() > deadline
        )
        {
            throw new TimeoutException("The text takes too long to format.");
        }

        return false;
    }
}
