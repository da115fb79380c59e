namespace Pir.Platform.Hosting;

/// <summary>
/// What keeps a program from starting and is for whoever started it to change. The message is one
/// line that says what is wrong and what to do; no stack trace helps with it.
/// </summary>
public sealed class CannotStartException(string message, Exception? inner = null)
    : InvalidOperationException(message, inner);
