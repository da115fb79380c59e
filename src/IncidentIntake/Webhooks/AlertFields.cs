using System.Globalization;
using Pir.Contracts.Incidents;
using Pir.Intake.Domain;

namespace Pir.Intake.Webhooks;

/// <summary>The fields found of one alert, under whatever names, and what they come to.</summary>
internal sealed class AlertFields
{
    private static readonly Range States = FieldNames.Of(FieldRole.State);
    private static readonly Range Actions = FieldNames.Of(FieldRole.Action);
    private static readonly Range Troubles = FieldNames.Of(FieldRole.Trouble);
    private static readonly Range Healths = FieldNames.Of(FieldRole.Health);
    private static readonly Range Takens = FieldNames.Of(FieldRole.Taken);
    private static readonly Range Keys = FieldNames.Of(FieldRole.Key);
    private static readonly Range Severities = FieldNames.Of(FieldRole.Severity);
    private static readonly Range Services = FieldNames.Of(FieldRole.Service);
    private static readonly Range Teams = FieldNames.Of(FieldRole.Team);
    private static readonly Range Starts = FieldNames.Of(FieldRole.StartsAt);
    private static readonly Range Ends = FieldNames.Of(FieldRole.EndsAt);
    private static readonly Range Urls = FieldNames.Of(FieldRole.Url);
    private static readonly Range Runbooks = FieldNames.Of(FieldRole.RunbookUrl);
    private static readonly Range Omissions = FieldNames.Of(FieldRole.Omitted);

    private readonly string?[] _values = new string?[FieldNames.Count];
    private readonly byte[] _depths = new byte[FieldNames.Count];

    /// <summary>Whether nothing was found that could be an alert.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>Labels and annotations of it, and everything else it says.</summary>
    public string? Labels { get; set; }
    public string? Annotations { get; set; }

    /// <summary>Names and values in a fixed order.</summary>
    public IEnumerable<string> LabelIdentity { get; set; } = [];

    /// <summary>State by a rule of one tool, where no word tells it.</summary>
    public AlertSignal? KnownSignal { get; set; }

    public string? Key => First(Keys);

    /// <summary>Takes a value; the one nearest to the top wins over those deeper inside.</summary>
    public void Set(FieldSlot slot, string value, int depth)
    {
        if (_values[slot.Index] is null || _depths[slot.Index] > depth)
        {
            _values[slot.Index] = value;
            _depths[slot.Index] = (byte)depth;
            IsEmpty &=
                slot.Role
                    is not (
                        FieldRole.Story
                        or FieldRole.Key
                        or FieldRole.State
                        or FieldRole.Severity
                    );
        }
    }

    /// <summary>
    /// How much the sender says it left out: a number, or null for an unknown one; false for
    /// nothing.
    /// </summary>
    public bool SaysOmitted(out int? count)
    {
        count = null;
        var text = First(Omissions);
        if (!decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var n))
        {
            return text is not null && text.Equals("true", StringComparison.OrdinalIgnoreCase);
        }

