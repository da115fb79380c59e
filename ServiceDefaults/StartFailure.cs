using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Pir.Platform.Hosting;
using Pir.Platform.Persistence;

namespace Pir.ServiceDefaults;

/// <summary>
/// Explains why a program cannot start, if the person who started it can fix that: in one line,
/// because a stack trace would hide the cause.
/// </summary>
internal static partial class StartFailure
{
    /// <summary>The line, or null if the fault is in the product.</summary>
    public static string? Describe(Exception exception) =>
        exception switch
        {
            CannotStartException => exception.Message,
            OptionsValidationException settings => string.Join(' ', settings.Failures),
            InvalidDataException file when file.InnerException is { } inner =>
                $"{file.Message} {inner.InnerException?.Message ?? inner.Message}",
            _ => DescribeSetting(exception) ?? DescribeAddress(exception),
        };

    private static string? DescribeSetting(Exception exception) =>
        exception
            is InvalidOperationException { InnerException: FormatException or ArgumentException }
        && Setting().Match(exception.Message) is { Success: true } setting
            ? $"{setting.Groups["path"].Value} has a value that cannot be read: "
                + $"{setting.Groups["value"].Value}.{Expected(setting.Groups["type"].Value)}"
            : null;

    private static string? DescribeAddress(Exception exception) =>
        exception switch
        {
            IOException { InnerException: AddressInUseException } =>
                $"{exception.Message} Stop the process that listens there, or start with "
                    + "another address in --urls.",
            SocketException { SocketErrorCode: SocketError.AccessDenied } =>
                "This account may not listen at the address in --urls: ports below 1024 are "
                    + "reserved for the administrator. Choose another port.",
            SocketException { SocketErrorCode: SocketError.AddressNotAvailable } =>
                "The address in --urls does not belong to this machine. Choose one of its "
                    + "addresses, or * for all.",
            FormatException when exception.Message.StartsWith("Invalid url", Ordinal) =>
                $"urls cannot be read: {exception.Message}. Set "
                    + "http://localhost:8080, for example.",
            InvalidOperationException when exception.Message.Contains("HTTPS endpoint", Ordinal) =>
                "urls asks for https, but no certificate is configured. Set "
                    + "Kestrel:Certificates:Default:Path and :Password, or listen on "
                    + "http behind a proxy.",
            _ => null,
        };

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static string Expected(string type) =>
        type switch
        {
            _ when type == typeof(DataProvider).FullName => $" Set {Words<DataProvider>()}.",
            _ when type == typeof(TimeSpan).FullName =>
                " Set a time as 00:00:30 for half a minute, 1.00:00:00 for a day.",
            _ when type == typeof(bool).FullName => " Set true or false.",
            _ => "",
        };

    private static string Words<TEnum>()
        where TEnum : struct, Enum =>
        string.Join(", ", Enum.GetNames<TEnum>().Select(n => n.ToLowerInvariant()));

    // The message of the configuration binder.
    [GeneratedRegex(
        "configuration value '(?<value>.*)' at '(?<path>[^']+)' to type '(?<type>[^']+)'",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Setting();
}
