using System.Net.Sockets;
using System.Text;
using Pir.Testing.Processes;

namespace Pir.Testing.Backends;

/// <summary>A private Redis, on loopback, without persistence.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly TempFolder _folder = new("redis");
    private readonly int _port = FreePort.Next();
    private ChildProcess? _process;

    private RedisServer() { }

    /// <summary>For <c>ConnectionStrings:cache</c>.</summary>
    public string ConnectionString => $"127.0.0.1:{_port}";

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
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
        string[] arguments =
        [
            "--port",
            $"{_port}",
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            _folder.Path,
        ];
        _process = ChildProcess.Start(
            new ChildProcessStart("redis", Binaries.Find("redis-server", "redis-server"), arguments)
        );
        await _process.WaitUntilAsync(AnswersAsync, TimeSpan.FromSeconds(20), "Redis answers");
    }

    public Task StopAsync() => _process!.StopAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
        _folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _port);
        await client.GetStream().WriteAsync("PING\r\n"u8.ToArray());
        var answer = new byte[7];
        await client.GetStream().ReadExactlyAsync(answer);
        return Encoding.ASCII.GetString(answer) == "+PONG\r\n";
    }
}
