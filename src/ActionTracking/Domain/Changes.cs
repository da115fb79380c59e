using System.Globalization;
using System.Text.Json;
using Pir.Contracts.Incidents;

namespace Pir.ActionTracking.Domain;

/// <summary>Collects changes, with field names as in the API.</summary>
internal sealed class Changes
{
    private readonly List<FieldChange> _list = [];

    public IReadOnlyList<FieldChange> List => _list;

    public bool IsEmpty => _list.Count == 0;

    /// <summary>Records a change, if there is one, and returns the new value.</summary>
    public string? Note(string field, string? from, string? to)
    {
        if (from != to)
        {
            _list.Add(new(field, from, to));
        }

        return to;
    }

    public DateTime? Note(string field, DateTime? from, DateTime? to)
    {
        Note(field, Word(from), Word(to));
        return to;
    }

    public T Note<T>(string field, T from, T to)
        where T : struct, Enum
    {
        Note(field, Word(from), Word(to));
        return to;
    }

    private static string? Word(DateTime? time) =>
        time?.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture);

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
