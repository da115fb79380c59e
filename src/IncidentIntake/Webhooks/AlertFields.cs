using System.Globalization;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>The fields found for one alert, under any names, and the alert they make.</summary>
internal sealed class AlertFields
{
    private static readonly Range States = FieldNames.Of(FieldRole.State);
    private static readonly Range Actions = FieldNames.Of(FieldRole.Action);
    private static readonly Range Troubles = FieldNames.Of(FieldRole.Trouble);
    private static readonly Range Healths = FieldNames.Of(FieldRole.Health);
    private static readonly Range Takens = FieldNames.Of(FieldRole.Taken);
    private static readonly Range Keys = FieldNames.Of(FieldRole.Key);
    private static readonly Range LateKeys = FieldNames.Of(FieldRole.LateKey);
    private static readonly Range RuleKeys = FieldNames.Of(FieldRole.RuleKey);
    private static readonly Range Severities = FieldNames.Of(FieldRole.Severity);
    private static readonly Range Services = FieldNames.Of(FieldRole.Service);
    private static readonly Range Teams = FieldNames.Of(FieldRole.Team);
    private static readonly Range Environments = FieldNames.Of(FieldRole.Environment);
    private static readonly Range Starts = FieldNames.Of(FieldRole.StartsAt);
    private static readonly Range Ends = FieldNames.Of(FieldRole.EndsAt);
    private static readonly Range Urls = FieldNames.Of(FieldRole.Url);
    private static readonly Range Runbooks = FieldNames.Of(FieldRole.RunbookUrl);
    private static readonly Range Omissions = FieldNames.Of(FieldRole.Omitted);

    private readonly string?[] _values = new string?[FieldNames.Count];
    private readonly byte[] _depths = new byte[FieldNames.Count];
    private readonly int[] _owners = new int[FieldNames.Count];
    private readonly AlertIdentity _identity = new();

    /// <summary>Whether no field of an alert was found.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>Its labels, annotations and other fields.</summary>
    public string? Labels { get; set; }
    public string? Annotations { get; set; }

    /// <summary>Names and values in a fixed order.</summary>
    public IEnumerable<string> LabelIdentity { get; set; } = [];

    /// <summary>State by a rule for one tool, if no word gives it.</summary>
    public AlertSignal? KnownSignal { get; set; }

    /// <summary>
    /// Whether its end is missing, so that its last value may be incomplete.
    /// </summary>
    public bool IsCut { get; set; }

    /// <summary>Id of the object that describes its rule; a rule may have many alerts.</summary>
    public string? RuleId { get; set; }

    /// <summary>The key as sent, if it is complete.</summary>
    public string? Key =>
        All(Keys).FirstOrDefault(IsWhole)
        ?? IdWithinRule()
        ?? All(LateKeys).FirstOrDefault(IsWhole);

    /// <summary>What identifies the alert besides its title.</summary>
    public AlertIdentity Identity => _identity;

    /// <summary>Stores a value; a value nearer to the top wins over deeper ones.</summary>
    /// <param name="owner">Number of the object it is in.</param>
    public void Set(FieldSlot slot, string value, int depth, int owner)
    {
        if (slot.Role == FieldRole.Id)
        {
            _identity.AddId(owner, value);
        }

        if (_values[slot.Index] is null || _depths[slot.Index] > depth)
        {
            _values[slot.Index] = value;
            _depths[slot.Index] = (byte)depth;
            _owners[slot.Index] = owner;
            IsEmpty &=
                slot.Role
                    is not (
                        FieldRole.Story
                        or FieldRole.Key
                        or FieldRole.RuleKey
                        or FieldRole.Id
                        or FieldRole.LateKey
                        or FieldRole.State
                        or FieldRole.Severity
                    );
        }
    }

    /// <summary>
    /// How many alerts the sender says it left out; null if unknown. Returns false for none.
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

    /// <summary>The alert; null if the fields do not make one.</summary>
    /// <param name="alerts">Makes identities for alerts with too little data.</param>
    public IncomingAlert? ToAlert(AlertList alerts)
    {
        if (IsEmpty && RuleId is null)
        {
            return null;
        }

        var (title, titleSlot) = Title();
        var inFront = TitleState.Of(title);
        var (signal, notice, doubt) = Signal(inFront);
        var key = Key;
        var service = Cut(First(Services), TextLengths.Name);
        var severityWord = SeverityWord();
        var alert = new IncomingAlert
        {
            Fingerprint = key is null
                ? MadeUpKey(alerts, inFront?.Rest ?? title, titleSlot, service)
                : AlertList.Fit(key),
            Signal = signal,
            Doubt = doubt,
            Title = title ?? "Alert " + JsonText.Cut(key ?? "without a title", 200),
            Description = Description(titleSlot, title),
            SeverityWord = Cut(severityWord, 100),
            Severity = SeverityWords.Parse(severityWord),
            Context = new()
            {
                Service = service,
                Team = Cut(First(Teams), TextLengths.Name),
                Environment = Cut(First(Environments), TextLengths.Name),
            },
            StartsAt = FirstTime(Starts),
            EndsAt = FirstTime(Ends),
            Url = FirstUrl(Urls),
            RunbookUrl = FirstUrl(Runbooks),
            Labels = Labels,
            Annotations = Annotations,
        };
        alert.Tell(notice);
        alert.Tell(AlertList.UnreadStart(alert.StartsAt, First(Starts)));
        alert.Tell(AlertList.UnreadEnd(alert.EndsAt, First(Ends)));
        return alert;
    }

