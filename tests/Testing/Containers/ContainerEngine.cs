using Pir.Testing.Processes;

namespace Pir.Testing.Containers;

/// <summary>
/// A container engine for tests: the one of the whole run, or a private one that is started from
/// Debian's packages. It has the images that eng/containers makes, and can pull none.
/// </summary>
public sealed class ContainerEngine : IAsyncDisposable
{
    /// <summary>Holds the endpoint of an engine to use instead of starting one.</summary>
    public const string EndpointVariable = "PIR_TEST_CONTAINER_ENGINE";

    /// <summary>
    /// Variable with the reason why there is none, if the run has already checked.
    /// </summary>
    public const string AbsenceVariable = "PIR_TEST_NO_CONTAINER_ENGINE";

    private static readonly Lazy<Task<ContainerEngine>> Shared = new(FindOrStartAsync);
    private static readonly Lazy<Task<ContainerEngine?>> SharedOrNone = new(FindIfAnyAsync);

    private readonly TempFolder? _folder;
    private readonly ChildProcess? _process;
    private string _imageTag = "";

    private ContainerEngine(string endpoint) => Endpoint = endpoint;

    private ContainerEngine(TempFolder folder, ChildProcess process)
        : this($"unix://{folder.File("docker.sock")}")
    {
        (_folder, _process) = (folder, process);
    }

    /// <summary>
    /// Why <see cref="SharedIfAnyAsync"/> found none; for <see cref="AbsenceVariable"/>.
    /// </summary>
    public static string? Absence { get; private set; }

    /// <summary>For <c>DOCKER_HOST</c>.</summary>
    public string Endpoint { get; }

    /// <summary>The process that holds it; null for an engine that was given.</summary>
    public ChildProcess? Process => _process;

    /// <summary>The one engine of this test process (or of the whole run).</summary>
    /// <exception cref="NoContainerEngineException">It says what is missing.</exception>
    public static Task<ContainerEngine> SharedAsync() => Shared.Value;

    /// <summary>
    /// The same, or null if none can run. That is reported prominently, and fails in continuous
    /// integration.
    /// </summary>
    public static Task<ContainerEngine?> SharedIfAnyAsync() => SharedOrNone.Value;

    /// <summary>Starts an engine of its own, without images. Takes about 1 s.</summary>
    /// <exception cref="NoContainerEngineException">It says what is missing.</exception>
    public static async Task<ContainerEngine> StartNewAsync()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new NoContainerEngineException("dockerd runs as root only");
        }
        var folder = new TempFolder("containers");
        var engine = new ContainerEngine(folder, Launch(folder));
        try
        {
            await engine._process!.WaitUntilAsync(
                async () => (await engine.DockerAsync("version")).ExitCode == 0,
                TimeSpan.FromSeconds(60),
                "the container engine answers"
            );
            return engine;
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or TimeoutException)
        {
            var last = engine._process!.Lines is [.., var line] ? line : exception.Message;
            await engine.DisposeAsync();
            throw new NoContainerEngineException($"dockerd does not start: {last}", exception);
        }
    }

    /// <param name="server"><c>rabbitmq</c>, <c>redis</c> or <c>postgres</c>.</param>
    public string ImageOf(string server) => $"pir-test/{server}:{_imageTag}";

    /// <summary>Runs the Docker client.</summary>
    public Task<ProcessResult> DockerAsync(params string[] arguments) =>
        RunAsync("docker", TimeSpan.FromSeconds(60), arguments);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
        _folder?.Dispose();
    }

    private static ChildProcess Launch(TempFolder folder)
    {
        try
        {
            Backends.Binaries.Find("dockerd", "docker.io");
            Backends.Binaries.Find("ip", "iproute2");
        }
        catch (Backends.MissingBackendException missing)
        {
            throw new NoContainerEngineException(missing.Message, missing);
        }
        return ChildProcess.Start(
            new ChildProcessStart("engine", Recipe("engine.sh"), folder.Path)
        );
    }

    private static async Task<ContainerEngine?> FindIfAnyAsync()
    {
        try
        {
            return await SharedAsync();
        }
        catch (NoContainerEngineException exception)
            when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Absence = exception.Reason;
            Notes.Say($"No containers in these tests, only private processes. {Absence}");
            return null;
        }
    }

    private static async Task<ContainerEngine> FindOrStartAsync()
    {
        if (Environment.GetEnvironmentVariable(AbsenceVariable) is { Length: > 0 } reason)
        {
            throw new NoContainerEngineException(reason);
        }
        var engine = Environment.GetEnvironmentVariable(EndpointVariable) is { Length: > 0 } given
            ? new ContainerEngine(given)
            : await StartNewAsync();
        await engine.LoadImagesAsync();
        await engine.TellTestcontainersAsync();
        return engine;
    }

    // The images are built on the first run on a machine, which mostly waits for packages.
    private async Task LoadImagesAsync()
    {
        var loaded = await RunAsync(Recipe("load-images.sh"), TimeSpan.FromMinutes(8));
        if (loaded.ExitCode != 0)
        {
            var last = loaded.Errors.Trim().Split('\n')[^1];
            await DisposeAsync();
            throw new NoContainerEngineException($"The images cannot be made: {last}");
        }
        _imageTag = loaded.Output.Trim();
    }

    // Testcontainers reads these once. The endpoint is not among them: programs under test must not
    // find this engine by chance.
    private async Task TellTestcontainersAsync()
    {
        var version = await DockerAsync("version", "--format", "{{.Server.APIVersion}}");
        Environment.SetEnvironmentVariable("DOCKER_API_VERSION", version.Output.Trim());
        // Its reaper is an image that cannot be pulled, and the engine ends with all its
        // containers.
        Environment.SetEnvironmentVariable("TESTCONTAINERS_RYUK_DISABLED", "true");
        Environment.SetEnvironmentVariable("TESTCONTAINERS_HOST_OVERRIDE", "127.0.0.1");
    }

    private Task<ProcessResult> RunAsync(
        string program,
        TimeSpan deadline,
        params string[] arguments
    ) =>
        ChildProcess.RunAsync(
            new ChildProcessStart(Path.GetFileName(program), program, arguments)
            {
                Environment = new Dictionary<string, string?> { ["DOCKER_HOST"] = Endpoint },
            },
            deadline
        );

    private static string Recipe(string name) => Repository.PathOf("eng", "containers", name);
}

/// <summary>No container engine can run here.</summary>
public sealed class NoContainerEngineException(string reason, Exception? inner = null)
    : Exception($"No container engine: {reason}", inner)
{
    public string Reason => reason;
}
