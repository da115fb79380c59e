namespace Pir.FrontDoor.Tests;

/// <summary>
/// Bodies that HTTP itself cannot read: the response is a success only if the delivery is stored.
/// </summary>
public sealed class BrokenBodyTests(Doors doors) : IClassFixture<Doors>
{
    private const string Alert = """{"title":"Checkout is down","key":"checkout-1"}""";
    private static readonly string Chunk = $"{Alert.Length:x}\r\n{Alert}\r\n";

    /// <summary>Name, headers and body, and whether a delivery must be stored.</summary>
    public static TheoryData<string, string, string, bool> Bodies { get; } =
        new()
        {
            { "whole", $"Content-Length: {Alert.Length}", Alert, true },
            { "whole in chunks", "Transfer-Encoding: chunked", Chunk + "0\r\n\r\n", true },
            {
                "a chunk beyond 64 bits",
                "Transfer-Encoding: chunked",
                "FFFFFFFFFFFFFFFF\r\n" + Alert,
                false
            },
            {
                "a chunk beyond any memory",
                "Transfer-Encoding: chunked",
                "7FFFFFFFFFFFFFFF1\r\n" + Alert,
                false
            },
            { "a chunk of 2 GB", "Transfer-Encoding: chunked", "7FFFFFFF\r\n" + Alert, false },
            {
                "an absurd second chunk",
                "Transfer-Encoding: chunked",
                Chunk + "FFFFFFFFFFFFFFFF\r\n" + Alert,
                false
            },
            { "a negative chunk", "Transfer-Encoding: chunked", "-5\r\n" + Alert, false },
            { "a chunk size in words", "Transfer-Encoding: chunked", "many\r\n" + Alert, false },
            { "no chunk size", "Transfer-Encoding: chunked", "\r\n" + Alert, false },
            {
                "a chunk longer than it says",
                "Transfer-Encoding: chunked",
                "5\r\n" + Alert + "\r\n0\r\n\r\n",
                false
            },
            { "chunks without an end", "Transfer-Encoding: chunked", Chunk, false },
            { "a length beyond 64 bits", "Content-Length: 99999999999999999999", Alert, false },
            { "a negative length", "Content-Length: -1", Alert, false },
            { "a length in words", "Content-Length: many", Alert, false },
            { "two lengths", "Content-Length: 5\r\nContent-Length: 47", Alert, false },
            { "shorter than it says", $"Content-Length: {Alert.Length + 10}", Alert, false },
            { "an unknown transfer coding", "Transfer-Encoding: br", Alert, false },
            {
                "asked for first",
                $"Expect: 100-continue\r\nContent-Length: {Alert.Length}",
                Alert,
                true
            },
            {
                "something else expected",
                $"Expect: a miracle\r\nContent-Length: {Alert.Length}",
                Alert,
                true
            },
        };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Only_a_stored_webhook_is_answered_with_success(
        string kind,
        string headers,
        string body,
        bool isWhole
    )
    {
        var before = await doors.Product.CountDeliveriesAsync();

        var answers = await Task.WhenAll(
            doors.Addresses.Select(door => SendAsync(door, doors.Webhook, headers, body))
        );

        var stored = await doors.Product.CountDeliveriesAsync() - before;
        stored.ShouldBe(isWhole ? answers.Length : 0, $"{kind}: {answers[0].Text}");
        foreach (var answer in answers)
        {
            // No response if the server was still waiting for the rest.
            answer.Status.ShouldBeOneOf(
                isWhole ? [202] : [400, 408, 413, 411, 501],
                $"{kind}: {answer.Text}"
            );
        }
    }

    // Most of these wait until the server gives up on the rest, so they wait together.
    [Fact]
    public Task No_other_address_calls_a_broken_body_a_success()
    {
        const string Json = "application/json";
        (string Path, string Type)[] targets =
        [
            ("/api/incidents", Json),
            ("/api/sources", Json),
            ("/api/reviews", Json),
            ("/api/users", Json),
            ("/sign-in", "application/x-www-form-urlencoded"),
            ("/incidents", "multipart/form-data; boundary=x"),
        ];
        (string Headers, string Body)[] broken =
        [
            ("Transfer-Encoding: chunked", "FFFFFFFFFFFFFFFF\r\n{}"),
            ("Transfer-Encoding: chunked", "1\r\n{\r\nFFFFFFFFFFFFFFFF\r\n}"),
            ("Content-Length: 100", "{}"),
        ];
        return Task.WhenAll(
            from target in targets
            from part in broken
            from door in doors.Addresses
            select RefusesAsync(door, target.Path, target.Type, part.Headers, part.Body)
        );
    }

    [Fact]
    public async Task Whoever_hangs_up_halfway_is_never_told_of_success()
    {
        var before = await doors.Product.CountDeliveriesAsync();

        foreach (var door in doors.Addresses)
        {
            var answer = await RawConnection.AskAsync(
                door,
                $"POST {doors.Webhook} HTTP/1.1\r\nHost: {door.Authority}\r\n"
                    + $"Content-Length: {Alert.Length + 10}\r\n\r\n{Alert}",
                halfClose: true
            );

            answer.Status.ShouldBeOneOf([0, 400, 408], answer.Text);
        }

        (await doors.Product.CountDeliveriesAsync()).ShouldBe(before);
    }

    private static async Task RefusesAsync(
        Uri door,
        string path,
        string type,
        string headers,
        string body
    )
    {
        var answer = await SendAsync(
            door,
            path,
            $"Authorization: Bearer {Product.Token}\r\n{headers}",
            body,
            type
        );

        answer.Status.ShouldBeOneOf([400, 408], $"{path}, {headers}, {body}: {answer.Text}");
    }

    private static Task<RawAnswer> SendAsync(
        Uri door,
        string path,
        string headers,
        string body,
        string type = "application/json"
    ) =>
        RawConnection.AskAsync(
            door,
            $"POST {path} HTTP/1.1\r\nHost: {door.Authority}\r\nConnection: close\r\n"
                + $"Content-Type: {type}\r\n{headers}\r\n\r\n{body}"
        );
}