    /// <summary>
    /// The id of the object with the title, or else of the one with the state: the id of a message
    /// around them is new each time.
    /// </summary>
    private string? Id()
    {
        var (_, title) = Title();
        var states = Enumerable
            .Range(States.Start.Value, States.End.Value - States.Start.Value)
            .Where(slot => _values[slot] is not null);
        var owners = states.Append(title).Where(slot => slot >= 0).Select(slot => _owners[slot]);
        return _identity.Ids(title < 0 ? null : _owners[title], owners).FirstOrDefault(IsWhole);
    }

    private string? IdWithinRule() =>
        Id() is not { } id ? null
        : RuleId is null || !IsWhole(RuleId) ? id
        : AlertList.Fingerprint(["rule", RuleId, "id", id]);

    /// <summary>An identity from what stays the same while the alert fires.</summary>
    private string MadeUpKey(AlertList alerts, string? title, int titleSlot, string? service)
    {
        var parts = _identity.Parts(service, IsWhole);
        if (
            All(RuleKeys).Append(RuleId).FirstOrDefault(r => r is not null && IsWhole(r)) is
            { } rule
        )
        {
            return _identity.HasThing || LabelIdentity.Any()
                ? AlertList.Fingerprint(["rule", rule, .. LabelIdentity, .. parts])
                : AlertList.Fit(rule);
        }

        var isWhole = title is not null && IsWhole(title);
        var isOutput = titleSlot >= 0 && FieldNames.IsOutput(titleSlot);
        service = service is not null && IsWhole(service) ? service : "";
        string[] all =
        [
            _identity.HasCheck && (isOutput || !isWhole) ? "" : title ?? "",
            service,
            .. LabelIdentity,
            .. parts,
        ];
        return IsCut && !isWhole && !_identity.HasCheck
            ? alerts.FingerprintOfItsOwn(all)
            : AlertList.Fingerprint(all);
    }

    private bool IsWhole(string value) =>
        !IsCut || !value.EndsWith(JsonRepair.CutMark, StringComparison.Ordinal);

    /// <summary>
    /// The clearest word: tools also send a priority that means nothing, such as normal, and name
    /// the severity in the state.
    /// </summary>
    private string? SeverityWord() =>
        All(Severities).FirstOrDefault(word => SeverityWords.Parse(word) is not null)
        ?? All(States)
            .Concat(All(Actions))
            .FirstOrDefault(word => StateWords.SeverityIn(word) is not null)
        ?? First(Severities);

    /// <summary>The alert's state, from the clearest word for it.</summary>
    /// <param name="inTitle">State at the start of the title; used if no field has one.</param>
    private Judgement Signal(TitleState? inTitle)
    {
        string? unknown = null;
        foreach (var word in All(States).Where(word => !IsCode(word)))
        {
            if (OfWord(word) is { } signal)
            {
                return new(Taken(signal));
            }

            unknown ??= word;
        }

        foreach (var word in All(Actions))
        {
            if (StateWords.ParseName(word) is { } signal and not AlertSignal.Information)
            {
                // "metric_alert" may just be the kind of message.
                return
                    signal == AlertSignal.Firing
                    && inTitle is { Signal: not AlertSignal.Firing, IsDoubtful: false }
                    ? new(inTitle.Signal, inTitle.Notice)
                    : new(Taken(signal));
            }
        }

        if ((KnownSignal ?? Switch(Troubles, false) ?? Switch(Healths, true)) is { } switched)
        {
            return new(Taken(switched));
        }

        if (unknown is not null)
        {
            var (signal, notice) = AlertList.Judge(unknown);
            return new(signal, notice);
        }

        return inTitle is null or { Signal: AlertSignal.Firing } || All(States).Any(IsCode)
            ? new(Taken(AlertSignal.Firing))
            : new(inTitle.Signal, inTitle.IsDoubtful ? null : inTitle.Notice, inTitle.Doubt);
    }

    /// <summary>
    /// Whether it is a number with a meaning of its own in each tool: words say more.
    /// </summary>
    private static bool IsCode(string word) =>
        decimal.TryParse(word, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
        && number is not (0 or 1);

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

    /// <summary>A firing alert that somebody took counts as acknowledged.</summary>
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

    /// <summary>The best text that does not repeat the title.</summary>
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

    private DateTime? FirstTime(Range slots) =>
        All(slots).Select(JsonText.Time).FirstOrDefault(t => t is not null);

    private IEnumerable<string> All(Range slots) =>
        new ArraySegment<string?>(_values)[slots].OfType<string>();

    private static string? Cut(string? text, int length) =>
        text is null ? null : JsonText.Cut(text, length);

    /// <summary>The state from the fields.</summary>
    private readonly record struct Judgement(
        AlertSignal Signal,
        string? Notice = null,
        SignalDoubt? Doubt = null
    );
}
