using System.Globalization;
using Pir.Timelines.Imports;
using Shouldly;
using Xunit;

namespace Pir.Timelines.Tests.Imports;

/// <summary>
/// C5: chats as they are copied out of the usual programs. No words are put in another person's
/// mouth. Each expected line is day, time, speaker and text, with | for the end of a line.
/// </summary>
public sealed class ChatShapeTests
{
    private static readonly DateTime Now = new(2026, 11, 27, 22, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Times_without_AM_or_PM_continue_are_read() =>
        Read(
                "Ada Lovelace \n  9:01 PM \nIs checkout slow for you? \n \n \n"
                    + "Ben Mayer \n  9:03 PM \nyes \n9:04 \nsince the deploy \n9:04 \n"
                    + "rolling back \n \n \nAda Lovelace \n  9:05 PM \nthanks!  "
            )
            .ShouldBe(
                "27 21:01 Ada Lovelace: Is checkout slow for you?\n"
                    + "27 21:03 Ben Mayer: yes\n27 21:04 Ben Mayer: since the deploy\n"
                    + "27 21:04 Ben Mayer: rolling back\n27 21:05 Ada Lovelace: thanks!"
            );

    [Fact]
    public void Slack_desktop_are_read() =>
        Read(
                "Wednesday, November 25th\n:spiral_calendar_pad: New\n\nPagerDuty\n"
                    + "APP  2:14 PM\nTriggered #4411 High error rate on checkout\n\n"
                    + "Ada Lovelace\n  2:15 PM\nlooking (edited) \n:eyes:\n3\n\n2 replies\n"
                    + "Last reply 2 days ago\nView thread\n\nBen Mayer\n"
                    + ":palm_tree:  2:17 PM\nrolled back to 4.1.2\n```\n"
                    + "kubectl rollout undo deploy/checkout\nerror at 14:16 ok\n```\n\n"
                    + "Carla Diaz (she/her)\n  Yesterday at 9:02 AM\n"
                    + "wrote the customer note\n\nDev Bot\nAPP\n  Today at 1:30 AM\n"
                    + "Deploy finished"
            )
            .ShouldBe(
                "25 14:14 PagerDuty (bot): Triggered #4411 High error rate on checkout\n"
                    + "25 14:15 Ada Lovelace: looking\n"
                    + "25 14:17 Ben Mayer: rolled back to 4.1.2|```|kubectl rollout undo "
                    + "deploy/checkout|error at 14:16 ok|```\n"
                    + "26 09:02 Carla Diaz: wrote the customer note\n"
                    + "27 01:30 Dev Bot (bot): Deploy finished"
            );

    [Fact]
    public void Slack_app_are_read() =>
        Read(
                "Ada Lovelace\n  2:15 PM\nlooking\n\nPagerDuty\nAPP  2:16 PM\n"
                    + "Triggered #4411 High error rate\n\nDev Bot\nAPP\n  2:17 PM\n"
                    + "Deploy finished\n\nBen Mayer\n:palm_tree:  2:18 PM\nrolled back"
            )
            .ShouldBe(
                "27 14:15 Ada Lovelace: looking\n"
                    + "27 14:16 PagerDuty (bot): Triggered #4411 High error rate\n"
                    + "27 14:17 Dev Bot (bot): Deploy finished\n"
                    + "27 14:18 Ben Mayer: rolled back"
            );

    [Fact]
    public void Slack_without_blank_lines_are_read() =>
        Read(
                "Ada Lovelace\n  10:42 AM\nThe queue is growing.\nBen Mayer\n"
                    + "  10:44 AM\nSince the deploy?"
            )
            .ShouldBe(
                "27 10:42 Ada Lovelace: The queue is growing.\n"
                    + "27 10:44 Ben Mayer: Since the deploy?"
            );

    [Fact]
    public void Slack_of_several_days_are_read() =>
        Read(
                "Thursday, November 26th\n\nAda Lovelace\n  4:10 PM\nstarted here\n\n"
                    + "Ben Mayer\n  11:58 PM\nstill\n\nFriday, November 27th\n\nCarla Diaz\n"
                    + "  12:04 AM\nfixed"
            )
            .ShouldBe(
                "26 16:10 Ada Lovelace: started here\n26 23:58 Ben Mayer: still\n"
                    + "27 00:04 Carla Diaz: fixed"
            );

    [Fact]
    public void Slack_of_earlier_days_are_read() =>
        Read(
                "Ada Lovelace\n  Thursday at 4:10 PM\nstarted here\n\nBen Mayer\n"
                    + "  Nov 26th at 4:12 PM\nlooking\n\nCarla Diaz\n"
                    + "  November 26th, 2026 at 4:15 PM\nfixed\n\nDora Smith\n"
                    + "  Yesterday at 4:20 PM\nwatching"
            )
            .ShouldBe(
                "26 16:10 Ada Lovelace: started here\n26 16:12 Ben Mayer: looking\n"
                    + "26 16:15 Carla Diaz: fixed\n26 16:20 Dora Smith: watching"
            );

    [Fact]
    public void Slack_with_brackets_are_read() =>
        Read(
                "ada [11:22 AM]\nthe queue is growing\n\n[11:25 AM]\n"
                    + "still growing (edited)\n----- new messages -----\n\nben [11:26 AM]\n"
                    + "restart"
            )
            .ShouldBe(
                "27 11:22 ada: the queue is growing\n27 11:25 ada: still growing\n"
                    + "27 11:26 ben: restart"
            );

    [Fact]
    public void Slack_with_24_hours_are_read() =>
        Read(
                "Ada Lovelace\n  21:01\nhi\n\n\nBen\n  21:03\nyes\n21:04\n"
                    + "since the deploy\n\nRestarting\n21:04\nrolling back\n\nxx the guy\n"
                    + "  21:05\nok"
            )
            .ShouldBe(
                "27 21:01 Ada Lovelace: hi\n27 21:03 Ben: yes\n"
                    + "27 21:04 Ben: since the deploy||Restarting\n"
                    + "27 21:04 Ben: rolling back\n27 21:05 xx the guy: ok"
            );

    [Fact]
    public void A_reply_to_a_thread_are_read() =>
        Read("Ada Lovelace\n  2:15 PM\nreplied to a thread:\nwhat Ben had said\n" + "my reply")
            .ShouldBe("27 14:15 Ada Lovelace: my reply");

    [Fact]
    public void Irc_are_read() =>
        Read(
                "[10:02:11] <ada> pool exhausted\n[10:02:15] * ben is looking\n"
                    + "10:03 -!- carla [~c@host] has joined #inc\n"
                    + "10:04:01.123 ada: 2026-11-28T10:03:59Z ERROR pool\n"
                    + "2026-11-27T23:59:30.123Z ada: utc stamp\n"
                    + "2026-11-28T01:00:10+01:00 ben: offset stamp"
            )
            .ShouldBe(
                "27 10:02 ada: pool exhausted\n27 10:02 ben: is looking\n"
                    + "27 10:04 ada: 2026-11-28T10:03:59Z ERROR pool\n"
                    + "27 23:59 ada: utc stamp\n28 00:00 ben: offset stamp"
            );

    [Fact]
    public void Irssi_are_read() =>
        Read(
                "--- Log opened Thu Nov 26 10:02:11 2026\n10:02 < ada> pool\n"
                    + "10:03 <@ben> yes\n23:59 < ada> late\n--- Day changed Fri Nov 27 2026\n"
                    + "00:01 < ada> early\n00:03 -!- ben [~b@h] has left #inc []"
            )
            .ShouldBe(
                "26 10:02 ada: pool\n26 10:03 ben: yes\n26 23:59 ada: late\n"
                    + "27 00:01 ada: early"
            );

    [Fact]
    public void Weechat_are_read() =>
        Read(
                "2026-11-27 10:02:11\tada\tpool exhausted\n"
                    + "2026-11-27 10:02:12\t-->\tcarla (~c@host) has joined #inc\n"
                    + "2026-11-27 10:02:13\t@ben\ton it"
            )
            .ShouldBe("27 10:02 ada: pool exhausted\n27 10:02 ben: on it");

    [Fact]
    public void Times_in_front_of_names_are_read() =>
        Read("10:40 <ada> text one\n10:41 <ben> text two")
            .ShouldBe("27 10:40 ada: text one\n27 10:41 ben: text two");

    [Fact]
    public void A_bare_time_in_brackets_are_read() =>
        Read("[2:40 AM] ada: one\n[2:41 AM]\ntwo").ShouldBe("27 02:40 ada: one\n27 02:41 ada: two");

    [Fact]
    public void Mattermost_are_read() =>
        Read(
                "ada.lovelace\n10:42 AM\nThe queue is growing.\n\nben\n10:44 AM\n"
                    + "Since the deploy?\n\nsystem\nBOT\n10:45 AM\n@carla joined the channel."
            )
            .ShouldBe(
                "27 10:42 ada.lovelace: The queue is growing.\n"
                    + "27 10:44 ben: Since the deploy?\n"
                    + "27 10:45 system (bot): @carla joined the channel."
            );

    [Fact]
    public void New_Teams_are_read() =>
        Read(
                "Rossi, Mario\n10:42 AM\nPool is dry\n\nBianchi, Anna (Guest)\n"
                    + "10:44 AM\nrestarting\n\n27/11 10:50\nAll fine\n\n"
                    + "Mario Rossi  27/11 11:02\nclosing"
            )
            .ShouldBe(
                "27 10:42 Rossi, Mario: Pool is dry\n"
                    + "27 10:44 Bianchi, Anna: restarting\n27 10:50 Bianchi, Anna: All fine\n"
                    + "27 11:02 Mario Rossi: closing"
            );

    [Fact]
    public void Old_Teams_are_read() =>
        Read(
                "[Yesterday 10:32 AM] Alice Smith\nHello\n\n"
                    + "[11/27 10:33 AM] Bob Stone\n10:30 it began"
            )
            .ShouldBe("26 10:32 Alice Smith: Hello\n27 10:33 Bob Stone: 10:30 it began");

    [Fact]
    public void WhatsApp_of_Americans_are_read() =>
        Read(
                "11/27/26, 7:02\u202fPM - Person One: restart at 4:30 or 6?\n"
                    + "11/27/26, 7:05\u202fPM - +49 170 1234567: changed to 6"
            )
            .ShouldBe(
                "27 19:02 Person One: restart at 4:30 or 6?\n"
                    + "27 19:05 +49 170 1234567: changed to 6"
            );

    [Fact]
    public void WhatsApp_on_an_iPhone_are_read() =>
        Read(
                "[27/11/2026, 19:02:11] Person One: restart?\n"
                    + "\u200e[27/11/2026, 19:03:11] Person Two: \u200eimage omitted\n"
                    + "second line 10:40"
            )
            .ShouldBe(
                "27 19:02 Person One: restart?\n"
                    + "27 19:03 Person Two: image omitted|second line 10:40"
            );

    [Fact]
    public void Discord_are_read() =>
        Read(
                "Ada Lovelace\n — \nToday at 10:42 AM\nlooks slow\nBen\nAPP\n — \n"
                    + "Yesterday at 10:43 AM\nalert"
            )
            .ShouldBe("27 10:42 Ada Lovelace: looks slow\n26 10:43 Ben (bot): alert");

    [Fact]
    public void Telegram_are_read() =>
        Read("Ada Lovelace, [27.11.2026 10:42]\nhello\n\nBen, [27.11.2026 10:43]\nyo")
            .ShouldBe("27 10:42 Ada Lovelace: hello\n27 10:43 Ben: yo");

    [Fact]
    public void Zoom_are_read() =>
        Read("10:42:15 From Ada Lovelace to Everyone: hello\n" + "10:42:30\t From  Ben : yo")
            .ShouldBe("27 10:42 Ada Lovelace: hello\n27 10:42 Ben: yo");

    [Fact]
    public void Lines_of_code_are_read() =>
        Read(
                "Ada  10:42 AM\n```\n10:40 ERROR: pool exhausted\n"
                    + "2026-11-28 10:41 WARN: retry\nworker: 10:41:07 timeout\n```\n"
                    + "Ben  10:44 AM\nkernel log says\nNov 28 10:39:59 db1 kernel: oom\n"
                    + "10:39:58 db1 sshd: ok"
            )
            .ShouldBe(
                "27 10:42 Ada: ```|10:40 ERROR: pool exhausted|2026-11-28 10:41 WARN: "
                    + "retry|worker: 10:41:07 timeout|```\n"
                    + "27 10:44 Ben: kernel log says|Nov 28 10:39:59 db1 kernel: oom|10:39:58 "
                    + "db1 sshd: ok"
            );

    [Fact]
    public void Answers_that_are_times_and_days_are_read() =>
        Read(
                "Ada Lovelace\n  10:42 AM\nwhen did it start?\n\nBen Mayer\n"
                    + "  10:44 AM\n10:40\n\nCarla\n  10:45 AM\nToday"
            )
            .ShouldBe(
                "27 10:42 Ada Lovelace: when did it start?\n27 10:44 Ben Mayer: 10:40\n"
                    + "27 10:45 Carla: Today"
            );

    [Fact]
    public void Two_chats_in_one_are_read() =>
        Read(
                "Ada  10:42 AM\nfrom Slack\n\n[10:50] Ben Mayer\nfrom Teams\n"
                    + "[10:51] ERROR pool gone"
            )
            .ShouldBe(
                "27 10:42 Ada: from Slack\n"
                    + "27 10:50 Ben Mayer: from Teams|[10:51] ERROR pool gone"
            );

    [Fact]
    public void Emoji_beside_names_are_read() =>
        Read(
                "Ada Lovelace:palm_tree:  10:42 AM\nhi (edited)\n"
                    + "Ben Mayer 🌴 (he/him)  10:43 AM\nyes\n👍\n2"
            )
            .ShouldBe("27 10:42 Ada Lovelace: hi\n27 10:43 Ben Mayer: yes");

    [Fact]
    public void Midnight_are_read() =>
        Read("Ada Lovelace  11:58 PM\na\nBen  12:01 AM\nb\n12:02\nc")
            .ShouldBe("26 23:58 Ada Lovelace: a\n27 00:01 Ben: b\n27 00:02 Ben: c");

    [Fact]
    public void Joins_and_parts_are_left_out_and_counted()
    {
        var reading = Reading(
            "10:02 <ada> hi\n10:03 -!- carla [~c@h] has joined #inc\n10:04 <ada> ho"
        );

        reading.LeftOut.ShouldBe([
            new(2, "10:03 -!- carla [~c@h] has joined #inc", LeftOutReason.JoinOrPart),
        ]);
        reading.Messages.Select(m => m.Line).ShouldBe([1, 3]);
    }

    [Fact]
    public void Fractions_and_offsets_are_honoured() =>
        Reading(
            "2026-11-27T10:00:00.123Z ada: a\n2026-11-27T12:00:10+01:00 ben: b\n"
                + "2026-11-27 11:00:20,5 ada: c"
        )
            .Messages.Select(m => m.At)
            .ShouldBe([
                new DateTime(2026, 11, 27, 10, 0, 0, 123, DateTimeKind.Utc),
                new(2026, 11, 27, 11, 0, 10, DateTimeKind.Utc),
                new(2026, 11, 27, 11, 0, 20, 500, DateTimeKind.Utc),
            ]);

    [Fact]
    public void A_message_without_a_sign_of_its_speaker_is_nobodys() =>
        Reading("[10:42] the pool of the shop is gone\n[10:43] Ada: yes")
            .Messages.Select(m => m.Name)
            .ShouldBe([null, "Ada"]);

    private static ChatReading Reading(string text) =>
        ChatLog.Read(text, new(Now, TimeZoneInfo.Utc));

    private static string Read(string text) =>
        string.Join('\n', Reading(text).Messages.Select(Show));

    private static string Show(ChatMessage message) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{message.At:dd HH:mm} {message.Name}{(message.IsBot ? " (bot)" : "")}: "
        ) + message.Text.Replace('\n', '|');
}
