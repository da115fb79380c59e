namespace Pir.Gateway.Edge;

/// <summary>Reads one opening tag of HTML, attribute by attribute, as browsers do.</summary>
internal sealed class HtmlTag
{
    private static readonly string[] RawText = ["script", "style", "textarea", "title"];

    private readonly string _html;
    private readonly int _start;

    /// <param name="start">Start of the tag's name.</param>
    public HtmlTag(string html, int start)
    {
        (_html, _start) = (html, start);
        End = start;
        SkipWhile(c => !IsSpace(c) && c is not ('>' or '/'));
        IsRawText = RawText.Contains(html[start..End], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The position behind the tag, once all attributes have been read.</summary>
    public int End { get; private set; }

    /// <summary>Whether the text up to the closing tag is not markup.</summary>
    public bool IsRawText { get; }

    /// <summary>Names and values, as positions in the page.</summary>
    public IEnumerable<(Range Name, Range Value)> Attributes()
    {
        while (true)
        {
            SkipWhile(c => IsSpace(c) || c == '/');
            if (End >= _html.Length || _html[End] == '>')
            {
                End = Math.Min(End + 1, _html.Length);
                yield break;
            }

            var name = Take(c => !IsSpace(c) && c is not ('=' or '>' or '/'), atLeast: 1);
            SkipWhile(IsSpace);
            if (End < _html.Length && _html[End] == '=')
            {
                End++;
                SkipWhile(IsSpace);
                yield return (name, Value());
            }
        }
    }

    private Range Value()
    {
        if (End < _html.Length && _html[End] is '"' or '\'')
        {
            var quote = _html[End++];
            var quoted = Take(c => c != quote);
            End = Math.Min(End + 1, _html.Length);
            return quoted;
        }

        return Take(c => !IsSpace(c) && c != '>');
    }

    private Range Take(Func<char, bool> belongs, int atLeast = 0)
    {
        var from = End;
        End = Math.Min(End + atLeast, _html.Length);
        SkipWhile(belongs);
        return from..End;
    }

    private void SkipWhile(Func<char, bool> belongs)
    {
        while (End < _html.Length && belongs(_html[End]))
        {
            End++;
        }
    }

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f';

    public override string ToString() => _html[_start..End];
}
