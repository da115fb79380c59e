using System.Collections.Frozen;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>What a field identifies.</summary>
internal enum IdentityPart
{
    None,

    /// <summary>The monitored thing; there may be several alerts about it.</summary>
    Thing,

    /// <summary>The check or rule that monitors it.</summary>
    Check,
}

/// <summary>
/// The names of fields that identify an alert without a key. Fields that change while an alert
/// fires must not be among them.
/// </summary>
internal static class IdentityNames
{
    private static readonly FrozenDictionary<string, IdentityPart> Parts = new Dictionary<
        IdentityPart,
        string
    >
    {
        [IdentityPart.Thing] =
            "host hostname hostid hostalias hostaddress hostdisplayname instance instanceid "
            + "instancename node nodename nodeid server servername serverid machine machinename "
            + "computer computername device deviceid devicename agent agentname agentid ip "
            + "ipaddress address vm vmname vmid pod podname container containername containerid "
            + "namespace cluster clustername clusterid region zone availabilityzone datacenter "
            + "site sitename environment env tenant tenantid account accountid accountname "
            + "subscriptionid projectid projectname organization resource resourceid "
            + "resourcename resourcegroup resourceuri resourcearn target targetname targetid "
            + "targeturl endpoint endpointname entity entityname entitydisplayname interface "
            + "interfacename ifname ifdescr port volume volumename disk diskname mount mountpoint "
            + "filesystem path database databasename db table queue queuename topic partition "
            + "service servicename serviceid application app component componentname job jobname "
            + "jobid function functionname process processname program unit plugininstance",
        [IdentityPart.Check] =
            "check checkname checkid checkdescription servicedesc servicedescription "
            + "servicedisplayname monitor monitorname monitorid monitorurl monitorfriendlyname "
            + "sensor sensorname sensorid probe probename probeid item itemname itemid itemkey "
            + "trigger triggername triggerid metric metricname metrickey name alertname "
            + "alertrule rule rulename ruleid ruleurl policyname policyid conditionname "
            + "conditionid searchname alarmname alarmarn plugin",
    }
        .SelectMany(p => p.Value.Split(' ').Select(name => (name, p.Key)))
        .ToFrozenDictionary(p => p.name, p => p.Key, StringComparer.Ordinal);

    /// <summary>
    /// Objects that are the check itself, so that their address identifies it.
    /// </summary>
    private static readonly FrozenSet<string> Checks = FrozenSet.Create(
        StringComparer.Ordinal,
        "monitor",
        "check",
        "site",
        "target",
        "endpoint",
        "resource"
    );

    /// <summary>Names of labels whose values change while an alert fires.</summary>
    private static readonly FrozenSet<string> Volatile = FrozenSet.Create(
        StringComparer.Ordinal,
        [
            .. (
                "value values currentvalue lastvalue metricvalue threshold count counter "
                + "occurrences attempt attempts time timestamp date datetime duration age uptime "
                + "output message msg text description summary details comment reason"
            ).Split(' '),
        ]
    );

    /// <param name="parent">Name of the object that the field is in.</param>
    /// <param name="name">In any case, with underscores or without; also in the plural.</param>
    public static IdentityPart Of(string parent, string name)
    {
        Span<char> buffer = stackalloc char[FieldNames.LongestName];
        var plain = buffer[..FieldNames.Squash(name, buffer)];
        var parts = Parts.GetAlternateLookup<ReadOnlySpan<char>>();
        return parts.TryGetValue(plain, out var part)
            || (plain is [.., 's'] && parts.TryGetValue(plain[..^1], out part))
                ? part
            : plain is "url" or "uri" && Checks.Contains(FieldNames.Plain(parent))
                ? IdentityPart.Check
            : IdentityPart.None;
    }

    /// <summary>Whether a label may change while its alert fires.</summary>
    public static bool IsVolatile(string label, string value) =>
        FieldNames.Find(label)?.Role switch
        {
            FieldRole.Severity or FieldRole.StartsAt or FieldRole.EndsAt => true,
            // A label called status may describe what is monitored, e.g. 502.
            FieldRole.State => Domain.StateWords.Parse(value) is not null,
            _ => Volatile.Contains(FieldNames.Plain(label)),
        };
}
