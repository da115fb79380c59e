using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// Reads text that should be JSON the way a person would, and writes it again as JSON. Handles raw
/// line breaks and lone surrogates in strings, single quotes, trailing or missing commas, comments,
/// <c>NaN</c>, several documents in a row, and a missing end. Slower than the reader, so used only
/// for what the reader refuses.
/// </summary>
internal sealed class JsonRepair : IDisposable
{
    /// <summary>
    /// Name of the field that marks each object that is still open where the text, or a document in
    /// it, ends.
    /// </summary>
    public const string CutMark = "…";

    /// <summary>Most documents in one text; the rest is left out.</summary>
    public const int MaxDocuments = WebhookParser.MaxAlerts;

    /// <summary>
    /// Value of <see cref="CutMark"/> in an object that ends in the middle of the text.
    /// </summary>
    public const string BrokenMark = "the end is missing";

    /// <summary>Whether the value of <see cref="CutMark"/> is <see cref="BrokenMark"/>.</summary>
    public static bool IsBroken(in Utf8JsonReader mark) =>
        mark.TokenType == JsonTokenType.String && mark.ValueTextEquals(BrokenMark);

    private const int MaxDepth = 48;
    private const int LongestName = 100;

    /// <summary>How far to look ahead for the end of JSON within a text.</summary>
    private const int LongestLook = 2_000;
    private const char Replacement = '\uFFFD';

    private readonly string _text;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly List<RepairedDocument> _documents = [];
    private readonly StringBuilder _string = new();
    private readonly Utf8JsonWriter _json;
    private int _at;

    /// <summary>Where the current document starts and where its first line ends.</summary>
    private int _start;
    private int _firstLineEnd;
    private bool _isMarked;
    private bool _isCut;
    private bool _isBroken;
    private JsonDamage _damage;
    private bool _substitutes;
    private bool _hasOther;
    private bool _hasMore;

    private JsonRepair(string text)
    {
        _text = text;
        _json = NewWriter();
    }

    public static RepairedJson Read(string text)
    {
        using var repair = new JsonRepair(text);
        repair.ReadAll();
        return new(
            repair._documents,
            repair._isCut && repair._documents.Count > 0,
            repair._isBroken,
            repair._damage,
            repair._substitutes,
            repair._hasOther,
            repair._hasMore
        );
    }

    public void Dispose() => _json.Dispose();

    private bool AtEnd => _at >= _text.Length;

