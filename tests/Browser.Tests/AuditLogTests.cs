using System.Text.Json;
using Pir.Browser.Tests.Drivers;
using Pir.Contracts.Api;
using Pir.Testing;

namespace Pir.Browser.Tests;

/// <summary>
/// Actions on a page are in the audit log once, under the person's name. So are a script's actions.
/// </summary>
[Collection(CompanyCollection.Name)]
public sealed class AuditLogTests(Company company)
{
    [Fact]
    public async Task A_source_made_on_the_page_and_tested_by_a_script_is_in_the_log_and_on_its_page()
    {
        var admin = company.Of(Role.Admin);
        var name = $"Audited {Guid.CreateVersion7()}";
        await admin.PostAsync(
            "/sources",
            ("__RequestVerificationToken", admin.FormToken),
            ("name", name),
            ("kind", "generic")
        );
        var sources = await company.Product.Api.GetAsync("/api/sources?limit=200");
        var id = sources
            .GetProperty("items")
            .EnumerateArray()
            .Single(s => s.GetProperty("name").GetString() == name)
            .GetProperty("id")
            .GetString()!;
        await company.Product.Api.PostAsync($"/api/sources/{id}/test", new { });

        var lines = await Eventually.Get(
            async () => await LinesAsync(id) is { Count: >= 2 } found ? found : null,
            description: "both lines are in the log"
        );

        lines
            .Select(l =>
                l.GetProperty("action").GetString()
                + " by "
                + l.GetProperty("actor").GetProperty("kind").GetString()
            )
            .ShouldBe(["source-tested by token", "source-created by user"]);
        var page = await admin.ReadAsync("/audit?kind=source&subject=" + id);
        page.ShouldContain("tested <a");
        page.ShouldContain("the source " + name);
        page.ShouldContain($"href=\"/sources/{id}\"");
    }

    private async Task<List<JsonElement>> LinesAsync(string subject)
    {
        var log = await company.Product.Api.GetAsync("/api/audit?subject=" + subject);
        return [.. log.GetProperty("items").EnumerateArray()];
    }
}
