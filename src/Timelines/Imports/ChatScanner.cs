namespace Pir.Timelines.Imports;

/// <summary>A message of the text, before its day is known.</summary>
internal sealed class ChatDraft(ChatHeading? heading, int line)
{
    public string? Name { get; set; } = heading?.Name;
    public bool IsBot { get; set; } = heading?.IsBot ?? false;
    public WrittenTime? Time { get; } = heading?.Time;

    /// <summary>The line of the text it starts on, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The day that a line above the message names.</summary>
    public WrittenDay? Day { get; set; }
    public List<string> Lines { get; } = heading is null ? [] : [heading.Text];
    public string Text => string.Join('\n', Lines).Trim();
}

/// <summary>
/// Splits a copied chat into messages. The first heading shows how the chat marks messages; lines
/// that look like headings of another kind are text then, for example lines of a log that somebody
/// pasted. Lines between code fences are always text.
/// </summary>
internal sealed class ChatScanner
{
    private readonly ChatLines _lines;
    private readonly HashSet<string> _speakers = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ChatDraft> _drafts = [];
    private readonly List<LeftOutLine> _leftOut = [];
    private readonly HashSet<int> _leftOutLines = [];
    private readonly Layout _layout;
    private HeadingForm? _form;
    private WrittenDay? _day;
    private int _at;
    private int _headingEnd = -1;

    private ChatScanner(ChatLines lines, Layout layout, IEnumerable<string> speakers)
    {
        _lines = lines;
        _layout = layout;
        _speakers.UnionWith(speakers);
    }

    internal static (IReadOnlyList<ChatDraft> Drafts, IReadOnlyList<LeftOutLine> LeftOut) Scan(
        string text
    )
    {
        var lines = new ChatLines(text);
        var layout = Layout.Of(lines);
        // Who speaks is known after the first reading, and helps the second.
        var first = new ChatScanner(lines, layout, []);
        first.Run();
        var second = new ChatScanner(
            lines,
            layout,
            first._drafts.Select(d => d.Name).OfType<string>()
        );
        second.Run();
        return (second._drafts, second._leftOut);
    }

    private void Run()
    {
        for (_at = 0; _at < _lines.Count; _at++)
        {
            var line = _lines[_at].Trim();
            if (_lines.IsCode(_at))
            {
                AddText(_lines[_at].TrimEnd());
            }
            else if (line.Length == 0)
            {
                AddBlank();
            }
            else if (!Starts(line) && !IsLeftOut(line))
            {
                AddText(ChatNoise.WithoutEdited(_lines[_at]).TrimEnd());
            }
        }

        for (var n = 1; n < _drafts.Count; n++)
        {
            if (_drafts[n] is { Name: null, Time: not null, Lines: [""] or ["", ..] } draft)
            {
                (draft.Name, draft.IsBot) = (_drafts[n - 1].Name, _drafts[n - 1].IsBot);
            }
        }
    }

    /// <summary>Starts a message if the line is a heading of this chat.</summary>
    private bool Starts(string line)
    {
        if (NameAbove(_at, out var last) is { } above)
        {
            return Start(above, last);
        }

        return _lines.HeadingAt(_at) is { } heading && IsAllowed(heading) && Start(heading, _at);
    }

    private bool Start(ChatHeading heading, int last)
    {
        if (heading.IsNotice)
        {
            var reason = ChatNoise.IsJoinOrPart(
                heading.Text.TrimStart('-', '!', '*', '<', '>', ' ', '\t')
            )
                ? LeftOutReason.JoinOrPart
                : LeftOutReason.Notice;
            LeaveOut(reason);
        }
        else
        {
            _drafts.Add(new(heading, _at + 1) { Day = _day });
            _day = null;
            _headingEnd = last;
        }

        _form ??= heading.Form is HeadingForm.Time ? HeadingForm.NameTime : heading.Form;
        _at = last;
        return true;
    }

