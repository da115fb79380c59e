using System.Text;
using System.Text.Json;

namespace Pir.FrontDoor.Tests.Fuzzing;

/// <summary>Generates deliveries of alerts, from valid ones to garbage.</summary>
/// <param name="paths">Webhook paths of the sources by kind.</param>
internal sealed class WebhookFuzzer(int seed, IReadOnlyDictionary<string, string> paths)
{
    private static readonly int[] Rates = [0, 3, 6, 12, 30];

    private static readonly (string Kind, JsonElement Body)[] Samples =
    [
        ("generic", Parse("""{"title":"Checkout is down","key":"k-1","status":"firing"}""")),
        ("generic", Parse("""{"title":"Checkout is up","key":"k-1","status":"resolved"}""")),
        (
            "generic",
            Parse(
                """
                {"title":"Disk full","severity":"critical","description":"97 %","service":"db",
                 "team":"storage","startsAt":"2026-03-01T10:00:00Z","endsAt":null,
                 "url":"https://example.org/d","labels":{"host":"db-1","zone":"a"}}
                """
            )
        ),
        ("generic", Parse("""[{"title":"One","key":"1"},{"title":"Two","key":"2"}]""")),
        ("generic", Parse("""{"alerts":[{"title":"Three","key":"3","labels":{"a":"b"}}]}""")),
        (
            "alertmanager",
            Parse(
                """
                {"version":"4","groupKey":"{}:{alertname=\"X\"}","truncatedAlerts":0,
                 "status":"firing","receiver":"pir","groupLabels":{"alertname":"X"},
                 "commonLabels":{"alertname":"X","severity":"critical"},
                 "commonAnnotations":{"summary":"It burns"},"externalURL":"http://am:9093",
                 "alerts":[{"status":"firing","labels":{"alertname":"X","job":"api"},
                   "annotations":{"summary":"It burns","runbook_url":"https://example.org/r"},
                   "startsAt":"2026-03-01T10:00:00.123456789Z","endsAt":"0001-01-01T00:00:00Z",
                   "generatorURL":"http://p:9090/g","fingerprint":"0123456789abcdef"},
                  {"status":"resolved","labels":{"alertname":"X","job":"web"},"annotations":{},
                   "startsAt":"2026-03-01T10:00:00Z","endsAt":"2026-03-01T11:00:00Z",
                   "generatorURL":"","fingerprint":"fedcba9876543210"}]}
                """
            )
        ),
    ];

    public FuzzRequest Make(int index)
    {
        var dice = Dice.Of(seed, index);
        var (kind, sample) = dice.Pick(Samples);
        var maker = new JsonMaker(default, new(), dice, dice.Pick(Rates));
        var body = Encoding.UTF8.GetBytes(maker.FromSample(sample));
        return new("deliver " + kind, HttpMethod.Post, paths[kind])
        {
            Body = Bytes.Damage(body, dice, chance: 20),
            ContentType = dice.Percent(15) ? dice.Pick(Hostile.ContentTypes) : "application/json",
            Headers = dice.Percent(10) ? [dice.Pick(Hostile.Headers)] : [],
        };
    }

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
