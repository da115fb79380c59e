using System.Collections.Concurrent;
using Pir.Gateway.Domain;

namespace Pir.Gateway.Identity;

/// <summary>
/// Locks e-mail addresses without an account like accounts, so that the visible lock does not
/// reveal which accounts exist. Kept in this process only.
/// </summary>
internal sealed class UnknownAddressBackoff(TimeProvider clock)
{
    // All that an attacker gains by filling it is that addresses without an account are no longer
    // locked.
    private const int MostNames = 20_000;

    private readonly ConcurrentDictionary<string, (int Failures, DateTime? Until)> _names = new(
        StringComparer.OrdinalIgnoreCase
    );

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>
    /// Records an attempt. Returns until when the address is locked, if it already was.
    /// </summary>
    public DateTime? Try(string email)
    {
        if (_names.TryGetValue(email, out var known) && known.Until > Now)
        {
            return known.Until;
        }

        if (_names.Count >= MostNames)
        {
            _names.Clear();
        }

        var failures = known.Failures + 1;
        var rest = SignInBackoff.LockFor(failures);
        _names[email] = (failures, rest > TimeSpan.Zero ? Now + rest : null);
        return null;
    }
}
