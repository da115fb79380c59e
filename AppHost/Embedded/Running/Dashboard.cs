using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Running;

/// <summary>Aspire's own dashboard, where its command line tool is installed. The run does without it otherwise.</summary>
internal sealed class Dashboard
{
    private readonly string _command;
    private readonly string _frontend;
    private readonly string _otlpHttp;
    private readonly string _token = RandomNumberGenerator.GetHexString(32, lowercase: true);

    private Dashboard(string command, PortAllocator ports)
    {
        _command = command;
        _frontend = $"http://localhost:{ports.Allocate("dashboard")}";
        _otlpHttp = $"http://localhost:{ports.Allocate("dashboard otlp http")}";
        Target = new(
            $"http://localhost:{ports.Allocate("dashboard otlp grpc")}",
            RandomNumberGenerator.GetHexString(32, lowercase: true)
        );
    }

    public TelemetryTarget Target { get; }

    /// <summary>The page with its sign-in token; shown to the one who started the run.</summary>
    public string LoginUrl => $"{_frontend}/login?t={_token}";

    /// <summary>Null if it is switched off, not installed, or telemetry is sent elsewhere already.</summary>
    public static Dashboard? Find(
        EngineSettings settings,
        IConfiguration configuration,
        Toolbox tools,
        PortAllocator ports
    ) =>
        settings.Dashboard
        && configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is null
        && tools.Find("aspire") is { } command
            ? new(command, ports)
            : null;

    public Instance ToInstance() =>
        new()
        {
            Name = "dashboard",
            Resource = new ExecutableResource("dashboard", _command, "/"),
            Kind = "dashboard",
            Url = _frontend,
            IsOptional = true,
            Probes = [new HttpProbe(new Uri(LoginUrl), 302)],
            PrepareAsync = _ => Task.FromResult(Launch()),
        };

    private ProcessLaunch Launch() =>
        new(
            _command,
            [
                "dashboard",
                "run",
                "--frontend-url",
                _frontend,
                "--otlp-grpc-url",
                Target.Endpoint,
                "--otlp-http-url",
                _otlpHttp,
                "--nologo",
                "--non-interactive",
            ],
            "/",
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["DASHBOARD__FRONTEND__BROWSERTOKEN"] = _token,
                ["DASHBOARD__OTLP__AUTHMODE"] = "ApiKey",
                ["DASHBOARD__OTLP__PRIMARYAPIKEY"] = Target.ApiKey,
            }
        );
}
