using System.Text;
using System.Text.Encodings.Web;
using Markdig.Helpers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Pir.Formatting;

/// <summary>
/// Handles HTML in Markdown. Comments are hidden. Line breaks, collapsible sections and a few text
/// marks stay, without their attributes. Pictures become links. Tags for looks are removed and
/// leave their text. Everything else is treated as text with angle brackets.
/// </summary>
internal static class RawHtml
{
    public static void Apply(MarkdownDocument document)
    {
        foreach (var leaf in document.Descendants<LeafBlock>().ToList())
        {
            if (leaf.Inline is { } inlines)
            {
                Apply(inlines.Descendants<HtmlInline>().ToList());
            }
        }

        var sections = new Sections();
        foreach (var block in document.Descendants<HtmlBlock>().ToList())
        {
            block.Lines = new StringLineGroup(Rewrite(block.Lines.ToString(), sections));
        }
    }

    private static void Apply(List<HtmlInline> inlines)
    {
        var tags = inlines.ConvertAll(i => HtmlTag.Parse(i.Tag));
        var kept = Pairs(tags);
        for (var i = 0; i < tags.Count; i++)
        {
            switch (tags[i].Kind)
            {
                case HtmlTagKind.LineBreak:
                    inlines[i].Tag = "<br />";
                    break;
                case HtmlTagKind.Mark when kept.Contains(i):
                    inlines[i].Tag = tags[i].Bare;
                    break;
                case HtmlTagKind.Picture when LinkTo(tags[i]) is { } link:
                    inlines[i].Tag = link;
                    break;
                case HtmlTagKind.Text:
                    inlines[i].ReplaceBy(new LiteralInline(inlines[i].Tag));
                    break;
                default:
                    inlines[i].Remove();
                    break;
            }
        }
    }

    /// <summary>The marks that are closed in the same paragraph.</summary>
    private static HashSet<int> Pairs(List<HtmlTag> tags)
    {
        var pairs = new HashSet<int>();
        var open = new Stack<int>();
        for (var i = 0; i < tags.Count; i++)
        {
            if (tags[i].Kind != HtmlTagKind.Mark)
            {
                continue;
            }

            if (!tags[i].IsClosing)
            {
                open.Push(i);
            }
            else if (open.TryPeek(out var last) && tags[last].Name == tags[i].Name)
            {
                pairs.Add(open.Pop());
                pairs.Add(i);
            }
        }

        return pairs;
    }

    private static string Rewrite(string html, Sections sections)
    {
        var result = new StringBuilder();
        for (var at = 0; at < html.Length; )
        {
            var start = html.IndexOf('<', at);
            var text = html[at..(start < 0 ? html.Length : start)];
            result.Append(HtmlEncoder.Default.Encode(text));
            if (start < 0)
            {
                break;
            }

            var tag = HtmlTag.At(html, start);
            result.Append(
                tag.Kind switch
                {
                    HtmlTagKind.LineBreak => "<br />",
                    HtmlTagKind.Section => sections.Take(tag),
                    HtmlTagKind.Picture => LinkTo(tag) ?? "",
                    HtmlTagKind.Text => HtmlEncoder.Default.Encode(tag.Source),
                    _ => "",
                }
            );
            at = start + tag.Source.Length;
        }

        return result.Append('\n').ToString();
    }

    private static string? LinkTo(HtmlTag picture)
    {
        var address = picture.Attribute("src");
        var name = picture.Attribute("alt") is { Length: > 0 } alt ? alt : address;
        var text = HtmlEncoder.Default.Encode(name ?? "");
        return Links.IsSafe(address)
            ? $"<a href=\"{HtmlEncoder.Default.Encode(address!)}\">{text}</a>"
            : text;
    }

    /// <summary>Collapsible sections: only an opened one can be closed.</summary>
    private sealed class Sections
    {
        private const int MostNesting = 20;
        private readonly Stack<string> _open = new();

        public string Take(HtmlTag tag)
        {
            if (!tag.IsClosing && _open.Count < MostNesting)
            {
                _open.Push(tag.Name);
                return tag.Bare;
            }

            if (tag.IsClosing && _open.TryPeek(out var last) && last == tag.Name)
            {
                _open.Pop();
                return tag.Bare;
            }

            return "";
        }
    }
}
