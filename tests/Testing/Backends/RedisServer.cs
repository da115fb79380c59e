using System.Net.Sockets;
using System.Text;
using Pir.Testing.Processes;

namespace Pir.Testing.Backends;

/// <summary>A Redis of its own, on loopback, keeping nothing on disk.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly TempFolder folder = new("redis");
    private readonly int port = FreePort.Next();
    private ChildProcess? process;

    private RedisServer() { }

    /// <summary>For <c>ConnectionStrings:cache</c>.</summary>
    public string ConnectionString => $"127.0.0.1:{port}";

    /// <exception cref="MissingBackendException">Redis is not installed.</exception>
    public static async Task<RedisServer> StartNewAsync()
    {
        var server = new RedisServer();
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts again on the same port, empty.</summary>
    public async Task StartAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }
        string[] arguments =
        [
            "--port",
            $"{port}",
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            folder.Path,
        ];
        process = ChildProcess.Start(
            new ChildProcessStart("redis", Binaries.Find("redis-server", "redis-server"), arguments)
        );
        await process.WaitUntilAsync(AnswersAsync, TimeSpan.FromSeconds(20), "Redis answers");
    }

    public Task StopAsync() => process!.StopAsync();

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }
        folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        await client.GetStream().WriteAsync("PING\r\n"u8.ToArray());
        var answer = new byte[7];
        await client.GetStream().ReadExactlyAsync(answer);
        return Encoding.ASCII.GetString(answer) == "+PONG\r\n";
    }
}
