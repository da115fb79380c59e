using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Pir.Contracts.Texts;

namespace Pir.Timelines;

/// <summary>Configuration section <c>Timeline</c>.</summary>
public sealed class TimelineOptions
{
    /// <summary>Allowance for the form around a file in a request, in bytes.</summary>
    internal const int FormOverhead = 256 * 1024;

    /// <summary>Largest value of the settings below; also the gateway's limit.</summary>
    internal const int LargestFile = 25 * 1024 * 1024;

    /// <summary>Largest image, in bytes; larger ones get a 413.</summary>
    [Range(1_000, LargestFile)]
    public int MaxImageBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Largest file of evidence, in bytes; larger ones get a 413.</summary>
    [Range(1_000, LargestFile)]
    public int MaxEvidenceBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>
    /// Further forms of secrets, by name: regular expressions whose group <c>secret</c>, or
    /// everything that they match, is taken out of evidence and entries.
    /// </summary>
    public IDictionary<string, string> Secrets { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    internal Redactor CreateRedactor() => new(Secrets.Select(s => SecretForm.Of(s.Key, s.Value)));
}

/// <summary>Refuses to start with a pattern that would find nothing, or could hang.</summary>
internal sealed class TimelineOptionsRules : IValidateOptions<TimelineOptions>
{
    public ValidateOptionsResult Validate(string? name, TimelineOptions options)
    {
        foreach (var (form, pattern) in options.Secrets)
        {
            try
            {
                SecretForm.Of(form, pattern);
            }
            catch (Exception exception)
                when (exception is ArgumentException or NotSupportedException)
            {
                return ValidateOptionsResult.Fail(
                    $"Timeline:Secrets:{form} is not a usable pattern: {exception.Message}"
                );
            }
        }

        return ValidateOptionsResult.Success;
    }
}
