using Pir.Contracts.Events;

namespace Pir.Reviews.Domain;

/// <summary>Who does something, and when (UTC).</summary>
public readonly record struct Stamp(Actor By, DateTime At);
