using System.Globalization;
using System.IO.Compression;
using System.Text;
using Pir.Contracts.Api;
using Pir.Timelines.Imports;
using Shouldly;
using Xunit;

namespace Pir.Timelines.Tests.Imports;

/// <summary>
/// C5, C7: what tools write is recognized and read. Each expected line is time, kind, speaker and
/// text, with a star where it is suggested.
/// </summary>
public sealed class ImportReaderTests
{
    private static readonly DateTime Now = new(2026, 11, 27, 22, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Terraform_tells_what_changed_and_failed_and_no_outputs()
    {
        var reading = Read(
            ImportFormat.Terraform,
            """
            {"@level":"info","@message":"Terraform 1.9.0","@module":"terraform.ui","@timestamp":"2026-11-27T10:00:00.000000Z","terraform":"1.9.0","type":"version","ui":"1.2"}
            {"@level":"info","@message":"aws_db.main: Creation complete after 3s","@timestamp":"2026-11-27T11:00:03.123456+01:00","hook":{"resource":{"addr":"aws_db.main"},"action":"create","elapsed_seconds":3},"type":"apply_complete"}
            {"@level":"info","@mess
            {"@level":"error","@message":"Error: quota","@timestamp":"2026-11-27T10:00:04Z","diagnostic":{"severity":"error","summary":"quota exceeded","detail":"x"},"type":"diagnostic"}
            {"@level":"info","@message":"Outputs: 1","@timestamp":"2026-11-27T10:00:05Z","outputs":{"password":{"sensitive":true,"value":"hunter2"}},"type":"outputs"}
            """
        );

        Show(reading)
            .ShouldBe([
                "10:00:03 Change : Terraform: aws_db.main: Creation complete after 3s *",
                "10:00:04 Observation : Terraform: Error: quota exceeded *",
            ]);
        reading
            .Found[0]
            .At.ShouldBe(
                new DateTime(2026, 11, 27, 10, 0, 3, DateTimeKind.Utc).AddMicroseconds(123_456)
            );
        reading.Problems.ShouldBe([new(3, "{\"@level\":\"info\",\"@mess", "is not valid JSON")]);
    }

    [Fact]
    public void Ansible_tells_what_changed_and_failed_but_not_what_was_ignored() =>
        Show(
                Read(
                    ImportFormat.Ansible,
                    """
                    {"_event":"v2_playbook_on_play_start","_timestamp":"2026-11-27T10:00:00.000000Z","play":{"name":"all"}}
                    {"_event":"v2_runner_on_ok","_timestamp":"2026-11-27T10:00:01.000000Z","task":{"id":"a","name":"Write config"},"hosts":{"web1":{"changed":true,"diff":"secret"}}}
                    {"_event":"v2_runner_on_ok","_timestamp":"2026-11-27T10:00:02.000000Z","task":{"id":"b","name":"Look"},"hosts":{"web1":{"changed":false}}}
                    {"_event":"v2_runner_on_failed","_timestamp":"2026-11-27T10:00:03.000000Z","task":{"id":"c","name":"Maybe"},"hosts":{"web1":{"failed":true,"ignored":true}}}
                    {"_event":"v2_runner_on_failed","_timestamp":"2026-11-27T10:00:04.000000Z","task":{"id":"d","name":"Restart"},"hosts":{"web2":{"failed":true}}}
                    """
                )
            )
            .ShouldBe([
                "10:00:01 Change : Ansible: “Write config” changed web1. *",
                "10:00:04 Change : Ansible: “Restart” failed on web2. *",
            ]);

    [Fact]
    public void Ansible_is_one_document_too() =>
        Show(
                Read(
                    ImportFormat.Ansible,
                    """
                    {
                      "plays": [{"tasks": [
                        {"task": {"id": "a", "name": "Deploy", "duration": {"start": "2026-11-27T10:00:00.0Z", "end": "2026-11-27T10:01:00.0Z"}},
                         "hosts": {"web1": {"changed": true}, "web2": {"changed": true}}}
                      ]}],
                      "stats": {}
                    }
                    """
                )
            )
            .ShouldBe(["10:01:00 Change : Ansible: “Deploy” changed web1, web2. *"]);

    [Fact]
    public void Kubernetes_events_are_read_as_json() =>
        Show(
                Read(
                    ImportFormat.Kubernetes,
                    """
                    {"apiVersion":"v1","kind":"List","items":[
                      {"kind":"Event","metadata":{"uid":"u1"},"involvedObject":{"kind":"Pod","name":"web-1"},"type":"Warning","reason":"BackOff","message":"Back-off restarting","count":4,"lastTimestamp":"2026-11-27T10:00:00Z"},
                      {"kind":"Event","metadata":{"uid":"u2"},"involvedObject":{"kind":"Pod","name":"web-1"},"type":"Normal","reason":"Pulled","message":"Image pulled","eventTime":"2026-11-27T10:01:00.123456Z"}
                    ]}
                    """
                )
            )
            .ShouldBe([
                "10:00:00 Observation : Kubernetes: BackOff pod/web-1: Back-off restarting "
                    + "(4 times) *",
                "10:01:00 Observation : Kubernetes: Pulled pod/web-1: Image pulled",
            ]);

    [Fact]
    public void Kubernetes_events_are_read_as_a_table()
    {
        var reading = Read(
            ImportFormat.Kubernetes,
            """
            LAST SEEN   TYPE      REASON      OBJECT        MESSAGE
            2m10s       Warning   BackOff     pod/web-1     Back-off restarting failed container
            <unknown>   Normal    Scheduled   pod/web-2     Assigned
            """
        );

        Show(reading)
            .ShouldBe([
                "21:57:50 Observation : Kubernetes: BackOff pod/web-1: Back-off restarting failed "
                    + "container *",
            ]);
        reading.Problems.ShouldHaveSingleItem().Line.ShouldBe(3);
    }

    [Theory]
    [InlineData("""{"Records":[#]}""")]
    [InlineData("""{"Records":[#,{"eventTime":broken}]}""")]
    public void CloudTrail_tells_what_was_changed_and_by_whom(string file) =>
        Show(
                Read(
                    ImportFormat.CloudTrail,
                    file.Replace(
                        "#",
                        """
                        {"eventTime":"2026-11-27T10:00:00Z","eventName":"TerminateInstances","eventSource":"ec2.amazonaws.com","awsRegion":"eu-west-1","userIdentity":{"type":"IAMUser","userName":"ada"},"eventID":"e1","readOnly":false,"requestParameters":{"x":"secret"}},
                        {"eventTime":"2026-11-27T10:00:01Z","eventName":"DescribeInstances","eventSource":"ec2.amazonaws.com","eventID":"e2","readOnly":true}
                        """
                    )
                )
            )
            .ShouldBe(["10:00:00 Change ada: AWS ec2: TerminateInstances in eu-west-1 *"]);

    [Fact]
    public void CloudTrail_is_read_from_lookup_events() =>
        Show(
                Read(
                    ImportFormat.CloudTrail,
                    """
                    {"Events":[{"EventId":"e1","CloudTrailEvent":"{\"eventTime\":\"2026-11-27T10:00:00Z\",\"eventName\":\"RebootDBInstance\",\"eventSource\":\"rds.amazonaws.com\",\"userIdentity\":{\"arn\":\"arn:aws:sts::1:assumed-role/ops/ben\"},\"eventID\":\"e1\"}"}]}
                    """
                )
            )
            .ShouldBe(["10:00:00 Change ben: AWS rds: RebootDBInstance *"]);

    [Fact]
    public void A_git_log_is_read_in_its_own_format()
    {
        var reading = Read(
            ImportFormat.Git,
            """
            commit 0123456789abcdef0123456789abcdef01234567 (HEAD -> main)
            Author: Ada Lovelace <ada@example.org>
            Date:   Fri Nov 27 11:00:00 2026 +0100

                Raise the pool

                More words.

            commit 1123456789abcdef0123456789abcdef01234567
            Author: Ben <ben@example.org>
            Date:   never

                Broken
            """
        );

        Show(reading)
            .ShouldBe(["10:00:00 Change Ada Lovelace: Commit 0123456789: Raise the pool *"]);
        reading.Problems.ShouldHaveSingleItem().Line.ShouldBe(9);
    }

    [Theory]
    [InlineData("\u001f", "\0")]
    [InlineData("\t", "\n")]
    [InlineData(" | ", "\n")]
    public void A_git_log_is_read_in_lines(string between, string end) =>
        Show(
                Read(
                    ImportFormat.Git,
                    string.Join(
                        between,
                        "0123456789abcdef",
                        "2026-11-27T11:00:00+01:00",
                        "Ada",
                        "Fix"
                    ) + end
                )
            )
            .ShouldBe(["10:00:00 Change Ada: Commit 0123456789: Fix *"]);

    [Fact]
    public void Deployments_are_read_from_each_tool() =>
        Show(
                Read(
                    ImportFormat.Deployments,
                    """
                    {"deployment_status":{"id":2,"state":"success","created_at":"2026-11-27T10:00:00Z","creator":{"login":"ada"},"log_url":"https://ci.example.org/1"},"deployment":{"id":1,"sha":"0123456789","environment":"production"},"repository":{"full_name":"shop/web"}}
                    {"object_kind":"deployment","status":"failed","status_changed_at":"2026-11-27 10:01:00 +0000","deployment_id":7,"environment":"production","project":{"path_with_namespace":"shop/api"},"short_sha":"abc","user":{"name":"Ben"}}
                    {"payload":{"summary":"Flag on","timestamp":"2026-11-27T10:02:00Z","source":"flags"},"links":[{"href":"https://x.example.org"}]}
                    {"payload":{}}
                    """
                )
            )
            .ShouldBe([
                "10:00:00 Change ada: Deployment of shop/web 01234567 to production: success *",
                "10:01:00 Change Ben: Deployment of shop/api abc to production: failed *",
                "10:02:00 Change flags: Flag on *",
            ]);

    [Fact]
    public void A_log_keeps_its_lines_together()
    {
        var reading = Read(
            ImportFormat.Log,
            """
            garbage
            2026-11-27T10:00:00.5Z INFO pool started
            2026-11-27 10:00:01,250 ERROR pool exhausted
              at Pool.Get()
            Nov 27 10:00:02 db1 kernel: oom
            10.0.0.1 - - [27/Nov/2026:11:00:03 +0100] "GET / HTTP/1.1" 500 1
            """
        );

        Show(reading)
            .ShouldBe([
                "10:00:00 Observation : INFO pool started",
                "10:00:01 Observation : ERROR pool exhausted|  at Pool.Get() *",
                "10:00:02 Observation : db1 kernel: oom *",
                "10:00:03 Observation : \"GET / HTTP/1.1\" 500 1",
            ]);
        reading.Problems.ShouldBe([new(1, "garbage", "does not begin with a time")]);
    }

    [Fact]
    public void A_log_in_json_is_read_line_by_line() =>
        Show(
                Read(
                    ImportFormat.Log,
                    """
                    {"time":"2026-11-27T10:00:00Z","level":"error","msg":"pool exhausted"}
                    {"time":"2026-11-27T10:00:01Z","level":"info","msg":"pool back"}
                    """
                )
            )
            .ShouldBe([
                "10:00:00 Observation : ERROR pool exhausted *",
                "10:00:01 Observation : INFO pool back",
            ]);

    [Fact]
    public void Messages_of_Slack_are_read_with_names_links_and_marks()
    {
        var reading = Read(ImportFormat.Slack, Day);

        Show(reading)
            .ShouldBe([
                "02:00:50 Communication PagerDuty: Triggered #4411 (bot)",
                "02:01:49 Communication Ada Lovelace: @here checkout is down, @Ben can you look? "
                    + "see dashboard (https://grafana.example/d/1) & logs",
                "02:03:20 Action Ben: restarting it *",
            ]);
    }

    [Fact]
    public void The_zip_of_Slack_is_read_with_its_users_and_channels()
    {
        var zip = Zip(
            ("users.json", """[{"id":"U9","profile":{"real_name":"Carla Diaz"}}]"""),
            ("channels.json", "[]"),
            ("inc-1/2026-11-28.json", """[{"user":"U9","ts":"1795831400.000300","text":"hi"},{]"""),
            (
                "inc-1/2026-11-29.json",
                """[{"subtype":"channel_join","user":"U9","ts":"1795831401.0","text":"<@U9> has joined"}]"""
            )
        );

        var (format, reading) = ImportReader.Read(zip, null, null, Place);

        format.ShouldBe(ImportFormat.Slack);
        Show(reading).ShouldBe(["02:03:20 Communication Carla Diaz: hi"]);
        reading.Found[0].Id.ShouldBe("inc-1/1795831400.000300");
        reading.LeftOut.ShouldBe([new("joins, topics and the like", 1)]);
        reading.Problems.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_zip_that_unpacks_to_too_much_is_read_up_to_the_limit()
    {
        var bomb = Zip(
            ("a/1.json", new string(' ', 25 * 1024 * 1024)),
            ("a/2.json", """[{"username":"Ada","ts":"1795831400.000300","text":"hi"}]""")
        );

        var (_, reading) = ImportReader.Read(bomb, null, null, Place);

        reading.Problems.ShouldBe([new(1, "a/1.json", "is left out: it is too large unpacked")]);
        reading.Found.Count.ShouldBe(1);
        ImportReader
            .Read([(byte)'P', (byte)'K', 3, 4, 1, 2, 3], null, null, Place)
            .Reading.Problems.ShouldBe([new(1, "The file", "is not a readable zip archive")]);
    }

    [Fact]
    public void One_broken_element_of_a_list_does_not_refuse_the_others()
    {
        var reading = Read(
            ImportFormat.Slack,
            """
            [
              {"username":"Ada","ts":"1795831400.000300","text":"one"},
              {"username":"Ada","ts":"1795831401.000300","text":"two},
              {"username":"Ada","ts":"1795831402.000300","text":"three"}
            ]
            """
        );

        reading.Found.Select(f => f.Text).ShouldBe(["one", "three"]);
        reading.Problems.ShouldHaveSingleItem().Line.ShouldBe(3);
    }

    [Theory]
    [InlineData("Ada  10:42\nthe queue", ImportFormat.Chat)]
    [InlineData("[10:42] Ada\n{\"not\":\"json\"}", ImportFormat.Chat)]
    [InlineData("no times at all", ImportFormat.Chat)]
    public void Everything_else_is_a_chat(string text, ImportFormat format) =>
        ImportReader.Read(null, text, null, Place).Format.ShouldBe(format);

    private static ImportPlace Place => new(Now, TimeZoneInfo.Utc, null, null);

    private const string Day = """
        [
          {"type":"message","user":"U1","text":"<!here> checkout is down, <@U2> can you look? see <https://grafana.example/d/1|dashboard> &amp; logs","ts":"1795831309.000200","user_profile":{"real_name":"Ada Lovelace"}},
          {"type":"message","subtype":"bot_message","bot_id":"B1","username":"PagerDuty","text":"Triggered #4411","ts":"1795831250.000100"},
          {"user":"U2","type":"message","ts":"1795831400.000300","text":"restarting it","user_profile":{"display_name":"Ben"},"thread_ts":"1795831309.000200"}
        ]
        """;

    private static ImportReading Read(ImportFormat expected, string text)
    {
        var (format, reading) = ImportReader.Read(null, text, null, Place);
        format.ShouldBe(expected);
        return reading;
    }

    private static List<string> Show(ImportReading reading) =>
        [
            .. reading
                .Found.OrderBy(f => f.At)
                .Select(f =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{f.At:HH:mm:ss} {f.Kind} {f.SaidBy}: "
                    )
                    + f.Text.Replace('\n', '|')
                    + (f.IsBot ? " (bot)" : "")
                    + (f.IsSuggested ? " *" : "")
                ),
        ];

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in files)
            {
                using var content = archive.CreateEntry(name).Open();
                content.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }
}
