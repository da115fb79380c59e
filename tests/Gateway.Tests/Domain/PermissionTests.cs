using Pir.Contracts.Api;
using Pir.Gateway.Domain;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Tests.Domain;

/// <summary>
/// The matrix itself. Tests with the whole product check cell by cell that the product follows it.
/// </summary>
public sealed class PermissionTests
{
    private static readonly Role[] Roles = Enum.GetValues<Role>();

    [Fact]
    public void Each_role_may_what_the_one_before_it_may_but_see_customers()
    {
        foreach (var permission in Permissions.All.Where(p => p.Scope != Scope.Customers))
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
    public void No_two_rows_read_alike() => Permissions.All.Select(p => p.Text).ShouldBeUnique();

    [Fact]
    public void The_matrix_shows_every_permission_there_is() =>
        typeof(Permissions)
            .GetProperties()
            .Where(p => p.PropertyType == typeof(Permission))
            .Select(p => p.GetValue(null))
            .ShouldBe(Permissions.All);
}
