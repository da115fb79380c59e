using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Pir.Contracts.Audit;
using Pir.Gateway.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.Testing.Processes;

namespace Pir.FrontDoor.Tests;

/// <summary>What every endpoint of the API has to say of itself where it is mapped.</summary>
public sealed class EndpointRules(SqliteProduct fixture) : IClassFixture<SqliteProduct>
{
    private static readonly Role[] Roles = Enum.GetValues<Role>();

    private IReadOnlyList<RouteEndpoint> Endpoints =>
        [
            .. fixture
                .Product.Services.GetServices<EndpointDataSource>()
                .SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>()
                .Where(e => IsApi(e.RoutePattern.RawText!)),
        ];

    [Fact]
    public void Each_endpoint_says_who_may_call_it()
    {
        Endpoints.Count.ShouldBeGreaterThan(100);
        Endpoints
            .Where(e =>
                e.Metadata.OfType<Permission>().Count() + e.Metadata.OfType<OpenEndpoint>().Count()
                != 1
            )
            .Select(e => e.DisplayName)
            .ShouldBeEmpty("map each with May(Permissions.X), or OpenToAnyone(reason), once");
    }

    [Fact]
    public void Each_changing_endpoint_is_audited_or_not_for_a_reason()
    {
        var reads = (string[])["GET", "HEAD"];
        Endpoints
            .Where(e =>
                e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Except(reads).Any()
            )
            .Where(e =>
                e.Metadata.OfType<AuditedEndpoint>().Count()
                    + e.Metadata.OfType<UnauditedEndpoint>().Count()
                != 1
            )
            .Select(e => e.DisplayName)
            .ShouldBeEmpty("map each with Audited(action, words), or NotAudited(reason), once");
    }

    [Fact]
    public void Each_action_of_the_audit_log_reads_as_a_sentence()
    {
        var words = Endpoints
            .SelectMany(e => e.Metadata.OfType<AuditedEndpoint>())
            .Distinct()
            .ToList();

        words.Select(a => a.Action).Distinct().Count().ShouldBe(words.Count);
        foreach (var (action, text) in words)
        {
            action.Length.ShouldBeLessThanOrEqualTo(40, action);
            text.Length.ShouldBeLessThanOrEqualTo(100, action);
            AuditSentence.Describe(text).ShouldNotContain("{", Case.Sensitive, action);
        }
    }

    [Fact]
    public void Each_row_of_the_matrix_has_endpoints_or_is_decided_inside() =>
        Permissions
            .All.Where(p => p.IsDecidedInside == OperationsOf(p).Any())
            .Select(p => p.Text)
            .ShouldBeEmpty();

    /// <summary>With <c>PIR_APPROVE=1</c> writes the document instead.</summary>
    [Fact]
    public void The_document_shows_the_matrix_as_it_is()
    {
        var path = Repository.PathOf("docs", "permissions.md");
        var written = Document();
        if (Environment.GetEnvironmentVariable("PIR_APPROVE") == "1")
        {
            File.WriteAllText(path, written);
        }

        File.ReadAllText(path).ShouldBe(written, "./build.sh docs writes it: read the diff.");
    }

    private static bool IsApi(string pattern) =>
        ("/" + pattern.TrimStart('/')).StartsWith("/api/", StringComparison.Ordinal)
        || pattern.TrimStart('/').StartsWith("webhooks/", StringComparison.Ordinal);

    private IEnumerable<string> OperationsOf(Permission permission) =>
        Endpoints
            .Where(e => e.Metadata.OfType<Permission>().Contains(permission))
            .Select(e => e.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName)
            .Select(name => name.Split(':')[0])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    private string Document()
    {
        var text = new StringBuilder(
            """
            # Who may do what

            Written by `./build.sh docs` from what each endpoint says where it is mapped (`May`), and from `Permissions.cs` and `Role.cs`; do not edit. The
            product shows the same at `/people/roles` and `GET /api/roles`. A personal token may do what its scopes say and never more than its owner; a service
            token what its scopes say. `admin` implies every scope.

            A draft is a review before it is published. Its notes, findings, factors, summary and proposed actions are seen by those who attend: its owner, whoever
            held a role in the incident and the members of its team when it was first resolved, and whoever is invited or joined. A role taken or a team changed
            later only asks; the owner decides, or an attendee who may write reviews. Who only wrote in the incident's timeline is not among them. For everybody else it is not there, neither in lists, search, events nor streams, beyond that the incident is under review.

            """
        );
        foreach (var area in Permissions.All.GroupBy(p => p.Area))
        {
            text.Append($"\n## {area.Key}\n\n| | scope | {string.Join(" | ", Roles)} |\n");
            text.Append($"|---|---|{string.Concat(Roles.Select(_ => ":-:|"))}\n");
            foreach (var row in area)
            {
                var cells = string.Join(" | ", Roles.Select(r => row.Allows(r) ? "✓" : "–"));
                var scope = row.Scope is { } s ? $"`{s}`" : "";
                text.Append($"| {row.Text} | {scope} | {cells} |\n");
            }

            foreach (var row in area.Where(r => !r.IsDecidedInside))
            {
                var names = OperationsOf(row).Select(name => $"`{name}`");
                text.Append($"\n{row.Text}: {string.Join(", ", names)}.\n");
            }
        }

        return text.ToString().ReplaceLineEndings("\n");
    }
}
