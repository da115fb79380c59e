using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Pir.FrontDoor.Tests;

/// <summary>Pages that follow changes do not load twice, and miss nothing.</summary>
public sealed partial class LivePageTests(SqliteProduct host) : IClassFixture<SqliteProduct>
{
    [Fact]
    public async Task The_stream_of_a_page_begins_where_the_page_was_read()
    {
        using var script = host.Product.Script();
        using var opened = await script.PostAsJsonAsync(
            "/api/incidents",
            new { title = "Watched", severity = "sev4" }
        );
        var incident = (await opened.JsonAsync(System.Net.HttpStatusCode.Created))
            .GetProperty("id")
            .GetString();
        var page = Live().Match(await script.GetStringAsync($"/incidents/{incident}"));
        var since = DateTimeOffset.Parse(page.Groups["since"].Value, CultureInfo.InvariantCulture);
        var now = TimeProvider.System.GetUtcNow();
        since.ShouldBeInRange(now.AddMinutes(-1), now);

        using var changed = await script.PostAsJsonAsync(
            $"/api/incidents/{incident}/acknowledge",
            new { }
        );

        changed.EnsureSuccessStatusCode();
        await using var stream = await script.GetStreamAsync(
            $"{page.Groups["live"].Value}&since={Uri.EscapeDataString(since.ToString("O"))}"
        );
        using var reader = new StreamReader(stream);
        // The stream stays open, so without a limit a missing event would never be noticed.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        (await ReadUntilAsync(reader, "pir.incident.acknowledged", patience.Token)).ShouldBeTrue(
            "the stream ended, or half a minute passed, without the event"
        );
    }

    private static async Task<bool> ReadUntilAsync(
        StreamReader reader,
        string text,
        CancellationToken token
    )
    {
        try
        {
            while (await reader.ReadLineAsync(token) is { } line)
            {
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }
        catch (OperationCanceledException) { }

        return false;
    }

    [GeneratedRegex(
        "data-live=\"(?<live>[^\"]+)\" data-live-since=\"(?<since>[^\"]+)\"",
        RegexOptions.None,
        1_000
    )]
    private static partial Regex Live();
}
