using System.Text;
using AngleSharp.Dom;

namespace Pir.Formatting;

/// <summary>
/// Writes a cleaned tree as HTML. The time of AngleSharp's own writer grows with the square of the
/// number of siblings, which takes seconds for a long list.
/// </summary>
internal static class HtmlText
{
    public static string Of(IElement root)
    {
        var html = new StringBuilder();
        WriteChildren(html, root);
        return html.ToString();
    }

    private static void WriteChildren(StringBuilder html, INode parent)
    {
        foreach (var child in parent.ChildNodes)
        {
            switch (child)
            {
                case IText text:
                    Encode(html, text.Data);
                    break;
                case IElement element:
                    Write(html, element);
                    break;
            }
        }
    }

    private static void Write(StringBuilder html, IElement element)
    {
        html.Append('<').Append(element.LocalName);
        foreach (var attribute in element.Attributes)
        {
            html.Append(' ').Append(attribute.Name).Append("=\"");
            Encode(html, attribute.Value);
            html.Append('"');
        }

        html.Append('>');
        if (element.LocalName is "br" or "hr" or "input")
        {
            return;
        }

        // A parser drops the first line break in pre; this one must stay.
        if (element is { LocalName: "pre", FirstChild: IText { Data: ['\n', ..] } })
        {
            html.Append('\n');
        }

        WriteChildren(html, element);
        html.Append("</").Append(element.LocalName).Append('>');
    }

    private static void Encode(StringBuilder html, string text)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => html.Append("&amp;"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '"' => html.Append("&quot;"),
                '\u00a0' => html.Append("&nbsp;"),
                _ => html.Append(c),
            };
        }
    }
}
