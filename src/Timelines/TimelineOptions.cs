using System.ComponentModel.DataAnnotations;

namespace Pir.Timelines;

/// <summary>Configuration section <c>Timeline</c>.</summary>
public sealed class TimelineOptions
{
    /// <summary>What an image may have beside its bytes in a request: the form around it.</summary>
    internal const int FormOverhead = 256 * 1024;

    /// <summary>Largest the setting below may be; the gateway lets as much through.</summary>
    internal const int LargestImage = 25 * 1024 * 1024;

    /// <summary>Largest image, in bytes; larger ones are answered 413.</summary>
    [Range(1_000, LargestImage)]
    public int MaxImageBytes { get; set; } = 10 * 1024 * 1024;
}
