using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;

namespace Pir.Web.Shared.Pages;

/// <summary>
/// Unreadable filters in the address of a list. The list is shown without them. The page says so at
/// the top, or at the filter's field if it has one.
/// </summary>
internal sealed class UnreadFilters
{
    private readonly Dictionary<string, Unread> _all = new(StringComparer.Ordinal);

    /// <summary>Filters without a field, by name.</summary>
    public IReadOnlyList<(string Name, string Text)> Fieldless =>
        [.. _all.Where(u => !u.Value.HasField).Select(u => (u.Key, u.Value.Text))];

    /// <summary>The error at the field of this name; null if there is none.</summary>
    public string? Error(string name) =>
        _all.TryGetValue(name, out var unread) && unread.HasField ? unread.Text : null;

    /// <summary>
    /// Returns the value that was read. Notes the given text if it could not be read.
    /// </summary>
    public T? Note<T>(string name, string? given, T? read, bool hasField = false)
    {
        if (read is null && !string.IsNullOrWhiteSpace(given))
        {
            _all[name] = new(
                $"“{given.Trim()}” is not a valid value, so this filter is not applied.",
                hasField
            );
        }

        return read;
    }

    /// <summary>One of the filter's known words; null for any other.</summary>
    public string? Choice(string name, string? given, params ReadOnlySpan<string> known) =>
        Note(name, given, given is not null && known.Contains(given) ? given : null);

    /// <summary>The API's word; null for any.</summary>
    public string? Severity(string? given) =>
        Note(
            "severity",
            given,
            SeverityWords.Parse(given) is { } severity ? Words.Wire(severity) : null
        );

    /// <summary>One or several, separated by commas.</summary>
    public string? Severities(string? given)
    {
        var all = (given ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(SeverityWords.Parse)
            .ToList();
        var read = all.Contains(null) ? null : string.Join(',', all.Select(s => s!.Value.ToWord()));
        return Note("severity", given, read.TrimmedOrNull());
    }

    /// <summary>The API's word for a value of an enumeration.</summary>
    public string? Value<T>(string name, string? given)
        where T : struct, Enum =>
        Note(
            name,
            given,
            Enum.TryParse<T>(given, ignoreCase: true, out var value) && Enum.IsDefined(value)
                ? Words.Wire(value)
                : null
        );

    private sealed record Unread(string Text, bool HasField);
}
