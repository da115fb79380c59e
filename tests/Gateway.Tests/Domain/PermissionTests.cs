using System.Text;
using Pir.Gateway.Domain;
using Pir.ServiceDefaults.Auth;
using Pir.Testing.Processes;

namespace Pir.Gateway.Tests.Domain;

/// <summary>
/// The matrix itself. That the product keeps to it is tested cell by cell where the whole product
/// runs.
/// </summary>
public sealed class PermissionTests
{
    private static readonly Role[] Roles = Enum.GetValues<Role>();

    [Fact]
    public void Each_role_may_what_the_one_before_it_may()
    {
        foreach (var permission in Permissions.All)
        {
            var allowed = Roles.Select(permission.Allows).ToList();
            allowed.ShouldBe([.. allowed.Order()], permission.Text);
            allowed[^1].ShouldBeTrue(permission.Text);
        }
    }

    [Fact]
    public void Each_scope_is_worth_something_and_each_row_takes_one_that_exists()
    {
        var used = Permissions.All.Select(p => p.Scope).OfType<string>().ToHashSet();
        used.ShouldBe(Scope.All, ignoreOrder: true);
    }

    [Fact]
    public void Nothing_stands_in_two_rows()
    {
        Permissions.All.Select(p => p.Text).ShouldBeUnique();
        Permissions.All.SelectMany(p => p.Operations).ShouldBeUnique();
    }

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

    private static string Document()
    {
        var text = new StringBuilder(
            """
            # Who may do what

            Written by `./build.sh docs` from `src/Gateway/Domain/*Permissions.cs` and `Role.cs`; do not edit. The product shows the same at `/people/roles` and
            `GET /api/roles`. A personal token may do what its scopes say and never more than its owner; a service token what its scopes say. `admin` implies
            every scope.

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

            foreach (var row in area.Where(r => r.Operations.Count > 0))
            {
                var names = row.Operations.Select(o => $"`{o.TrimEnd(':')}`");
                text.Append($"\n{row.Text}: {string.Join(", ", names)}.\n");
            }
        }

        return text.ToString().ReplaceLineEndings("\n");
    }
}
