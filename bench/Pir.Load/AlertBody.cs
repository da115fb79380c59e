using System.Net.Http.Headers;
using System.Text;

namespace Pir.Load;

/// <summary>
/// One Alertmanager notification with one alert; its name comes back in the incident's title.
/// </summary>
internal static class AlertBody
{
    private const string Title = "Checkout target is down: ";

    public static ByteArrayContent Of(string name)
    {
        var json = $$"""
            {"version":"4","groupKey":"{}:{instance=\"{{name}}\"}","truncatedAlerts":0,"status":"firing","receiver":"pir","groupLabels":{"alertname":"TargetDown"},"commonLabels":{"alertname":"TargetDown","severity":"critical","service":"checkout"},"commonAnnotations":{"summary":"{{Title}}{{name}}"},"externalURL":"http://alertmanager.example:9093","alerts":[{"status":"firing","labels":{"alertname":"TargetDown","severity":"critical","service":"checkout","job":"checkout-api","namespace":"shop","instance":"{{name}}"},"annotations":{"summary":"{{Title}}{{name}}"},"startsAt":"2025-01-01T00:00:00Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://prometheus.example:9090/graph","fingerprint":"{{name}}"}]}
            """;
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <summary>The alert's name in an incident's title.</summary>
    public static string NameIn(string title) => title.Replace(Title, "", StringComparison.Ordinal);
}
