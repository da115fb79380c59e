using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Pir.Formatting;

/// <summary>
/// Limits the cost of inline formatting in paragraphs and headings. The time to match delimiters
/// grows with their number times the length of the block. A block that costs more than the rest of
/// the text's budget is shown without formatting, line by line.
/// </summary>
/// <remarks>
/// The budget counts work, not time, so the same text looks the same on a busy machine.
/// </remarks>
internal static class InlineBudget
{
    private const long PerBlock = 6_000_000;
    private const long PerText = 24_000_000;
    private const int MostOpenBrackets = 60;

    // These make parsers search for a partner, or look at everything before them.
    private const string Costly = "[*_~^=+:@";
    private const string Cheap = "]!`<|&\\hw";
    private static readonly object Key = new();

    public static IReadOnlyList<char> Delimiters { get; } = [.. Costly, .. "]!`<|&"];

    public static void Charge(BlockProcessor processor, Block block)
    {
        if (block is not LeafBlock { ProcessInlines: true } leaf)
        {
            return;
        }

        var (cost, brackets) = CostOf(leaf);
        var document = processor.Document;
        var left = document.GetData(Key) as long? ?? PerText;
        if (cost <= Math.Min(left, PerBlock) && brackets <= MostOpenBrackets)
        {
            document.SetData(Key, left - cost);
            return;
        }

        leaf.Inline = AsWritten(leaf);
        leaf.ProcessInlines = false;
    }

    private static (long Cost, int OpenBrackets) CostOf(LeafBlock leaf)
    {
        var (length, delimiters, open, most) = (0L, 0L, 0, 0);
        foreach (var line in leaf.Lines.Lines.AsSpan(0, leaf.Lines.Count))
        {
            length += line.Slice.Length + 1;
            foreach (var c in line.Slice.AsSpan())
            {
                delimiters +=
                    Costly.Contains(c, StringComparison.Ordinal) ? 10
                    : Cheap.Contains(c, StringComparison.Ordinal) ? 1
                    : 0;
                open =
                    c == '[' ? open + 1
                    : c == ']' ? Math.Max(0, open - 1)
                    : open;
                most = Math.Max(most, open);
            }
        }

        return (length * delimiters / 10, most);
    }

    private static ContainerInline AsWritten(LeafBlock leaf)
    {
        var inlines = new ContainerInline();
        for (var i = 0; i < leaf.Lines.Count; i++)
        {
            if (i > 0)
            {
                inlines.AppendChild(new LineBreakInline { IsHard = true });
            }

            inlines.AppendChild(new LiteralInline(leaf.Lines.Lines[i].Slice.ToString()));
        }

        return inlines;
    }
}