    private Utf8JsonWriter NewWriter() =>
        new(
            _buffer,
            new JsonWriterOptions
            {
                SkipValidation = true,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );

    private void ReadAll()
    {
        while (!_hasMore && SkipSpace())
        {
            var c = _text[_at];
            if (c is '{' or '[' && _documents.Count == MaxDocuments)
            {
                _hasMore = true;
            }
            else if (c is '{' or '[')
            {
                ReadDocument();
            }
            else if (c is '"' or '\'' && _documents.Count == 0)
            {
                ReadQuotedDocument(c);
            }
            else
            {
                _hasOther |= c != ',';
                _at++;
            }
        }
    }

    private void ReadDocument()
    {
        (_start, _isMarked) = (_at, false);
        _firstLineEnd = _text.AsSpan(_at).IndexOfAny('\r', '\n') is var end and >= 0
            ? _at + end
            : -1;
        ReadValue(1);
        _json.Flush();
        _documents.Add(new(_buffer.WrittenSpan.ToArray(), _isMarked));
        _buffer.Clear();
        _json.Reset(_buffer);
    }

    /// <summary>JSON that was encoded as a string once too often.</summary>
    private void ReadQuotedDocument(char quote)
    {
        var inner = ReadString(quote, isName: false).Trim();
        if (inner is not ['{' or '[', ..])
        {
            _hasOther = true;
            return;
        }

        var nested = Read(inner);
        _documents.AddRange(nested.Documents);
        _damage |= nested.Damage;
        (_isCut, _isBroken, _substitutes, _hasOther, _hasMore) = (
            _isCut || nested.IsCut,
            _isBroken || nested.IsBroken,
            _substitutes || nested.Substitutes,
            _hasOther || nested.HasOther,
            nested.HasMore
        );
    }

    private void ReadValue(int depth)
    {
        switch (_text[_at])
        {
            case '{' when depth <= MaxDepth:
                ReadObject(depth);
                break;
            case '[' when depth <= MaxDepth:
                ReadArray(depth);
                break;
            case '{' or '[':
                _damage |= JsonDamage.TooDeep;
                SkipNested();
                _json.WriteNullValue();
                break;
            case '"' or '\'' or '“' or '”':
                _json.WriteStringValue(ReadString(_text[_at], isName: false));
                break;
            default:
                WriteWord(ReadWord());
                break;
        }
    }

    private void ReadObject(int depth)
    {
        _at++;
        _json.WriteStartObject();
        for (var isFirst = true; ; isFirst = false)
        {
            if (!SkipCommas(isFirst, isObject: true))
            {
                MarkCut();
                break;
            }

            if (_text[_at] is '}' or ']')
            {
                // A bracket of the other kind also closes it, unless an outer array is waiting for
                // it.
                Close('}');
                break;
            }

            if (_text[_at] == '{')
            {
                // No field starts like that: this object was never closed.
                MarkBroken();
                break;
            }

            if (!ReadMember(depth))
            {
                MarkCut();
                break;
            }
        }

        _json.WriteEndObject();
    }

    /// <returns>False when the text ends before the value.</returns>
    private bool ReadMember(int depth)
    {
        var start = _at;
        var name = IsQuote(_text[_at]) ? ReadString(_text[_at], isName: true) : ReadBareName();
        if (!SkipSpace())
        {
            return false;
        }

        if (_text[_at] is not (':' or '='))
        {
            _damage |= JsonDamage.NotAMember;
            _at = _at == start ? _at + 1 : _at; // Always forward.
            return true;
        }

        _at++;
        _at += !AtEnd && _text[_at] == '>' ? 1 : 0;
        if (!SkipSpace())
        {
            return false;
        }

        _json.WritePropertyName(name);
        if (_text[_at] is ',' or '}' or ']' || BeginsDocument(isDue: false))
        {
            _damage |= JsonDamage.MissingValue;
            _json.WriteNullValue();
        }
        else
        {
            ReadValue(depth + 1);
        }

        return true;
    }

    private string ReadBareName()
    {
        var word = ReadWord();
        var name = word.Trim('"', '\'');
        _damage |= name.Length < word.Length ? JsonDamage.OpenText : JsonDamage.None;
        return name;
    }

    private void ReadArray(int depth)
    {
        _at++;
        _json.WriteStartArray();
        for (var isFirst = true; ; isFirst = false)
        {
            var end = _at;
            if (!SkipCommas(isFirst, isObject: false))
            {
                _isCut = true;
                break;
            }

            if (_text[_at] is ']' or '}')
            {
                Close(']');
                break;
            }

            var hasComma = _text.AsSpan(end, _at - end).Contains(',');
            if (BeginsDocument(isFirst || hasComma))
            {
                _isBroken = true;
                break;
            }

            var start = _at;
            ReadValue(depth + 1);
            _at = _at == start ? _at + 1 : _at;
        }

        _json.WriteEndArray();
    }

    /// <summary>Consumes the bracket if it is the right one, not one of the other kind.</summary>
    private void Close(char bracket)
    {
        if (_text[_at] == bracket)
        {
            _at++;
        }
        else
        {
            _damage |= JsonDamage.Bracket;
        }
    }

    /// <summary>
    /// Moves to the next value or bracket; false at the end. A comma after the last value is not
    /// damage.
    /// </summary>
    private bool SkipCommas(bool isFirst, bool isObject)
    {
        var commas = 0;
        while (SkipSpace())
        {
            if (_text[_at] == ',')
            {
                commas++;
                _at++;
                continue;
            }

            var next = _text[_at];
            var isValue = next is not ('}' or ']') && !(isObject && next == '{');
            _damage |=
                commas > (isFirst ? 0 : 1) ? JsonDamage.ExtraComma
                : commas == 0 && !isFirst && isValue ? JsonDamage.MissingComma
                : JsonDamage.None;
            return true;
        }

        return false;
    }

    private void MarkBroken()
    {
        (_isBroken, _isMarked) = (true, true);
        _json.WriteString(CutMark, BrokenMark);
    }

    private void MarkCut()
    {
        (_isCut, _isMarked) = (true, true);
        _json.WriteString(CutMark, CutMark);
    }

    /// <summary>
    /// Whether the next document starts here, in the middle of this one: on a new line that is
    /// indented no more than this document.
    /// </summary>
    /// <param name="isDue">Whether another object of this document may follow here.</param>
    private bool BeginsDocument(bool isDue)
    {
        if (_text[_at] != '{' || _text[_start] != '{')
        {
            return false;
        }

        var lineEnd = _at - 1 - Indent(_at);
        var name = NameIn(_at);
        if (_text[lineEnd] is not ('\n' or '\r') || Indent(_at) > Indent(_start) || name.IsEmpty)
        {
            return false;
        }

        var isLikeThis = name.SequenceEqual(NameIn(_start));
        return isDue ? isLikeThis && HoldsList(_at)
            : Behind(_at) is { } next ? next == _text.Length || _text[next] == '{'
            : isLikeThis || IsFirstLine(lineEnd);
    }

    /// <summary>Whether the first value in the object that starts here is an array.</summary>
    private bool HoldsList(int brace)
    {
        var at = SpaceEnd(brace + 1);
        at = SpaceEnd(at + NameAt(at).Length + 2);
        at = SpaceEnd(at + 1);
        return at < _text.Length && _text[at] == '[';
    }

    private bool IsFirstLine(int lineEnd) =>
        _firstLineEnd - _start > 1
        && (lineEnd == _firstLineEnd || (lineEnd == _firstLineEnd + 1 && _text[lineEnd] == '\n'));

    private int Indent(int at)
    {
        var first = at;
        while (first > 0 && at - first < LongestName && _text[first - 1] is ' ' or '\t')
        {
            first--;
        }

        return at - first;
    }

    /// <summary>The first name in the object that starts here; empty if none does.</summary>
    private ReadOnlySpan<char> NameIn(int brace)
    {
        var at = SpaceEnd(brace + 1);
        return at < _text.Length && IsQuote(_text[at]) ? NameAt(at) : default;
    }

    /// <summary>The quoted name before a colon; empty if there is none.</summary>
    private ReadOnlySpan<char> NameAt(int quote)
    {
        var rest = _text.AsSpan(quote + 1);
        var length = rest[..Math.Min(rest.Length, LongestName)].IndexOf(_text[quote]);
        if (length <= 0 || rest[..length].ContainsAny('\n', '\r'))
        {
            return default;
        }

        var end = SpaceEnd(quote + length + 2);
        return end < _text.Length && _text[end] == ':' ? rest[..length] : default;
    }

    private int SpaceEnd(int at)
    {
        // More space than this is not intended.
        var end = Math.Min(_text.Length, at + LongestLook);
        while (at < end && char.IsWhiteSpace(_text[at]))
        {
            at++;
        }

        return at;
    }

    private static bool IsQuote(char c) => c is '"' or '\'' or '“' or '”';

    /// <summary>Roughly skips content that is nested too deeply.</summary>
    private void SkipNested()
    {
        var depth = 0;
        do
        {
            depth += _text[_at] switch
            {
                '{' or '[' => 1,
                '}' or ']' => -1,
                _ => 0,
            };
            _at++;
        } while (depth > 0 && !AtEnd);
        _isCut |= depth > 0;
    }

    /// <summary>Moves to the next significant character; false at the end.</summary>
    private bool SkipSpace()
    {
        while (!AtEnd)
        {
            var c = _text[_at];
            if (char.IsWhiteSpace(c) || char.IsControl(c) || c == '\uFEFF')
            {
                _at++;
            }
            else if (c == '/' && _at + 1 < _text.Length && _text[_at + 1] is '/' or '*')
            {
                SkipComment();
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private void SkipComment()
    {
        var isLine = _text[_at + 1] == '/';
        var end = _text.IndexOf(isLine ? "\n" : "*/", _at + 2, StringComparison.Ordinal);
        _at = end < 0 ? _text.Length : end + (isLine ? 1 : 2);
    }

    /// <summary>A number, a constant or a name without quotes.</summary>
    private string ReadWord()
    {
        var start = _at;
        while (!AtEnd && _text[_at] is not (',' or ':' or '=' or '}' or ']' or '{' or '[' or '\n'))
        {
            _at++;
        }

        return Clean(_text[start.._at].Trim());
    }

    private void WriteWord(string word)
    {
        switch (word)
        {
            case "" or "null" or "None" or "nil" or "undefined" or "NULL":
                _json.WriteNullValue();
                break;
            case "true" or "True" or "TRUE":
                _json.WriteBooleanValue(true);
                break;
            case "false" or "False" or "FALSE":
                _json.WriteBooleanValue(false);
                break;
            case var _ when IsNumber(word):
                _json.WriteRawValue(word, skipInputValidation: true);
                break;
            default:
                // NaN, Infinity, or a text that lost its quotes.
                _damage |= word.TrimStart('+', '-') is "NaN" or "Infinity" or "nan" or "inf"
                    ? JsonDamage.None
                    : JsonDamage.BareText;
                _json.WriteStringValue(word);
                break;
        }
    }

    private static bool IsNumber(string word)
    {
        if (word.Length > 100 || (!char.IsAsciiDigit(word[0]) && word[0] != '-'))
        {
            return false;
        }

        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(word));
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.Number && !reader.Read();
        }
        catch (JsonException)
        {
            return false; // As 007 or 1.
        }
    }

    private string ReadString(char quote, bool isName)
    {
        _at++;
        _string.Clear();
        for (var open = 0; ; )
        {
            if (AtEnd)
            {
                _isCut = true;
                _string.Append('…');
                break;
            }

            var c = _text[_at];
            if (c is '\n' or '\r' && ObjectBehind(_at) is { } next)
            {
                // Neither the text nor its object was closed.
                _at = next;
                _string.Append('…');
                break;
            }

            if (!isName && open == 0 && c is ',' or '}' or ']' && GoesOnBehind(quote))
            {
                _damage |= JsonDamage.OpenText;
                break;
            }

            _at++;
            if (IsSameQuote(c, quote))
            {
                if (Ends(isName))
                {
                    break;
                }

                if (isName && EndsBeforeColon())
                {
                    break;
                }

                _damage |= JsonDamage.QuoteInText;
            }

            open +=
                c is '{' or '[' ? 1
                : c is '}' or ']' && open > 0 ? -1
                : 0;
            Append(c);
        }

        return Clean(_string.ToString());
    }

    /// <summary>
    /// Whether the quotation mark just read starts the value, so that the one after the name is
    /// missing.
    /// </summary>
    private bool EndsBeforeColon()
    {
        var name = _string.ToString().TrimEnd();
        if (!name.EndsWith(':'))
        {
            return false;
        }

        _damage |= JsonDamage.OpenText;
        _at = _text.LastIndexOf(':', _at - 1);
        _string.Clear().Append(name.AsSpan(0, name.Length - 1));
        return true;
    }

    private void Append(char c)
    {
        if (c == '\\')
        {
            ReadEscape();
        }
        else
        {
            _string.Append(c);
        }
    }

    /// <summary>
    /// Where an object that is not part of the text starts in the line after this line break: JSON
    /// inside a text is followed by more text or by the quotation mark that ends it.
    /// </summary>
    private int? ObjectBehind(int lineBreak)
    {
        var start = lineBreak + 1;
        while (
            start < _text.Length && start - lineBreak < LongestName && _text[start] is ' ' or '\t'
        )
        {
            start++;
        }

        return
            start < _text.Length
            && _text[start] == '{'
            && !NameIn(start).IsEmpty
            && (
                Behind(start) is not { } next
                || next == _text.Length
                || _text[next] is '{' or '}' or ']' or ','
            )
            ? start
            : null;
    }

    /// <summary>
    /// The position after the object that starts here; null if its end is out of reach.
    /// </summary>
    private int? Behind(int brace)
    {
        var open = 0;
        var isText = false;
        for (var at = brace; at < Math.Min(_text.Length, brace + LongestLook); at++)
        {
            var c = _text[at];
            isText ^= c == '"' && _text[at - 1] != '\\';
            open +=
                isText ? 0
                : c is '{' or '[' ? 1
                : c is '}' or ']' ? -1
                : 0;
            if (open == 0)
            {
                return SpaceEnd(at + 1);
            }
        }

        return null;
    }

    /// <summary>
    /// Whether the next field or object starts after the comma or brackets here; then the quotation
    /// mark before them is missing.
    /// </summary>
    private bool GoesOnBehind(char quote)
    {
        var at = _at;
        var isClosing = _text[at] != ',';
        while (at < _text.Length && at - _at < LongestName && _text[at] is '}' or ']')
        {
            at = SpaceEnd(at + 1);
        }

        if (at >= _text.Length || _text[at] != ',')
        {
            return false;
        }

        at = SpaceEnd(at + 1);
        return at < _text.Length
            && (
                IsSameQuote(_text[at], quote)
                    ? !NameAt(at).IsEmpty
                    : isClosing && _text[at] == '{' && !NameIn(at).IsEmpty
            );
    }

    private static bool IsSameQuote(char c, char quote) =>
        c == quote || (quote is '“' or '”' && c is '“' or '”' or '"');

    /// <summary>
    /// Whether the quote just read ends its string or is an unescaped part of it.
    /// </summary>
    private bool Ends(bool isName)
    {
        var next = _at;
        while (next < _text.Length && char.IsWhiteSpace(_text[next]))
        {
            next++;
        }

        if (next == _text.Length)
        {
            return true;
        }

        return _text[next] switch
        {
            ':' or '=' => isName,
            '}' or ']' => !isName,
            ',' => !isName && ContinuesAfterComma(next + 1),
            '"' or '\'' => !isName && IsName(next),
            '/' => true,
            // The next document or object, if the bracket before it is missing.
            '{' => !NameIn(next).IsEmpty,
            _ => false,
        };
    }

    /// <summary>
    /// Whether what follows a comma looks like the next value or name and not like more text.
    /// </summary>
    private bool ContinuesAfterComma(int at)
    {
        while (at < _text.Length && char.IsWhiteSpace(_text[at]))
        {
            at++;
        }

        if (
            at >= _text.Length
            || _text[at] is '"' or '\'' or '{' or '[' or '}' or ']' or ',' or '-' or '/' or '“'
            || char.IsAsciiDigit(_text[at])
        )
        {
            return true;
        }

        var end = at;
        while (end < _text.Length && (char.IsLetterOrDigit(_text[end]) || _text[end] is '_' or '-'))
        {
            end++;
        }

        return end > at
            && (end == _text.Length || _text[end] is ':' or ',' or ']' or '}' or '\n' or '\r');
    }

    /// <summary>
    /// Whether a quoted name with its colon follows: then the comma before it is missing.
    /// </summary>
    private bool IsName(int at) => !NameAt(at).IsEmpty;

    private void ReadEscape()
    {
        if (AtEnd)
        {
            return; // Cut in the middle of it.
        }

        var c = _text[_at++];
        switch (c)
        {
            case 'n':
                _string.Append('\n');
                break;
            case 't':
                _string.Append('\t');
                break;
            case 'r':
                _string.Append('\r');
                break;
            case 'b' or 'f':
                _string.Append(' ');
                break;
            case '"' or '\'' or '\\' or '/':
                _string.Append(c);
                break;
            case 'u' when ReadHex(4) is { } unit:
                _string.Append(unit);
                break;
            case 'x' when ReadHex(2) is { } unit:
                _string.Append(unit);
                break;
            default:
                _string.Append('\\').Append(c); // As in C:\dir or \d+.
                break;
        }
    }

    private char? ReadHex(int digits)
    {
        if (
            _at + digits > _text.Length
            || !ushort.TryParse(
                _text.AsSpan(_at, digits),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var unit
            )
        )
        {
            return null;
        }

        _at += digits;
        return (char)unit;
    }

    /// <summary>Lone surrogates cannot be written; U+FFFD replaces them.</summary>
    private string Clean(string text)
    {
        char[]? clean = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
            }
            else
            {
                clean ??= text.ToCharArray();
                clean[i] = Replacement;
            }
        }

        _substitutes |= clean is not null;
        return clean is null ? text : new(clean);
    }
}

/// <summary>What was found in a text that should be JSON.</summary>
/// <param name="Documents">The objects and arrays.</param>
/// <param name="IsCut">Whether the text ends in the middle of something.</param>
/// <param name="IsBroken">Whether something before the end of the text has no end.</param>
/// <param name="Damage">What else had to be guessed.</param>
/// <param name="Substitutes">Whether a character could not be read.</param>
/// <param name="HasOther">Whether there was text between or around the documents.</param>
/// <param name="HasMore">Whether there are more documents than are read.</param>
internal sealed record RepairedJson(
    IReadOnlyList<RepairedDocument> Documents,
    bool IsCut,
    bool IsBroken,
    JsonDamage Damage,
    bool Substitutes,
    bool HasOther,
    bool HasMore
);

/// <param name="Json">Well formed.</param>
/// <param name="IsMarked">
/// Whether there are objects without an end in it; see <see cref="JsonRepair.CutMark"/>.
/// </param>
internal readonly record struct RepairedDocument(byte[] Json, bool IsMarked);
