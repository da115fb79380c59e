using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Api;
using Pir.Gateway;
using Pir.Gateway.Domain;
using Pir.ServiceDefaults;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;
using Pir.Web.Shared.Pages;

namespace Pir.Browser.Tests.Drivers;

/// <param name="Method">GET, POST or PUT.</param>
/// <param name="Pattern">With a slash in front.</param>
public sealed partial record PageRoute(string Method, string Pattern)
{
    // A well-formed id that does not exist.
    private const string Nothing = "00000000-0000-7000-8000-000000000000";

    /// <summary>Its declared access; null if there is none.</summary>
    public PageAccess? Access { get; init; }

    public string Address => $"{Method} {Pattern}";

    /// <summary>Whether somebody of the role may use it.</summary>
    public bool Allows(Role role) =>
        Access is { } access && new Permission("", "", access.Scope).Allows(role);

    public override string ToString() => Address;

    /// <summary>A path of this route at which nothing exists.</summary>
    public string ToPath() =>
        Parameter()
            .Replace(
                Pattern,
                m =>
                    m.Value switch
                    {
                        "{verb}" => Pattern.Contains("actions") ? "assign" : "acknowledge",
                        "{**rest}" => "rest",
                        var p when p.Contains("regex(") => Alternatives(p).Split('|')[0],
                        var p when p.Contains(":guid") => Nothing,
                        var p when p.Contains(":int") => "1",
                        _ when Pattern.StartsWith("/actions", StringComparison.Ordinal) =>
                            "ACT-999999",
                        // A timeline waits a while for an unknown incident.
                        _ when Pattern.StartsWith("/incidents", StringComparison.Ordinal) =>
                            Pattern.Contains("{verb}") ? "INC-999999" : "INC-1",
                        _ => Nothing,
                    }
            );

    /// <summary>Whether a path is one of this route.</summary>
    public bool Matches(string path) => _shape.Value.IsMatch(path);

    /// <summary><c>a|b</c> of a parameter that is one of these words.</summary>
    private static string Alternatives(string parameter) =>
        parameter[(parameter.IndexOf("^(", StringComparison.Ordinal) + 2)..parameter.IndexOf(")$")];

    public int Parameters => Pattern.Count(c => c == '{');

    private readonly Lazy<Regex> _shape = new(() =>
        new(
            "^"
                + Parameter()
                    .Replace(
                        Pattern,
                        m =>
                            m.Value switch
                            {
                                var p when p.Contains("**") => ".*",
                                var p when p.Contains("regex(") => $"({Alternatives(p)})",
                                var p when p.Contains(":guid") => "[0-9a-f-]{36}",
                                var p when p.Contains(":int") => "[0-9]+",
                                _ => "[^/]+",
                            }
                    )
                    .Replace(".md", "\\.md", StringComparison.Ordinal)
                + "$",
            RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(1)
        )
    );

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Parameter();
}

/// <summary>All addresses of the UI, read from the mapped endpoints.</summary>
internal static class PageRoutes
{
    private static readonly Lazy<IReadOnlyList<PageRoute>> Read = new(ReadAll);

    public static IReadOnlyList<PageRoute> All => Read.Value;

    /// <summary>The route of a path; null if nothing is mapped.</summary>
    public static PageRoute? Of(string method, string path) =>
        All.Where(r => r.Method == method && r.Matches(path)).MinBy(r => r.Parameters);

    private static List<PageRoute> ReadAll()
    {
        using var folder = new TempFolder("routes");
        var builder = PirHost.CreateBuilder(["--Data:Directory", folder.Path], "routes");
        builder.AddPirTickets();
        var gateway = new GatewayModule(acceptTickets: true);
        builder.AddModules(gateway);
        var app = builder.Build();
        app.MapModules(gateway);
        return
        [
            .. ((IEndpointRouteBuilder)app)
                .DataSources.SelectMany(s => s.Endpoints)
                .OfType<RouteEndpoint>()
                .Where(e => e.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not null)
                .SelectMany(e =>
                    (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(
                        method => new PageRoute(method, "/" + e.RoutePattern.RawText!.Trim('/'))
                        {
                            Access = e.Metadata.GetMetadata<PageAccess>(),
                        }
                    )
                )
                .Distinct()
                .OrderBy(r => r.Address, StringComparer.Ordinal),
        ];
    }
}
