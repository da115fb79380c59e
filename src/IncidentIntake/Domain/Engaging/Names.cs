namespace Pir.IncidentIntake.Domain.Engaging;

/// <summary>Names of services and teams, compared ignoring case.</summary>
internal static class Names
{
    /// <summary>Without blanks and repeats, in the given order.</summary>
    public static List<string> Of(IReadOnlyList<string>? names) =>
        [.. (names ?? []).Select(n => n.Trim()).Where(n => n.Length > 0).DistinctBy(KeyOf)];

    public static bool Has(IReadOnlyList<string> names, string name) =>
        names.Any(n => IsSame(n, name));

    public static bool IsSame(string a, string b) => KeyOf(a) == KeyOf(b);

    public static string KeyOf(string name) => CatalogService.KeyOf(name);
}
