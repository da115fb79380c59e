namespace Pir.Testing.Processes;

/// <summary>The signals tests send, by their number on Linux.</summary>
public enum UnixSignal
{
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
