using System.Runtime.CompilerServices;

namespace Pir.IncidentIntake.Tests;

/// <summary>
/// These tests run as on a server far from UTC. Whatever is read or written in the server's zone
/// by mistake is then wrong by hours.
/// </summary>
internal static class ServerZone
{
    [ModuleInitializer]
    internal static void Set()
    {
        Environment.SetEnvironmentVariable("TZ", "Pacific/Chatham");
        TimeZoneInfo.ClearCachedData();
    }
}
