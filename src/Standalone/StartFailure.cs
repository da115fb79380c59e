using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Pir.Platform.Persistence;

namespace Pir.Standalone;

/// <summary>What keeps a program from starting and is for whoever started it to change: one line says it, a stack trace would hide it.</summary>
internal static class StartFailure
{
    /// <summary>The line, or null for what is a fault of ours.</summary>
    public static string? Describe(Exception exception) =>
        exception switch
        {
            DataFolderInUseException => exception.Message,
            OptionsValidationException settings => string.Join(' ', settings.Failures),
            IOException { InnerException: AddressInUseException } =>
                $"{exception.Message} Stop what listens there, or start with --urls and another address.",
            _ => null,
        };
}
