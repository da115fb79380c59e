using System.Diagnostics.CodeAnalysis;
using Pir.Contracts.Events;

namespace Pir.Notifications.Domain;

/// <summary>
/// Selects events: <c>*</c>, a family (<c>review.*</c>), one event in any version
/// (<c>review.published</c>), or one exact name (<c>pir.review.published.v1</c>). The leading
/// <c>pir.</c> is optional.
/// </summary>
public sealed record EventPattern
{
    private const string Root = "pir.";
    private readonly string _stem;
    private readonly Form _form;

    private EventPattern(string text, string stem, Form form) =>
        (Text, _stem, _form) = (text, stem, form);

    private enum Form
    {
        Everything,
        Family,
        AnyVersion,
        Exact,
    }

    /// <summary>The trimmed text.</summary>
    public string Text { get; }

    /// <summary>Parses a pattern; false if it matches no public event.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out EventPattern? pattern)
    {
        pattern = text is null or { Length: > 100 } ? null : Read(text.Trim());
        if (pattern is not null && !EventCatalog.All.Any(IsOffered(pattern)))
        {
            pattern = null;
        }

        return pattern is not null;
    }

    /// <summary>Whether an event's full name matches.</summary>
    public bool Matches(string type) =>
        _form switch
        {
            Form.Everything => true,
            Form.Exact => string.Equals(type, _stem, StringComparison.Ordinal),
            Form.Family => type.StartsWith(_stem, StringComparison.Ordinal),
            _ => type.StartsWith(_stem, StringComparison.Ordinal)
                && IsNumber(type.AsSpan(_stem.Length)),
        };

    private static Func<EventDefinition, bool> IsOffered(EventPattern pattern) =>
        definition => definition.IsSubscribable && pattern.Matches(definition.Name);

    private static EventPattern Read(string text)
    {
        if (text is "*" or Root + "*")
        {
            return new(text, "", Form.Everything);
        }

        var name = text.StartsWith(Root, StringComparison.Ordinal) ? text : Root + text;
        if (name.EndsWith(".*", StringComparison.Ordinal))
        {
            return new(text, name[..^1], Form.Family);
        }

        var version = name.LastIndexOf(".v", StringComparison.Ordinal);
        return version > 0 && IsNumber(name.AsSpan(version + 2))
            ? new(text, name, Form.Exact)
            : new(text, name + ".v", Form.AnyVersion);
    }

    private static bool IsNumber(ReadOnlySpan<char> text) =>
        !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
}
