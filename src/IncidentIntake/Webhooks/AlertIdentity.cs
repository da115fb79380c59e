namespace Pir.IncidentIntake.Webhooks;

/// <summary>Identifies an alert by its fields other than the title.</summary>
internal sealed class AlertIdentity
{
    private readonly SortedSet<(string Name, string Value)> _parts = [];
    private readonly List<(int Owner, string Value)> _ids = [];
    private readonly HashSet<int> _messages = [];

    /// <summary>Whether the monitored thing is known.</summary>
    public bool HasThing { get; private set; }

    /// <summary>
    /// Whether a check is known by name; its output is then not needed to tell alerts apart.
    /// </summary>
    public bool HasCheck { get; private set; }

    public void Add(IdentityPart part, string name, string value)
    {
        if (part != IdentityPart.None)
        {
            _parts.Add((FieldNames.Plain(name), value));
            HasThing |= part == IdentityPart.Thing;
            HasCheck |= part == IdentityPart.Check;
        }
    }

    /// <param name="owner">Number of the object that has this id.</param>
    public void AddId(int owner, string value) => _ids.Add((owner, value));

    /// <summary>Notes that an object is a message about an alert, with its own id.</summary>
    public void IsMessage(int owner) => _messages.Add(owner);

    /// <summary>
    /// Ids that may be the alert's, best first: that of the object with the title, then those of
    /// the other owners; any id if there is no title.
    /// </summary>
    public IEnumerable<string> Ids(int? titleOwner, IEnumerable<int> owners)
    {
        var ids = _ids.Where(i => !_messages.Contains(i.Owner)).ToList();
        return ids.Where(i => i.Owner == titleOwner)
            .Concat(ids.Where(i => titleOwner is null || owners.Contains(i.Owner)))
            .Select(i => i.Value);
    }

    /// <summary>Names and values in a fixed order.</summary>
    /// <param name="service">Always part of the identity.</param>
    public IEnumerable<string> Parts(string? service, Func<string, bool> isWhole) =>
        _parts
            .Where(p =>
                isWhole(p.Value)
                && !(p.Value == service && FieldNames.Find(p.Name)?.Role == FieldRole.Service)
            )
            .SelectMany(p => (string[])[p.Name, p.Value]);
}
