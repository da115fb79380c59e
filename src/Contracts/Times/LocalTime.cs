using System.Globalization;

namespace Pir.Contracts.Times;

/// <summary>
/// A time on a clock in a zone. Clocks skip an hour when summer begins, and show one twice when it
/// ends, so a local time may be no instant or two.
/// </summary>
public static class LocalTime
{
    /// <summary>
    /// The instants (UTC) at which clocks in the zone show the time, earliest first: none if
    /// clocks skip it, two if they show it twice.
    /// </summary>
    public static IReadOnlyList<DateTime> Instants(DateTime local, TimeZoneInfo zone)
    {
        var shown = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(shown))
        {
            return [];
        }

        var offsets = zone.IsAmbiguousTime(shown)
            ? zone.GetAmbiguousTimeOffsets(shown)
            : [zone.GetUtcOffset(shown)];
        // A larger offset is an earlier instant.
        return
        [
            .. offsets
                .OrderDescending()
                .Where(offset => IsInRange(shown, offset))
                .Select(offset => DateTime.SpecifyKind(shown - offset, DateTimeKind.Utc)),
        ];
    }

    /// <summary>
    /// When the day begins in the zone: midnight, or the first instant after it where clocks skip
    /// midnight.
    /// </summary>
    public static DateTime Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        for (var minutes = 0; minutes < 180; minutes += 15)
        {
            if (Instants(local.AddMinutes(minutes), zone) is [var first, ..])
            {
                return first;
            }
        }

        return DateTime.SpecifyKind(local, DateTimeKind.Utc);
    }

    /// <summary>
    /// The rule that a time breaks that clocks skip, for example "does not exist in Europe/Berlin:
    /// clocks went from 02:00 to 03:00 on 29 March 2026".
    /// </summary>
    public static string SkippedRule(DateTime local, TimeZoneInfo zone)
    {
        var before = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(before))
        {
            before = before.AddMinutes(-1);
        }

        var from = before.AddMinutes(1);
        var to = TimeZoneInfo.ConvertTimeFromUtc(
            TimeZoneInfo.ConvertTimeToUtc(before, zone).AddMinutes(1),
            zone
        );
        return string.Create(
                CultureInfo.InvariantCulture,
                $"does not exist in {zone.Id}: clocks go from {from:HH:mm} to {to:HH:mm} "
            ) + string.Create(CultureInfo.InvariantCulture, $"on {to:d MMMM yyyy}");
    }

    /// <summary>What is to be asked about a time that clocks show twice.</summary>
    public static string RepeatedRule(DateTime local, TimeZoneInfo zone) =>
        FormattableString.Invariant(
            $"is shown twice by clocks in {zone.Id} on {local:d MMMM yyyy}"
        );

    private static bool IsInRange(DateTime local, TimeSpan offset) =>
        local.Ticks - offset.Ticks is var ticks
        && ticks >= DateTime.MinValue.Ticks
        && ticks <= DateTime.MaxValue.Ticks;
}
