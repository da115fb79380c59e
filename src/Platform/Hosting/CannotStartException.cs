namespace Pir.Platform.Hosting;

/// <summary>
/// The program cannot start, for a reason that the operator can fix. The message is one line that
/// says what is wrong and what to do. A stack trace would not help.
/// </summary>
public sealed class CannotStartException(string message, Exception? inner = null)
    : InvalidOperationException(message, inner);
