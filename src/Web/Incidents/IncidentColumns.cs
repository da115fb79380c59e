using Microsoft.AspNetCore.Http;

namespace Pir.Web.Incidents;

/// <summary>The columns of the list that a reader has chosen, kept by their browser.</summary>
/// <param name="Names">In display order.</param>
public sealed record IncidentColumns(IReadOnlyList<string> Names)
{
    public const string Cookie = "pir-incident-columns";

    /// <summary>Shown in two lines, outside the list.</summary>
    public static IncidentColumns Facts { get; } =
        new(["reference", "service", "environment", "time", "duration", "lead", "alerts"]);

    /// <summary>Shown until a reader chooses others.</summary>
    public static IncidentColumns Default { get; } =
        new(["reference", "service", "time", "duration", "lead"]);

    /// <summary>All columns with their headings.</summary>
    public static IReadOnlyList<(string Name, string Label)> All { get; } =
    [
        ("reference", "Reference"),
        ("service", "Service"),
        ("team", "Team"),
        ("environment", "Environment"),
        ("source", "Detected by"),
        ("impact", "Impact started"),
        ("time", "Detected"),
        ("duration", "Time to resolve"),
        ("lead", "Commander"),
        ("alerts", "Alerts"),
    ];

    public static IncidentColumns Of(HttpContext? context) =>
        context?.Request.Cookies[Cookie] is { Length: > 0 } kept ? From(kept.Split('.')) : Default;

    /// <summary>The known ones among these names.</summary>
    public static IncidentColumns From(IReadOnlyCollection<string> names) =>
        new([.. All.Select(c => c.Name).Where(names.Contains)]);

    public void Keep(HttpContext context) =>
        PreferenceCookie.Set(context, Cookie, string.Join('.', Names.DefaultIfEmpty("none")));
}
