using System.Runtime.InteropServices;
using System.Text.Json;
using Pir.Contracts.Texts;
using Pir.Gateway.Domain;
using Pir.ServiceDefaults.Http.Reading;

namespace Pir.Gateway.Edge.People;

/// <summary>
/// The person whom a JSON body names by id. The rest of the body stays unchanged, byte for byte, so
/// that the service validates it.
/// </summary>
internal sealed class PersonInBody
{
    private readonly byte[] _json;
    private readonly PersonPlace _place;
    private readonly List<string> _ids = [];
    private readonly List<Part> _idParts = [];
    private readonly List<Part> _nameParts = [];

    private PersonInBody(byte[] json, PersonPlace place) => (_json, _place) = (json, place);

    /// <summary>Null if the body names nobody by id or is not JSON.</summary>
    /// <exception cref="UnreadableRequestException">More than one id.</exception>
    public static PersonInBody? Find(byte[] json, PersonPlace place)
    {
        var body = new PersonInBody(json, place);
        try
        {
            body.Read();
        }
        catch (JsonException)
        {
            return null; // The service uses the same reader and reports the error.
        }

        if (body._ids.TrueForAll(string.IsNullOrWhiteSpace))
        {
            return null;
        }

        return body._ids.Count == 1
            ? body
            : throw new UnreadableRequestException(place.IdField, "must be given only once");
    }

    /// <summary>Null if it cannot be the id of an account.</summary>
    public Guid? Id => Guid.TryParse(_ids[0].Trim(), out var id) ? id : null;

    /// <summary>Returns the body with this person instead.</summary>
    public byte[] With(Guid id, string name)
    {
        var edits = _idParts
            .Select(part => (Part: part, Text: JsonSerializer.SerializeToUtf8Bytes(id)))
            .Concat(_nameParts.Select(part => (Part: part, Text: NameFor(part, name))))
            .OrderBy(edit => edit.Part.Start);
        var changed = new MemoryStream(_json.Length + 200);
        var at = 0;
        foreach (var (part, text) in edits)
        {
            changed.Write(_json.AsSpan(at, part.Start - at));
            changed.Write(text);
            at = part.End;
        }

        changed.Write(_json.AsSpan(at));
        return changed.ToArray();
    }

    private void Read()
    {
        var reader = new Utf8JsonReader(_json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        if (_place.Holder is null)
        {
            ReadPerson(ref reader);
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isPerson = Is(TextOf(ref reader), _place.Holder);
            reader.Read();
            if (isPerson && reader.TokenType == JsonTokenType.StartObject)
            {
                ReadPerson(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadPerson(ref Utf8JsonReader reader)
    {
        var begin = (int)reader.BytesConsumed;
        var (ids, names) = (_ids.Count, _nameParts.Count);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = TextOf(ref reader);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (Is(member, _place.Id) && reader.TokenType == JsonTokenType.String)
            {
                _ids.Add(TextOf(ref reader).Cleaned());
                _idParts.Add(new(start, (int)reader.BytesConsumed));
            }

            reader.Skip();
            if (Is(member, _place.Name))
            {
                _nameParts.Add(new(start, (int)reader.BytesConsumed));
            }
        }

        if (_ids.Count > ids && _nameParts.Count == names)
        {
            _nameParts.Add(new(begin, begin)); // There is no name yet; insert it here.
        }
    }

    private byte[] NameFor(Part part, string name) =>
        part.Start < part.End
            ? JsonSerializer.SerializeToUtf8Bytes(name)
            :
            [
                .. JsonSerializer.SerializeToUtf8Bytes(_place.Name),
                (byte)':',
                .. JsonSerializer.SerializeToUtf8Bytes(name),
                (byte)',',
            ];

    private static bool Is(string member, string wanted) =>
        member.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "\ufffd"; // Contains an incomplete character, so it is none of the wanted names.
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Part(int Start, int End);
}