        count = (int)Math.Clamp(n, 0, int.MaxValue);
        return count > 0;
    }

    /// <summary>The alert; null where the fields say nothing.</summary>
    public IncomingAlert? ToAlert()
    {
        if (IsEmpty)
        {
            return null;
        }

        var (title, titleSlot) = Title();
        var inFront = TitleState.Of(title);
        var (signal, stateWord, notice, isDoubtful) = Signal(inFront);
        var key = Key;
        var service = Cut(First(Services), TextLengths.Name);
        var severityWord = First(Severities) ?? WordOfState(stateWord);
        return new()
        {
            Fingerprint = key is null
                ? AlertList.Fingerprint([
                    inFront?.Rest ?? title ?? "",
                    service ?? "",
                    .. LabelIdentity,
                ])
                : AlertList.Fit(key),
            Signal = signal,
            IsSignalDoubtful = isDoubtful,
            Title = title ?? "Alert " + JsonText.Cut(key ?? "without a title", 200),
            Description = Description(titleSlot, title),
            SeverityWord = Cut(severityWord, 100),
            Severity = SeverityWords.Parse(severityWord),
            Service = service,
            Team = Cut(First(Teams), TextLengths.Name),
            StartsAt = JsonText.Time(First(Starts)),
            EndsAt = JsonText.Time(First(Ends)),
            Url = FirstUrl(Urls),
            RunbookUrl = FirstUrl(Runbooks),
            Labels = Labels,
            Annotations = Annotations,
            Notice = notice,
        };
    }

    private static string? WordOfState(string? state) =>
        StateWords.SeverityIn(state) is null ? null : state;

    /// <summary>What the alert says of its state, by the clearest word for it.</summary>
    /// <param name="inTitle">In front of the title; counts where nothing else tells.</param>
    private Judgement Signal(TitleState? inTitle)
    {
        string? unknown = null;
        foreach (var word in All(States))
        {
            if (OfWord(word) is { } signal)
            {
                return new(Taken(signal), word);
            }

            unknown ??= word;
        }

        foreach (var word in All(Actions))
        {
            if (StateWords.ParseName(word) is { } signal and not AlertSignal.Information)
            {
                return new(Taken(signal), word);
            }
        }

        if ((KnownSignal ?? Switch(Troubles, false) ?? Switch(Healths, true)) is { } switched)
        {
            return new(Taken(switched));
        }

        if (unknown is not null)
        {
            var (signal, notice) = AlertList.Judge(unknown);
            return new(signal, unknown, notice);
        }

        return inTitle is null or { Signal: AlertSignal.Firing }
            ? new(Taken(AlertSignal.Firing))
            : new(inTitle.Signal, null, inTitle.Notice, inTitle.IsDoubtful);
    }

    private static AlertSignal? OfWord(string word) =>
        decimal.TryParse(word, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? StateWords.OfSwitch(number != 0, tellsOfHealth: false)
            : StateWords.Parse(word);

    private AlertSignal? Switch(Range slots, bool tellsOfHealth)
    {
        foreach (var word in All(slots))
        {
            if (AsSwitch(word) is { } isOn)
            {
                return StateWords.OfSwitch(isOn, tellsOfHealth);
            }
        }

        return null;
    }

    /// <summary>A firing alert that somebody has taken counts as acknowledged.</summary>
    private AlertSignal Taken(AlertSignal signal) =>
        signal == AlertSignal.Firing && All(Takens).Any(t => AsSwitch(t) == true)
            ? AlertSignal.Acknowledged
            : signal;

    private static bool? AsSwitch(string text) =>
        text.ToLowerInvariant() switch
        {
            "true" or "1" or "yes" or "on" => true,
            "false" or "0" or "no" or "off" => false,
            _ => null,
        };

    private (string? Title, int Slot) Title()
    {
        for (var slot = 0; slot < FieldNames.StoryCount; slot++)
        {
            if (_values[slot] is { } text && FirstLine(text) is { Length: > 0 } line)
            {
                return (JsonText.Cut(line, TextLengths.Title), slot);
            }
        }

        return (null, -1);
    }

    /// <summary>The best text that the title does not say already.</summary>
    private string? Description(int titleSlot, string? title)
    {
        foreach (var slot in FieldNames.DescriptionSlots)
        {
            if (
                _values[slot] is { } text
                && !(slot == titleSlot && string.Equals(text, title, StringComparison.Ordinal))
            )
            {
                return JsonText.Cut(text, TextLengths.Description);
            }
        }

        return titleSlot >= 0 && _values[titleSlot]!.Length > title!.Length
            ? JsonText.Cut(_values[titleSlot]!, TextLengths.Description)
            : null;
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();

    private string? First(Range slots) => All(slots).FirstOrDefault();

    private string? FirstUrl(Range slots) =>
        All(slots).Select(JsonText.Url).FirstOrDefault(u => u is not null);

    private IEnumerable<string> All(Range slots) =>
        new ArraySegment<string?>(_values)[slots].OfType<string>();

    private static string? Cut(string? text, int length) =>
        text is null ? null : JsonText.Cut(text, length);

    /// <summary>What the fields say of the state, and by which word.</summary>
    /// <param name="IsDoubtful">See <see cref="IncomingAlert.IsSignalDoubtful"/>.</param>
    private readonly record struct Judgement(
        AlertSignal Signal,
        string? Word = null,
        string? Notice = null,
        bool IsDoubtful = false
    );
}
