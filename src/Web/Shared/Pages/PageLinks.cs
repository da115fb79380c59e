namespace Pir.Web.Shared.Pages;

/// <summary>Addresses to which pages of several features link.</summary>
internal static class PageLinks
{
    /// <param name="id">The id or the reference.</param>
    public static string Incident(string id) => $"/incidents/{Uri.EscapeDataString(id)}";

    /// <param name="id">The id or the reference.</param>
    public static string Action(string id) => $"/actions/{Uri.EscapeDataString(id)}";
}
