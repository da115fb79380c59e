using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Pir.Notifications.Domain;

namespace Pir.Notifications.Streaming;

/// <summary>Writes server-sent events (WHATWG HTML §9.2).</summary>
public sealed class SseWriter(PipeWriter pipe)
{
    /// <summary>
    /// Tells the client to reconnect after a second, and where to resume if the connection breaks
    /// before the first event.
    /// </summary>
    public void Begin(long position) => Text($"retry: 1000\n: streaming\nid: {position}\n\n");

    /// <summary>
    /// A heartbeat. The id without data moves the client's resume point past filtered events.
    /// </summary>
    public void Heartbeat(long position) => Text($": heartbeat\nid: {position}\n\n");

    public void Event(LoggedEvent logged)
    {
        Text($"id: {logged.Sequence}\nevent: {logged.Type}\ndata: ");
        pipe.Write(logged.Body);
        pipe.Write("\n\n"u8);
    }

    /// <summary>Tells the client that it cannot resume where it was.</summary>
    /// <param name="json">One line.</param>
    public void Reset(long position, string json) =>
        Text($"id: {position}\nevent: pir.reset\ndata: {json}\n\n");

    public async Task FlushAsync(CancellationToken token) => await pipe.FlushAsync(token);

    private void Text(FormattableString text) =>
        Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture), pipe);
}
