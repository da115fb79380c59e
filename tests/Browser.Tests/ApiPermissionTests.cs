using System.Collections.Concurrent;
using Pir.Browser.Tests.Drivers;
using Pir.Gateway.Domain;

namespace Pir.Browser.Tests;

/// <summary>
/// The permission matrix, cell by cell through the API: each operation of each service, called by
/// somebody of each role, by a token of each scope and by a stranger.
/// </summary>
[Collection(CompanyCollection.Name)]
public sealed class ApiPermissionTests(Company company)
{
    // Fills the product with a company in the background; SampleDataTests see that an administrator
    // may.
    private const string Loud = "LoadSampleData";

    [Fact]
    public async Task The_matrix_names_every_operation_and_no_other()
    {
        var operations = await OperationsAsync();

        operations.Count.ShouldBeGreaterThan(100);
        operations
            .Where(o => Permissions.OfOperation(o.Name) is null)
            .Select(o => o.Name)
            .ShouldBeEmpty("add each to a row in src/Gateway/Domain/*Permissions.cs");
        Permissions
            .All.SelectMany(p => p.Operations)
            .Where(named => !operations.Any(o => IsNamed(o.Name, named)))
            .ShouldBeEmpty("the product has no such operation");
    }

    [Fact]
    public async Task Each_changing_operation_is_in_the_audit_log_or_left_out_for_a_reason()
    {
        var all = await ApiOperation.ReadAllAsync(company.Of(Role.Admin).Client);
        var changing = all.Where(o => o.Method != HttpMethod.Get).ToList();
        var audited = AuditedOperations.All;

        changing
            .Where(o => !AuditedOperations.LeftOut.ContainsKey(o.Name))
            .Where(o =>
                !audited.Any(a =>
                    IsNamed(o.Name, a.Name) && a.Matches(o.Method.Method, o.Template, out _)
                )
            )
            .Select(o => $"{o.Name} {o.Method} {o.Template}")
            .ShouldBeEmpty("add each to src/Gateway/Domain/AuditedOperations.cs");
        audited
            .Select(a => a.Name)
            .Concat(AuditedOperations.LeftOut.Keys)
            .Where(named => !changing.Any(o => IsNamed(o.Name, named)))
            .ShouldBeEmpty("the product has no such changing operation");
        AuditedOperations.LeftOut.Keys.ShouldAllBe(name => audited.All(a => a.Name != name));
    }

    [Fact]
    public async Task Somebody_of_each_role_may_call_what_the_matrix_says_and_nothing_else()
    {
        var operations = await OperationsAsync();
        foreach (var person in company.People)
        {
            var wrong = await WrongAsync(
                operations,
                person.Client,
                person.FormToken,
                permission => permission.Allows(person.Role)
            );

            wrong.ShouldBeEmpty(person.Role.ToString());
        }
    }

    [Fact]
    public async Task A_token_of_each_scope_may_call_what_the_matrix_says_and_nothing_else()
    {
        var operations = await OperationsAsync();
        foreach (var (scope, client) in company.Services)
        {
            var wrong = await WrongAsync(
                operations,
                client,
                null,
                permission => !permission.IsForPeopleOnly && permission.Allows([scope])
            );

            wrong.ShouldBeEmpty(scope);
        }
    }

    [Fact]
    public async Task A_stranger_may_call_nothing()
    {
        using var stranger = company.Stranger();
        foreach (var operation in await OperationsAsync())
        {
            (await operation.CallAsync(stranger)).ShouldBe(401, operation.Name);
        }
    }

    /// <summary>Cells in which the product does other than the matrix says.</summary>
    private static async Task<IReadOnlyCollection<string>> WrongAsync(
        IReadOnlyList<ApiOperation> operations,
        HttpClient client,
        string? antiforgeryToken,
        Func<Permission, bool> allows
    )
    {
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            operations,
            async (operation, _) =>
            {
                var isAllowed = allows(Permissions.OfOperation(operation.Name)!);
                if (isAllowed && operation.Name == Loud)
                {
                    return;
                }

                var status = await operation.CallAsync(client, antiforgeryToken);
                if (isAllowed ? status is 401 or 403 or >= 500 : status != 403)
                {
                    wrong.Add($"{operation.Name}: {status}, {(isAllowed ? "allowed" : "refused")}");
                }
            }
        );
        return wrong;
    }

    private async Task<List<ApiOperation>> OperationsAsync()
    {
        var all = await ApiOperation.ReadAllAsync(company.Of(Role.Admin).Client);
        // The key in the path of a webhook is its credential.
        all.Where(o => o.IsOpen).Select(o => o.Name).ShouldBe(["DeliverAlerts"]);
        return [.. all.Where(o => !o.IsOpen)];
    }

    private static bool IsNamed(string operation, string named) =>
        named.EndsWith(':')
            ? operation.StartsWith(named, StringComparison.Ordinal)
            : operation == named;
}
