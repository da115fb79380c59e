using Pir.Contracts.Times;

namespace Pir.Timelines.Imports;

/// <summary>When a message was written.</summary>
/// <param name="At">UTC; null if it cannot be known.</param>
/// <param name="Doubt">What is to be checked; null if nothing.</param>
internal readonly record struct ChatTime(DateTime? At, string? Doubt);

/// <summary>
/// Finds the instants of a chat's times: the day where none is written, AM or PM where only the
/// message before has it, and which of the two where clocks show an hour twice.
/// </summary>
internal static class ChatClock
{
    // If times go back further than this, the chat has passed midnight. If less, two clocks differ
    // or clocks were set back.
    private static readonly TimeSpan Disorder = TimeSpan.FromHours(2);

    internal static IReadOnlyList<ChatTime> Read(IReadOnlyList<ChatDraft> drafts, ChatPlace place)
    {
        var today = DateOnly.FromDateTime(Local(place.Now, place.Zone));
        var order = WrittenDay.OrderOf(
            drafts
                .Where(d => d.Time?.Day is not null)
                .Select(d => (d.Time!.Day!, d.Time.IsAmerican))
        );
        var days = new Days(today, order);
        var first = FirstDay(drafts, place, days);
        return RepeatedHours.Resolve([.. Lay(drafts, place, days, first)], place.Zone);
    }

    /// <summary>
    /// Unless it is given: the day the incident began, or the next if the chat begins before that
    /// hour; but never so that a message lies ahead, or behind a later one that shows its day.
    /// </summary>
    private static DateOnly FirstDay(IReadOnlyList<ChatDraft> drafts, ChatPlace place, Days days)
    {
        if (place.FirstDay is { } given)
        {
            return given;
        }

        var now = Local(place.Now, place.Zone) + TimeRules.ClockTolerance;
        var first =
            place.Since is { } since && Local(since, place.Zone) is var began && began <= now
                ? Nearest(drafts.FirstOrDefault(d => d.Time is not null)?.Time, began)
                : days.Today;
        var latest = first > days.Today.AddDays(-400) ? days.Today : first;
        for (var tries = 0; tries < 400 && first > DateOnly.MinValue.AddDays(2); tries++)
        {
            var laid = Lay(drafts, place, days, first).Where(l => l is not null).ToList();
            var isAhead = laid.Exists(l => l!.Local > now);
            var undated = laid.TakeWhile(l => !l!.IsDated).LastOrDefault();
            var dated = laid.Find(l => l!.IsDated);
            if (!isAhead && !(undated is not null && undated.Local > dated?.Local))
            {
                return first;
            }

            // A message that shows its day and lies ahead cannot be helped by another first day.
            if (undated is null)
            {
                break;
            }

            first = first.AddDays(-1);
        }

        return latest;
    }

    /// <summary>The day of the incident, or the next if the chat begins after midnight.</summary>
    private static DateOnly Nearest(WrittenTime? first, DateTime began)
    {
        var day = DateOnly.FromDateTime(began);
        return first is not null && began - day.ToDateTime(first.Time) > TimeSpan.FromHours(12)
            ? day.AddDays(1)
            : day;
    }

    /// <summary>The local times in order; null for a message without one.</summary>
    private static IEnumerable<LocalMoment?> Lay(
        IReadOnlyList<ChatDraft> drafts,
        ChatPlace place,
        Days days,
        DateOnly first
    )
    {
        var hasHalves = drafts.Any(d => d.Time is { HasHalf: true });
        var day = first;
        DateTime? previous = null;
        foreach (var draft in drafts)
        {
            var named = days.Of(draft.Time?.Day ?? draft.Day);
            day = named ?? day;
            if (draft.Time is not { } time)
            {
                yield return null;
                continue;
            }

            var local = day.ToDateTime(time.Time);
            if (time.Offset is { } offset)
            {
                var utc = Shifted(local, -offset);
                previous = Local(utc, place.Zone);
                yield return new(previous.Value, utc, named is not null);
                continue;
            }

            if (named is null && previous is { } before)
            {
                local = Next(local, before, hasHalves && !time.HasHalf && time.Time.Hour <= 12);
            }

            (previous, day) = (local, DateOnly.FromDateTime(local));
            yield return new(local, null, named is not null);
        }
    }

    /// <summary>The time after another: the same day, the other half of it, or the next.</summary>
    private static DateTime Next(DateTime local, DateTime before, bool isHalfOpen)
    {
        // Without AM or PM, the first that is not before the last message.
        if (isHalfOpen)
        {
            var tolerant = before - TimeRules.ClockTolerance;
            var half =
                local.Date.AddHours(local.Hour % 12)
                + (local.TimeOfDay - TimeSpan.FromHours(local.Hour));
            for (var n = 0; n < 4; n++, half = Shifted(half, TimeSpan.FromHours(12)))
            {
                if (half >= tolerant)
                {
                    return half;
                }
            }
        }

        return local < before - Disorder ? Shifted(local, TimeSpan.FromDays(1)) : local;
    }

    private static DateTime Local(DateTime utc, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), zone);

    private static DateTime Shifted(DateTime time, TimeSpan by) =>
        time.Ticks + by.Ticks is var ticks
        && ticks >= DateTime.MinValue.Ticks
        && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime(ticks, time.Kind)
            : time;

    private sealed record Days(DateOnly Today, DayOrder Order)
    {
        public DateOnly? Of(WrittenDay? written) => written?.On(Today, Order);
    }
}

/// <summary>A time on the clock of the chat.</summary>
/// <param name="Utc">If its distance from UTC is written.</param>
/// <param name="IsDated">Whether its day is written.</param>
internal sealed record LocalMoment(DateTime Local, DateTime? Utc, bool IsDated);
