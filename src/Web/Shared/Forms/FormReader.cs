using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pir.Contracts.Times;

namespace Pir.Web.Shared.Forms;

/// <summary>
/// Reads a submitted form. An unreadable field is refused with an error at the field, before any
/// service is called.
/// </summary>
internal sealed class FormReader(IFormCollection form, Zone zone)
{
    /// <summary>Trimmed; null if empty.</summary>
    public string? Text(string name)
    {
        var text = form[name].ToString().ReplaceLineEndings("\n").Trim();
        return text.Length == 0 ? null : text;
    }

    public bool Has(string name) => form.ContainsKey(name);

    /// <summary>The files chosen for a field.</summary>
    public IReadOnlyList<IFormFile> Files(string name) =>
        [.. form.Files.GetFiles(name).Where(f => f.Length > 0)];

    /// <summary>As typed, even if empty.</summary>
    public string Raw(string name) => form[name].ToString().ReplaceLineEndings("\n");

    /// <summary>A required text.</summary>
    public string Required(string name) =>
        Text(name) ?? throw new ApiException(ApiProblem.Field(name, "is required"));

    /// <summary>A time in the reader's zone, as UTC.</summary>
    public DateTime? Time(string name) => Time(name, null, null);

    /// <summary>The same for something that has happened.</summary>
    public DateTime? PastTime(string name) => Time(name, null, zone.Now);

    /// <summary>
    /// A time in the reader's zone, as UTC. If clocks show it twice, the one between the
    /// neighbours; if both are, the one that the user chose, who is asked otherwise.
    /// </summary>
    /// <param name="after">What is known to have happened before it.</param>
    /// <param name="before">What is known to have happened after it.</param>
    public DateTime? Time(string name, DateTime? after, DateTime? before)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Zone.Local(text) is not { } local)
        {
            throw Refused(name, "must be a date and time, for example 2026-01-31T14:05");
        }

        var instants = zone.Instants(local);
        if (instants.Count == 0)
        {
            throw Refused(name, zone.SkippedRule(local));
        }

        var time = instants.Count == 1 ? instants[0] : Chosen(name, local, instants, after, before);
        return TimeRules.Check(time) is { } rule ? throw Refused(name, rule) : time;
    }

    private DateTime Chosen(
        string name,
        DateTime local,
        IReadOnlyList<DateTime> instants,
        DateTime? after,
        DateTime? before
    )
    {
        if (Number($"{name}-turn") is { } turn && turn >= 1 && turn <= instants.Count)
        {
            return instants[turn - 1];
        }

        // The minute that the form shows may have begun before the neighbour's seconds.
        var between = instants.Where(t => !(t < after?.AddMinutes(-1)) && !(t > before)).ToList();
        return between.Count == 1
            ? between[0]
            : throw Refused(name, $"{zone.RepeatedRule(local)}; choose which one");
    }

    private static ApiException Refused(string name, string rule) =>
        new(ApiProblem.Field(name, rule));

    /// <summary>A day in the format of date fields.</summary>
    public DateOnly? Date(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day)
            ? day
            : throw new ApiException(
                ApiProblem.Field(name, "must be a date, for example 2026-01-31")
            );
    }

    public int? Number(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ApiException(ApiProblem.Field(name, "must be a whole number"));
    }

    /// <summary>One of a fixed set of the API's words.</summary>
    public T? Choice<T>(string name)
        where T : struct, Enum
    {
        return Text(name) is { } text ? Choice<T>(name, text) : null;
    }

    /// <summary>Each of the chosen words.</summary>
    public IReadOnlyList<T> Choices<T>(string name)
        where T : struct, Enum => [.. Many(name).Select(text => Choice<T>(name, text))];

    private static T Choice<T>(string name, string text)
        where T : struct, Enum
    {
        return
            Enum.TryParse<T>(text, ignoreCase: true, out var value)
            && Enum.IsDefined(value)
            && !char.IsAsciiDigit(text[0])
            ? value
            : throw new ApiException(
                ApiProblem.Field(
                    name,
                    "must be one of: "
                        + string.Join(
                            ", ",
                            Enum.GetValues<T>().Select(v => Shared.Text.Words.Wire(v))
                        )
                )
            );
    }

    public bool Flag(string name) => form[name].ToString() is "true" or "on";

    public Guid? Id(string name) => Guid.TryParse(form[name], out var id) ? id : null;

    public IReadOnlyList<string> Many(string name) =>
        [.. form[name].Where(v => !string.IsNullOrWhiteSpace(v)).Select(v => v!.Trim())];

    /// <summary>Words separated by commas or line ends.</summary>
    public IReadOnlyList<string>? Words(string name)
    {
        var words = (Text(name) ?? "").Split(
            [',', '\n'],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        return words.Length == 0 ? null : words;
    }
}
