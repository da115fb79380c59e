using System.Diagnostics;
using System.Globalization;

namespace Pir.Platform.Messaging;

/// <summary>
/// The points between two durable steps where a crash must neither lose nor duplicate anything. The
/// crash tests make the process kill itself (as <c>kill -9</c> does) at some of them. With
/// <c>PIR_CRASH_AT=timeline/saved:25:/tmp/once;…</c> it dies the 25th time that the seam is passed
/// and creates the file, unless the file exists. Without the variable, passing a seam only looks at
/// an empty array.
/// </summary>
public static class Seam
{
    /// <summary>State and outbox row are committed; nothing is published.</summary>
    public const string Committed = "committed";

    /// <summary>The publish is confirmed; the outbox row still exists.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>Handlers have run; nothing is saved.</summary>
    public const string Handled = "handled";

    /// <summary>Effects and inbox entry are committed; the message is not acknowledged.</summary>
    public const string Saved = "saved";

    /// <summary>A webhook was answered; its outcome is not stored yet.</summary>
    public const string Sent = "sent";

    private static readonly Trap[] Armed =
    [
        .. (Environment.GetEnvironmentVariable("PIR_CRASH_AT") ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(Trap.Parse),
    ];

    /// <summary>Passes a seam of a service. Returns unless a crash test has armed it.</summary>
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
                : throw new FormatException(
                    "PIR_CRASH_AT must have the form " + "service/seam:passes:file."
                );

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
