using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pir.Intake.Webhooks;

/// <summary>
/// Reads text that is meant to be JSON the way a person would, and writes it again as JSON: raw
/// line breaks and lone surrogates in strings, single quotes,
/// trailing or missing commas, comments, <c>NaN</c>, several documents one behind the other, an end
/// that is missing. Slower than the reader, so used only for what the reader refuses.
/// </summary>
internal sealed class JsonRepair : IDisposable
{
    /// <summary>
    /// Name of the field that marks each object that was open where the text ends.
    /// </summary>
    public const string CutMark = "…";

    /// <summary>Of more documents in one text than this the rest is left out.</summary>
    public const int MaxDocuments = WebhookParser.MaxAlerts;

    private const int MaxDepth = 48;
    private const char Replacement = '\uFFFD';

    private readonly string _text;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly List<byte[]> _documents = [];
    private readonly StringBuilder _string = new();
    private readonly Utf8JsonWriter _json;
    private int _at;
    private bool _isCut;
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
            repair._isCut,
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
                ReadValue(1);
                _json.Flush();
                _documents.Add(_buffer.WrittenSpan.ToArray());
                _buffer.Clear();
                _json.Reset(_buffer);
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

    /// <summary>JSON that was made into a string once too often.</summary>
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
        (_isCut, _substitutes, _hasOther, _hasMore) = (
            _isCut || nested.IsCut,
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
        while (true)
        {
            if (!SkipSpace(','))
            {
                MarkCut();
                break;
            }

            if (_text[_at] is '}' or ']')
            {
                // A bracket of the other kind closes as well, unless an array around is waiting for
                // it.
                _at += _text[_at] == '}' ? 1 : 0;
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
        var name = _text[_at] is '"' or '\'' or '“' or '”'
            ? ReadString(_text[_at], isName: true)
            : ReadWord();
        if (!SkipSpace())
        {
            return false;
        }

        if (_text[_at] is ':' or '=')
        {
            _at++;
            _at += !AtEnd && _text[_at] == '>' ? 1 : 0;
            if (!SkipSpace())
            {
                return false;
            }

            _json.WritePropertyName(name);
            if (_text[_at] is ',' or '}' or ']')
            {
                _json.WriteNullValue();
            }
            else
            {
                ReadValue(depth + 1);
            }
        }

        // Always forward, also through what is no member at all.
        _at = _at == start ? _at + 1 : _at;
        return true;
    }

    private void ReadArray(int depth)
    {
        _at++;
        _json.WriteStartArray();
        while (true)
        {
            if (!SkipSpace(','))
            {
                _isCut = true;
                break;
            }

            if (_text[_at] is ']' or '}')
            {
                _at += _text[_at] == ']' ? 1 : 0;
                break;
            }

            var start = _at;
            ReadValue(depth + 1);
            _at = _at == start ? _at + 1 : _at;
        }

        _json.WriteEndArray();
    }

    private void MarkCut()
    {
        _isCut = true;
        _json.WriteString(CutMark, CutMark);
    }

    /// <summary>Passes over what is nested too deep, roughly.</summary>
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

    /// <summary>Moves to the next character that means something; false at the end.</summary>
    private bool SkipSpace(char alsoSkip = ' ')
    {
        while (!AtEnd)
        {
            var c = _text[_at];
            if (c == alsoSkip || char.IsWhiteSpace(c) || char.IsControl(c) || c == '\uFEFF')
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
                _json.WriteStringValue(word); // NaN, Infinity, or a text that lost its quotes.
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
        while (true)
        {
            if (AtEnd)
            {
                _isCut = true;
                _string.Append('…');
                break;
            }

            var c = _text[_at++];
            if (IsSameQuote(c, quote) && Ends(isName))
            {
                break;
            }

            if (c == '\\')
            {
                ReadEscape();
            }
            else
            {
                _string.Append(c);
            }
        }

        return Clean(_string.ToString());
    }

    private static bool IsSameQuote(char c, char quote) =>
        c == quote || (quote is '“' or '”' && c is '“' or '”' or '"');

    /// <summary>
    /// Whether a quote that was just read ends its string, or is a part of it that nobody escaped.
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
            _ => false,
        };
    }

    /// <summary>
    /// Whether what follows a comma looks like the next value or name rather than like the text
    /// that goes on.
    /// </summary>
    private bool ContinuesAfterComma(int at)
    {
        while (at < _text.Length && char.IsWhiteSpace(_text[at]))
        {
            at++;
        }

        if (
            at >= _text.Length
            || _text[at] is '"' or '\'' or '{' or '[' or '}' or ']' or '-' or '/' or '“'
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
    /// Whether a quoted name with its colon stands there: the comma in front of it is missing.
    /// </summary>
    private bool IsName(int at)
    {
        var end = _text.IndexOf(_text[at], at + 1);
        if (end < 0 || end - at > 100)
        {
            return false;
        }

        end++;
        while (end < _text.Length && char.IsWhiteSpace(_text[end]))
        {
            end++;
        }

        return end < _text.Length && _text[end] == ':';
    }

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

    /// <summary>Halves of characters cannot be written; U+FFFD stands for them.</summary>
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

/// <summary>What was found in a text that is meant to be JSON.</summary>
/// <param name="Documents">The objects and arrays, each as well-formed JSON.</param>
/// <param name="IsCut">Whether the text ends in the middle of something.</param>
/// <param name="Substitutes">Whether a character could not be read.</param>
/// <param name="HasOther">Whether there was text between or around the documents.</param>
/// <param name="HasMore">Whether there are more documents than are read.</param>
internal sealed record RepairedJson(
    IReadOnlyList<byte[]> Documents,
    bool IsCut,
    bool Substitutes,
    bool HasOther,
    bool HasMore
);
