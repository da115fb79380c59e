using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Pir.Platform.Persistence;

namespace Pir.Standalone;

/// <summary>What keeps a program from starting and is for whoever started it to change: one line says it, a stack trace would hide it.</summary>
internal static partial class StartFailure
{
    /// <summary>The line, or null for what is a fault of ours.</summary>
    public static string? Describe(Exception exception) =>
        exception switch
        {
            DataFolderInUseException => exception.Message,
            InvalidOperationException { InnerException: FormatException or ArgumentException }
                when Setting().Match(exception.Message) is { Success: true } setting =>
                $"{setting.Groups["path"].Value} has a value that cannot be read: {setting.Groups["value"].Value}.{Expected(setting.Groups["type"].Value)}",
            OptionsValidationException settings => string.Join(' ', settings.Failures),
            IOException { InnerException: AddressInUseException } =>
                $"{exception.Message} Stop what listens there, or start with --urls and another address.",
            _ => null,
        };

    private static string Expected(string type) =>
        type switch
        {
            _ when type == typeof(DataProvider).FullName =>
                $" Set {string.Join(", ", Enum.GetNames<DataProvider>().Select(n => n.ToLowerInvariant()))}.",
            _ when type == typeof(TimeSpan).FullName =>
                " Set a time as 00:00:30 for half a minute, 1.00:00:00 for a day.",
            _ when type == typeof(bool).FullName => " Set true or false.",
            _ => "",
        };

    // As the configuration binder says it.
    [GeneratedRegex(
        "configuration value '(?<value>.*)' at '(?<path>[^']+)' to type '(?<type>[^']+)'",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Setting();
}
