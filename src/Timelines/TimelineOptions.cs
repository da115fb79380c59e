using System.ComponentModel.DataAnnotations;

namespace Pir.Timelines;

/// <summary>Configuration section <c>Timeline</c>.</summary>
public sealed class TimelineOptions
{
    /// <summary>Allowance for the form around an image in a request, in bytes.</summary>
    internal const int FormOverhead = 256 * 1024;

    /// <summary>Largest value of the setting below; also the gateway's limit.</summary>
    internal const int LargestImage = 25 * 1024 * 1024;

    /// <summary>Largest image, in bytes; larger ones get a 413.</summary>
    [Range(1_000, LargestImage)]
    public int MaxImageBytes { get; set; } = 10 * 1024 * 1024;
}
