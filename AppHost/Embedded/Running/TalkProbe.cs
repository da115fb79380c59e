using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Running;

/// <summary>
/// Opens a connection, says something and expects an answer to begin with certain bytes. Enough to tell a server that is
/// ready from one that is still starting, without a client library per server.
/// </summary>
internal sealed class TalkProbe(
    int port,
    ReadOnlyMemory<byte> question,
    ReadOnlyMemory<byte> expected
) : IHealthProbe
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>The AMQP 0-9-1 greeting, which a broker answers with Connection.Start: a method frame (1) on channel 0.</summary>
    public static TalkProbe RabbitMq(int port) =>
        new(port, "AMQP\0\0\u0009\u0001"u8.ToArray(), new byte[] { 1, 0, 0 });

    /// <summary>Signs in and asks for a sign of life; two answers, of which the first must be +OK and the second +PONG.</summary>
    public static TalkProbe Redis(int port, string password) =>
        new(
            port,
            System.Text.Encoding.UTF8.GetBytes($"AUTH {password}\r\nPING\r\n"),
            "+OK\r\n+PONG"u8.ToArray()
        );

    public async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
            await using var stream = client.GetStream();
            await stream.WriteAsync(question, limit.Token);
            var answer = new byte[expected.Length];
            await stream.ReadExactlyAsync(answer, limit.Token);
            return answer.AsSpan().SequenceEqual(expected.Span);
        }
        catch (Exception failure)
            when (failure is SocketException or IOException or OperationCanceledException
                && !cancellationToken.IsCancellationRequested
            )
        {
            return false;
        }
    }
}
