namespace Pir.IncidentIntake.Domain;

/// <summary>A customer on the restricted list of an incident.</summary>
public sealed class ImpactedCustomer
{
    public const int LongestName = 200;

    public Guid Id { get; init; }
    public Guid IncidentId { get; init; }

    /// <summary>The id as it is compared, or the name if there is none.</summary>
    public string Key { get; private set; } = "";
    public string? CustomerId { get; private set; }
    public string? Name { get; private set; }
    public bool? IsAffected { get; private set; }
    public DateTime? ReportedAt { get; private set; }
    public string? Note { get; private set; }

    public static ImpactedCustomer Add(Guid incident, CustomerFields fields, DateTime now)
    {
        var added = new ImpactedCustomer { Id = SortableId.New(now), IncidentId = incident };
        added.Describe(fields);
        return added;
    }

    /// <summary>Takes over the fields. False if they were the same already.</summary>
    public bool Describe(CustomerFields fields)
    {
        var before = ToFields();
        (CustomerId, Name) = (fields.CustomerId, fields.Name);
        (IsAffected, ReportedAt, Note) = (fields.IsAffected, fields.ReportedAt, fields.Note);
        Key = fields.Key;
        return before != ToFields();
    }

    public CustomerFields ToFields() => new(CustomerId, Name, IsAffected, ReportedAt, Note);
}

/// <summary>What is known about an affected customer; texts are trimmed.</summary>
public sealed record CustomerFields(
    string? CustomerId,
    string? Name,
    bool? IsAffected,
    DateTime? ReportedAt,
    string? Note
)
{
    /// <inheritdoc cref="ImpactedCustomer.Key"/>
    public string Key => (CustomerId ?? Name ?? "").ToLowerInvariant();
}
