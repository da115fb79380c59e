namespace Pir.FrontDoor.Tests.Fuzzing;

/// <summary>Randomness that is the same for the same seed.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>The dice of one request, independent of earlier requests.</summary>
    public static Dice Of(int seed, int index) =>
        new(unchecked((seed * 397) ^ (index * 7919) ^ (index << 17)));

    public int Below(int limit) => _random.Next(limit);

    public bool Percent(int chance) => _random.Next(100) < chance;

    public T Pick<T>(IReadOnlyList<T> values) => values[_random.Next(values.Count)];
}
