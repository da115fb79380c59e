using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Pir.FrontDoor.Tests;

/// <summary>The response on a connection.</summary>
/// <param name="Status">
/// Status of the last response other than 100; 0 if the connection just ended.
/// </param>
internal sealed record RawAnswer(int Status, string Text);

/// <summary>A connection on which a test sends any bytes, valid HTTP or not.</summary>
internal static class RawConnection
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Sends these bytes and reads until the server closes, or nothing more comes.
    /// </summary>
    /// <param name="halfClose">Closes the sending side afterwards.</param>
    public static async Task<RawAnswer> AskAsync(
        Uri address,
        string request,
        bool halfClose = false
    )
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        if (halfClose)
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }

        return Read(await ReadAllAsync(stream));
    }

    private static async Task<string> ReadAllAsync(NetworkStream stream)
    {
        using var patience = new CancellationTokenSource(Patience);
        var buffer = new byte[16 * 1024];
        var text = new StringBuilder();
        try
        {
            while (await stream.ReadAsync(buffer, patience.Token) is var read and > 0)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // Reset or kept open: what has arrived so far is the response.
        }

        return text.ToString();
    }

    private static RawAnswer Read(string text)
    {
        var statuses = text.Split("\r\n")
            .Where(line => line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
            .Select(line => int.Parse(line.AsSpan(9, 3), CultureInfo.InvariantCulture));
        return new(statuses.LastOrDefault(status => status != 100), text);
    }
}
