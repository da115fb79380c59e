using System.Collections.Frozen;
using Pir.Contracts.Incidents;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>The role of an alert's field.</summary>
internal enum FieldRole
{
    /// <summary>
    /// Text about the alert. The other texts decide whether it becomes the title or the
    /// description.
    /// </summary>
    Story,

    /// <summary>Its state as a word.</summary>
    State,

    /// <summary>
    /// May be its state or something else: only known words count.
    /// </summary>
    Action,

    /// <summary>A flag that is true while there is a problem.</summary>
    Trouble,

    /// <summary>A flag that is true while there is no problem.</summary>
    Health,

    /// <summary>A flag that is true once somebody acknowledged the alert.</summary>
    Taken,
    Key,

    /// <summary>Id of a rule, which may fire for several things at the same time.</summary>
    RuleKey,

    /// <summary>Id of the object it is in, which may not be the alert.</summary>
    Id,

    /// <summary>A key that is missing in some messages about an alert, unlike its id.</summary>
    LateKey,
    Severity,
    Service,
    Team,
    Environment,
    StartsAt,
    EndsAt,
    Url,
    RunbookUrl,

    /// <summary>How many alerts the sender left out.</summary>
    Omitted,
}

/// <summary>
/// The names that monitoring tools use for the fields of an alert. Case, underscores and hyphens do
/// not matter. If a body has several names for a role, the first in the list counts.
/// </summary>
internal static class FieldNames
{
    /// <summary>Longer names are unknown.</summary>
    public const int LongestName = 40;

    /// <summary>The names of texts, best title first.</summary>
    private static readonly string[] Stories = Split(
        "title alerttitle headline subject eventtitle problemtitle summary alertname rulename "
            + "alertrule policyname monitorname monitorfriendlyname checkname searchname "
            + "entitydisplayname displayname alarmname eventname triggername "
            + "conditionname name alert "
            + "shortdescription message msg text content body statemessage alertmessage "
            + "description details detail alarmdescription alertdetails newstatereason reason "
            + "output notes comment error check servicedesc servicedescription host hostname "
            + "instance node server device"
    );

    /// <summary>The same, best description first.</summary>
    private static readonly int[] Descriptions =
    [
        .. Split(
                "description details detail message msg alertmessage statemessage alarmdescription "
                    + "alertdetails newstatereason text content body reason output summary notes "
                    + "comment error shortdescription subject"
            )
            .Select(name => Array.IndexOf(Stories, name)),
    ];

    private static readonly (FieldRole Role, string Names)[] Names =
    [
        (
            FieldRole.State,
            "status state alertstate alertstatus currentstate currentstatus newstate "
                + "newstatevalue eventstate eventstatus eventaction messagetype monitorcondition "
                + "alerttransition transition notificationtype incidentstate incidentstatus "
                + "servicestate hoststate checkstate checkstatus monitorstatus problemstate "
                + "problemstatus triggerstate triggerstatus triggervalue eventvalue actiongroup"
        ),
        (FieldRole.Action, "eventtype action alertaction event type alerttype kind trigger"),
        (
            FieldRole.Trouble,
            "firing isfiring active isactive alarm inalarm alerting problem triggered down isdown "
                + "open isopen failed isfailed"
        ),
        (
            FieldRole.Health,
            "resolved isresolved up isup ok isok healthy ishealthy recovered closed isclosed "
                + "cleared success passed"
        ),
        (FieldRole.Taken, "acknowledged isacknowledged acked acknowledge"),
        (
            FieldRole.Key,
            "key alertuid fingerprint dedupkey dedupekey deduplicationkey alias "
                + "entityid alertcyclekey aggregkey alertkey alertid alarmarn problemid incidentid "
                + "issueid uid externalid"
        ),
        (FieldRole.RuleKey, "monitorid checkid triggerid ruleid"),
        (FieldRole.Id, "id"),
        (FieldRole.LateKey, "incidentkey"),
        (
            FieldRole.Severity,
            "severity sev alertseverity eventseverity priority alertpriority level urgency "
                + "importance importancelevel criticality"
        ),
        (FieldRole.Service, "service servicename application app component job"),
        (FieldRole.Team, "team teamname owner squad"),
        (
            FieldRole.Environment,
            "environment env environmentname envname deploymentenvironment "
                + "deploymentenvironmentname stage deploymentstage"
        ),
        (
            FieldRole.StartsAt,
            "startsat startedat starttime start since firedat fireddatetime triggeredat openedat "
                + "activeat"
        ),
        (FieldRole.EndsAt, "endsat endedat endtime resolvedat resolveddatetime closedat"),
        (
            FieldRole.Url,
            "url link href alerturl permalink generatorurl htmlurl weburl sourceurl problemurl "
                + "incidenturl issueurl triggerurl monitorurl ruleurl resultslink clienturl "
                + "dashboardurl"
        ),
        (FieldRole.RunbookUrl, "runbookurl runbook playbook playbookurl"),
        (
            FieldRole.Omitted,
            "truncatedalerts truncated numtruncated omittedalerts omitted droppedalerts dropped "
                + "skippedalerts"
        ),
    ];

    private static readonly FrozenDictionary<string, FieldSlot> Slots = Build();

    /// <summary>Objects with the labels of an alert.</summary>
    private static readonly FrozenSet<string> LabelNames = Set("labels tags dimensions");

