namespace Pir.Gateway.Domain;

/// <summary>
/// How long an account is locked after wrong passwords: not at all after the first few, then a
/// minute, doubled each time up to an hour.
/// </summary>
public static class SignInBackoff
{
    public const int FreeFailures = 4;
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <param name="failures">Consecutive wrong passwords, including the latest.</param>
    public static TimeSpan LockFor(int failures)
    {
        if (failures <= FreeFailures)
        {
            return TimeSpan.Zero;
        }

        var doublings = Math.Min(failures - FreeFailures - 1, 6);
        var rest = First * (1 << doublings);
        return rest < Longest ? rest : Longest;
    }
}
