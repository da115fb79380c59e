using System.Text.Encodings.Web;
using Markdig;
using Markdig.Parsers;
using Markdig.Renderers;
using Markdig.Syntax;

namespace Pir.Formatting;

/// <summary>
/// Renders Markdown as safe HTML within a bounded time. Text that is too long or too deeply nested
/// to format is shown as written.
/// </summary>
public static class MarkdownText
{
    /// <summary>Longer texts are shown as written.</summary>
    public const int MaxLength = 200_000;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);
    private static readonly MarkdownPipeline Pipeline = BuildPipeline();

    /// <param name="name">
    /// Prefix of the ids in the result, so that one page can contain several texts.
    /// </param>
    /// <param name="headingsFrom">
    /// Level of the top headings: one below the heading above the text.
    /// </param>
    /// <returns>Empty for a text without content.</returns>
    public static string ToHtml(string? text, string name, int headingsFrom = 3) =>
        ToHtml(text, name, headingsFrom, TimeLimit);

    internal static string ToHtml(string? text, string name, int headingsFrom, TimeSpan limit)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        if (text.Length > MaxLength || Structure.IsTooCostly(text))
        {
            return AsWritten(text);
        }

        try
        {
            var document = Markdown.Parse(text, Pipeline, Deadline.In(limit));
            Outline.Apply(document, headingsFrom);
            RawHtml.Apply(document);
            Links.Apply(document);
            Tables.Apply(document);
            return SafeHtml.Clean(Write(document, text), name);
        }
        catch (Exception e) when (e is ArgumentException or TimeoutException)
        {
            // Markdig refuses what is nested too deeply with an ArgumentException.
            return AsWritten(text);
        }
    }

    /// <summary>The text without any formatting, and why.</summary>
    private static string AsWritten(string text) =>
        "<p class=\"prose__note\">This text is too long or too deeply nested to format. "
        + "It is shown as written.</p>"
        + Preformatted(text);

    private static string Preformatted(string text) =>
        $"<pre class=\"prose__plain\">{HtmlEncoder.Default.Encode(text)}</pre>";

    // Block by block, so that one that cannot be rendered does not affect the others.
    private static string Write(MarkdownDocument document, string text)
    {
        using var html = new StringWriter();
        var renderer = RendererOf(html);
        foreach (var block in document)
        {
            var written = html.GetStringBuilder().Length;
            try
            {
                renderer.Render(block);
            }
            catch (ArgumentException)
            {
                html.GetStringBuilder().Length = written;
                html.Write(Preformatted(SourceOf(block, text)));
                renderer = RendererOf(html);
            }
        }

        return html.ToString();
    }

    private static HtmlRenderer RendererOf(StringWriter html)
    {
        var renderer = new HtmlRenderer(html);
        Pipeline.Setup(renderer);
        return renderer;
    }

    private static string SourceOf(Block block, string text)
    {
        var start = Math.Clamp(block.Span.Start, 0, text.Length);
        return text[start..Math.Clamp(block.Span.End + 1, start, text.Length)];
    }

    private static MarkdownPipeline BuildPipeline()
    {
        var builder = new MarkdownPipelineBuilder()
            .UsePipeTables()
            .UseTaskLists()
            .UseEmphasisExtras()
            .UseAutoLinks()
            .UseFootnotes()
            .UseAlertBlocks();
        foreach (var parser in builder.BlockParsers.OfType<BlockParser>())
        {
            parser.Closed += InlineBudget.Charge;
        }

        builder.InlineParsers.Insert(0, new Deadline());
        return builder.Build();
    }
}