    /// <summary>Objects with more text about it.</summary>
    private static readonly FrozenSet<string> AnnotationNames = Set(
        "annotations details customdetails fields extra properties context metadata"
    );

    /// <summary>Objects with the alert itself or a part of it.</summary>
    private static readonly FrozenSet<string> EnvelopeNames = Set(
        "payload incident alert data event monitor heartbeat issue check essentials detail body "
            + "rule trigger problem message"
    );

    /// <summary>Objects of a rule or check, which may have many alerts.</summary>
    private static readonly FrozenSet<string> RuleNames = Set("rule monitor check trigger");

    /// <summary>
    /// Fields only of messages about an alert. An id next to them belongs to the message.
    /// </summary>
    private static readonly FrozenSet<string> MessageNames = Set(
        "eventtype specversion detailtype"
    );

    /// <summary>Arrays of alerts.</summary>
    private static readonly FrozenSet<string> ListNames = Set(
        "alerts incidents events items records problems messages"
    );

    /// <summary>
    /// Prometheus labels for an alert's service, team and environment, and the field each fills.
    /// </summary>
    public static readonly (string Label, ContextField Field)[] ContextLabels =
    [
        .. IncidentContext.Fields.Select(field => (field.Name, field)),
        .. from field in IncidentContext.Fields
        where field.Name == "environment"
        from label in Split("env deployment_environment deployment_environment_name stage")
        select (label, field),
    ];

    /// <summary>Roles whose values may also be in nested objects.</summary>
    public static bool IsContext(FieldRole role) =>
        role is FieldRole.Service or FieldRole.Team or FieldRole.Environment;

    /// <summary>How many slots there are.</summary>
    public static int Count { get; } = Stories.Length + Names.Sum(n => Split(n.Names).Length);

    /// <summary>Slots of a role, the first listed name first.</summary>
    public static Range Of(FieldRole role)
    {
        var start = Stories.Length;
        foreach (var (other, names) in Names)
        {
            var length = Split(names).Length;
            if (other == role)
            {
                return start..(start + length);
            }

            start += length;
        }

        return ..Stories.Length;
    }

    /// <summary>Slots of texts, the best description first.</summary>
    public static ReadOnlySpan<int> DescriptionSlots => Descriptions;

    /// <summary>
    /// Whether a text is a finding and not a name: findings change while the alert fires.
    /// </summary>
    public static bool IsOutput(int story) => story >= FirstOutput && story <= LastOutput;

    private static readonly int FirstOutput = Array.IndexOf(Stories, "shortdescription");
    private static readonly int LastOutput = Array.IndexOf(Stories, "error");

    /// <summary>The name in lower case, letters and digits only; empty if unknown.</summary>
    public static string Plain(string name)
    {
        Span<char> squashed = stackalloc char[LongestName];
        return new(squashed[..Squash(name, squashed)]);
    }

    /// <summary>Number of texts; their slots come first, best title first.</summary>
    public static int StoryCount => Stories.Length;

    public static FieldSlot? Find(string name) => Find(Slots, name);

    public static bool AreLabels(string name) => Contains(LabelNames, name);

    public static bool AreAnnotations(string name) => Contains(AnnotationNames, name);

    public static bool IsEnvelope(string name) => Contains(EnvelopeNames, name);

    public static bool IsRule(string name) => Contains(RuleNames, name);

    public static bool IsOfMessage(string name) => Contains(MessageNames, name);

    public static bool IsList(string name) => Contains(ListNames, name);

    private static FieldSlot? Find(FrozenDictionary<string, FieldSlot> slots, string name)
    {
        Span<char> squashed = stackalloc char[LongestName];
        var length = Squash(name, squashed);
        return
            length > 0
            && slots
                .GetAlternateLookup<ReadOnlySpan<char>>()
                .TryGetValue(squashed[..length], out var slot)
            ? slot
            : null;
    }

    private static bool Contains(FrozenSet<string> names, string name)
    {
        Span<char> squashed = stackalloc char[LongestName];
        return names
            .GetAlternateLookup<ReadOnlySpan<char>>()
            .Contains(squashed[..Squash(name, squashed)]);
    }

    /// <summary>
    /// Letters and digits in lower case; empty for names that are too long to be known.
    /// </summary>
    public static int Squash(string name, Span<char> into)
    {
        var length = 0;
        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c))
            {
                continue;
            }

            if (length == into.Length)
            {
                return 0;
            }

            into[length++] = char.ToLowerInvariant(c);
        }

        return length;
    }

    private static FrozenDictionary<string, FieldSlot> Build()
    {
        var slots = Stories
            .Select((name, i) => (name, Slot: new FieldSlot(i, FieldRole.Story)))
            .ToDictionary(s => s.name, s => s.Slot, StringComparer.Ordinal);
        var index = Stories.Length;
        foreach (var (role, names) in Names)
        {
            foreach (var name in Split(names))
            {
                slots.Add(name, new(index++, role));
            }
        }

        return slots.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static FrozenSet<string> Set(string names) =>
        Split(names).ToFrozenSet(StringComparer.Ordinal);

    private static string[] Split(string names) => names.Split(' ');
}

/// <summary>The slot for the value of a name.</summary>
internal sealed record FieldSlot(int Index, FieldRole Role);