    /// <summary>Whether this chat marks messages in this way.</summary>
    private bool IsAllowed(ChatHeading heading)
    {
        var isKnown = heading.Name is { } name && _speakers.Contains(name);
        return _form is null
            || heading.Form switch
            {
                HeadingForm.Time => !IsFirstLine()
                    && _form is HeadingForm.NameTime or HeadingForm.NameTimeText,
                HeadingForm.Bracket => !IsFirstLine()
                    && _form is HeadingForm.NameBracket or HeadingForm.BracketName,
                HeadingForm.NameTime => _form is HeadingForm.NameTime or HeadingForm.NameTimeText
                    || IsSure(heading),
                HeadingForm.NameTimeText => _form is HeadingForm.NameTimeText
                    || (_form is HeadingForm.NameTime && isKnown),
                HeadingForm.BracketName or HeadingForm.TimeNameText => _form
                    is HeadingForm.BracketName
                        or HeadingForm.TimeNameText
                    || IsSure(heading),
                _ => _form is HeadingForm.NameBracket or HeadingForm.BracketName || IsSure(heading),
            };
    }

    /// <summary>A message begins with its text, even if that is a time or a day.</summary>
    private bool IsFirstLine() =>
        _at == _headingEnd + 1 && _drafts.Count > 0 && _drafts[^1].Text.Length == 0;

    /// <summary>A full or known name on a line of its own after a blank one.</summary>
    private bool IsSure(ChatHeading heading) =>
        heading is { Name: { } name, Text: "" }
        && IsBlank(_at - 1)
        && (ChatName.IsFullName(name) || _speakers.Contains(name));

    /// <summary>A name on its own line, with the time on one of the next lines.</summary>
    private ChatHeading? NameAbove(int n, out int last)
    {
        last = n;
        if (_form is not (null or HeadingForm.NameTime or HeadingForm.NameTimeText))
        {
            return null;
        }

        if (_lines.TimeBelow(n, out last) is not { } below)
        {
            return null;
        }

        var written = _lines[n].Trim();
        if (!_layout.IsName(written, _lines[last], below, IsBlank(n - 1), _speakers))
        {
            return null;
        }

        var (name, isBot) = ChatName.Trim(written);
        var marks = Enumerable.Range(n + 1, last - n - 1).Any(m => ChatName.Trim(_lines[m]).IsBot);
        return below with
        {
            Form = HeadingForm.NameTime,
            Name = name,
            IsBot = isBot || marks || below.IsBot,
        };
    }

    /// <summary>Whether nobody wrote the line; it is noted then.</summary>
    private bool IsLeftOut(string line)
    {
        if (DividerAt(line) is { } day)
        {
            _day = day;
            return LeaveOut(LeftOutReason.Divider);
        }

        if (ChatNoise.IsThreadQuote(line))
        {
            LeaveOut(LeftOutReason.Quote);
            if (
                line.EndsWith(':')
                && _at + 2 < _lines.Count
                && !IsBlank(_at + 1)
                && !IsBlank(_at + 2)
            )
            {
                _at++;
                LeaveOut(LeftOutReason.Quote);
            }

            return true;
        }

        if (IsFirstLine())
        {
            return false;
        }

        if (ChatNoise.IsFurniture(line) || ChatNoise.IsReaction(line))
        {
            return LeaveOut(LeftOutReason.Furniture);
        }

        if (
            ChatNoise.IsEmoji(line)
            && _at + 1 < _lines.Count
            && ChatNoise.IsCount(_lines[_at + 1].Trim())
        )
        {
            LeaveOut(LeftOutReason.Furniture);
            _at++;
            return LeaveOut(LeftOutReason.Furniture);
        }

        return false;
    }

    /// <summary>The day that the line names, unless it is the text of a message.</summary>
    private WrittenDay? DividerAt(string line)
    {
        return
            !IsFirstLine()
            && ChatNoise.DayOf(line) is { } day
            && (!ChatNoise.IsOneWord(day) || IsBlank(_at - 1))
            ? day
            : null;
    }

    private bool LeaveOut(LeftOutReason reason)
    {
        _leftOut.Add(new(_at + 1, _lines[_at].Trim(), reason));
        _leftOutLines.Add(_at);
        return true;
    }

    private void AddText(string line)
    {
        // After the name of a day, nobody has said anything yet.
        if (_drafts.Count == 0 || (_day is not null && line.Trim().Length > 0))
        {
            _drafts.Add(new(null, _at + 1) { Day = _day });
            _day = null;
        }

        _drafts[^1].Lines.Add(line);
    }

    private void AddBlank()
    {
        if (_drafts.Count > 0)
        {
            _drafts[^1].Lines.Add("");
        }
    }

    /// <summary>What is left out separates messages as well.</summary>
    private bool IsBlank(int n) => _lines.IsBlank(n) || _leftOutLines.Contains(n);
}
