using Pir.Contracts.Events;

namespace Pir.Platform.Decisions;

/// <summary>Who changes something, when, and why.</summary>
/// <param name="At">UTC, in whole microseconds.</param>
/// <param name="Reason">In the person's own words; null if none was given.</param>
public readonly record struct Stamp(Actor By, DateTime At, string? Reason = null);
