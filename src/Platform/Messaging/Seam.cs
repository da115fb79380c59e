using System.Diagnostics;
using System.Globalization;

namespace Pir.Platform.Messaging;

/// <summary>
/// The points between two durable steps where a crash must neither lose nor double anything. The
/// crash tests make the process kill itself (as <c>kill -9</c> does) at some of them:
/// <c>PIR_CRASH_AT=timeline/saved:25:/tmp/once;…</c> dies when the seam is passed the 25th time,
/// unless the file exists, and makes the file. Without the variable, passing a seam is one look at
/// an empty array.
/// </summary>
public static class Seam
{
    /// <summary>State and outbox row are committed; nobody has been told.</summary>
    public const string Committed = "committed";

    /// <summary>The publish is confirmed; the outbox row is still there.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>Handlers have run; nothing is saved.</summary>
    public const string Handled = "handled";

    /// <summary>Effects and inbox entry are committed; the message is not acknowledged.</summary>
    public const string Saved = "saved";

    /// <summary>A webhook was answered; what became of it is not yet written.</summary>
    public const string Sent = "sent";

    private static readonly Trap[] Armed =
    [
        .. (Environment.GetEnvironmentVariable("PIR_CRASH_AT") ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(Trap.Parse),
    ];

    /// <summary>Passes a seam of a service; returns, unless a crash test armed it.</summary>
    public static void Pass(string service, string seam)
    {
        foreach (var trap in Armed)
        {
            trap.Pass(service, seam);
        }
    }

    private sealed class Trap(string name, int passes, string marker)
    {
        private int _left = passes;

        public static Trap Parse(string text) =>
            text.Split(':', 3) is [var name, var passes, var marker]
                ? new(name, int.Parse(passes, CultureInfo.InvariantCulture), marker)
                : throw new FormatException("PIR_CRASH_AT wants service/seam:passes:file.");

        public void Pass(string service, string seam)
        {
            if (
                name != service + "/" + seam
                || Interlocked.Decrement(ref _left) != 0
                || File.Exists(marker)
            )
            {
                return;
            }

            File.WriteAllText(marker, "");
            using var self = Process.GetCurrentProcess();
            self.Kill(); // SIGKILL: no finally block, no flush, no goodbye.
            Thread.CurrentThread.Join();
        }
    }
}
