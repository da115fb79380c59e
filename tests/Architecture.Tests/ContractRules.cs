using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Security;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Pir.Contracts.Api;
using Pir.Testing.Processes;
using Pir.Web.Shared.Api;
using Shouldly;
using Xunit;

namespace Pir.Architecture.Tests;

/// <summary>
/// What the public API reads and answers is declared once, in <c>Contracts</c>: services, pages and
/// the drivers of the tests use the same records.
/// </summary>
public sealed partial class ContractRules
{
    private static readonly Assembly Contracts = typeof(ItemList<>).Assembly;
    private static readonly Assembly Web = typeof(ApiClient).Assembly;

    public static TheoryData<string> Services =>
        ["IncidentIntake", "Timelines", "Reviews", "ActionTracking", "Notifications", "Gateway"];

    [Theory]
    [MemberData(nameof(Services))]
    public void What_an_endpoint_answers_is_a_contract(string service)
    {
        var answers = HandlersOf(service)
            .SelectMany(m => Parts(m.ReturnType))
            .Where(t => IsOurs(t) && !typeof(IComponent).IsAssignableFrom(t))
            .Distinct()
            .ToList();

        answers.ShouldNotBeEmpty();
        answers.Where(t => t.Assembly != Contracts).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void What_an_endpoint_reads_is_a_contract(string service)
    {
        var own = Assembly.Load("Pir." + service);
        var bodies = HandlersOf(service)
            .SelectMany(m => m.GetParameters())
            .Where(p => !p.IsDefined(typeof(AsParametersAttribute)))
            .Select(p => p.ParameterType)
            .Where(t => IsRecord(t) && (t.Assembly == Contracts || t.Assembly == own))
            .Distinct()
            .ToList();

        bodies.ShouldNotBeEmpty();
        bodies.Where(t => t.Assembly != Contracts).ShouldBeEmpty();
    }

    /// <summary>One way to say field and rule: <c>FieldErrors</c>.</summary>
    [Theory]
    [MemberData(nameof(Services))]
    public void No_rule_of_a_request_is_an_attribute(string service) =>
        Assembly
            .Load("Pir." + service)
            .GetTypes()
            .Where(IsFeature)
            .Concat(Contracts.GetTypes())
            .Where(HasRules)
            .ShouldBeEmpty();

    [Fact]
    public void A_client_of_the_web_reads_contracts()
    {
        var read = ReadByClients();

        read.ShouldContain(typeof(IncidentResponse));
        read.Where(t => t.Assembly == Web).Distinct().ShouldBeEmpty();
    }

    [Fact]
    public void A_client_of_the_web_sends_contracts()
    {
        var methods = Web.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(ApiClient)))
            .SelectMany(t => t.GetMethods(Declared))
            .ToList();

        methods.ShouldNotBeEmpty();
        methods
            .Where(m => m.GetParameters().Any(p => p.ParameterType == typeof(object)))
            .Select(m => $"{m.DeclaringType!.Name}.{m.Name}")
            .ShouldBeEmpty("a page could send anything");
    }

    [Fact]
    public void A_client_of_the_web_makes_no_anonymous_body()
    {
        var clients = Directory
            .GetFiles(Repository.PathOf("src", "Web"), "*.cs", SearchOption.AllDirectories)
            .Select(f => (Name: Path.GetFileName(f), Text: File.ReadAllText(f)))
            .Where(f => Client().IsMatch(f.Text) || f.Name == "ApiClient.cs")
            .ToList();

        clients.Count.ShouldBeGreaterThan(5);
        clients.Where(f => Anonymous().IsMatch(f.Text)).Select(f => f.Name).ShouldBeEmpty();
    }

    private const BindingFlags Declared =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    /// <summary>Methods that answer with something: what is mapped, and what helps it.</summary>
    private static IEnumerable<MethodInfo> HandlersOf(string service) =>
        Assembly
            .Load("Pir." + service)
            .GetTypes()
            .Where(IsFeature)
            .SelectMany(t => t.GetMethods(Declared))
            .Where(m =>
                !m.ContainsGenericParameters
                && Parts(m.ReturnType)
                    .Any(t => t.IsGenericType && typeof(IResult).IsAssignableFrom(t))
            );

    /// <summary>
    /// What the generic methods of clients were called with: the compiler writes each of these
    /// calls into a table of the assembly.
    /// </summary>
    private static List<Type> ReadByClients()
    {
        using var assembly = new PEReader(File.OpenRead(Web.Location));
        var calls = assembly.GetMetadataReader().GetTableRowCount(TableIndex.MethodSpec);
        return
        [
            .. Enumerable
                .Range(1, calls)
                .Select(row => Called(MetadataTokens.Handle(TableIndex.MethodSpec, row)))
                .OfType<MethodInfo>()
                .Where(m => typeof(ApiClient).IsAssignableFrom(m.DeclaringType))
                .SelectMany(m => m.GetGenericArguments())
                .SelectMany(Parts),
        ];
    }

    private static MethodBase? Called(Handle call)
    {
        // Stands for the type parameters of the method that makes the call.
        Type[] open = [.. Enumerable.Repeat(typeof(object), 8)];
        try
        {
            return Web.ManifestModule.ResolveMethod(MetadataTokens.GetToken(call), open, open);
        }
        catch (Exception exception) when (exception is ArgumentException or VerificationException)
        {
            return null; // The parameter has a constraint, as none of a client has.
        }
    }

    /// <summary>The type and its arguments: <c>Task&lt;Ok&lt;T&gt;&gt;</c> has three.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
        type.IsGenericType
            ? type.GetGenericArguments().SelectMany(Parts).Prepend(type)
            : [type.GetElementType() ?? type];

    private static bool IsFeature(Type type) =>
        type.Namespace?.Contains(".Features", StringComparison.Ordinal) == true;

    private static bool IsOurs(Type type) =>
        type.Namespace?.StartsWith("Pir.", StringComparison.Ordinal) == true;

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static bool HasRules(Type type) =>
        type.GetProperties().Any(p => p.IsDefined(typeof(ValidationAttribute)))
        || type.GetConstructors()
            .SelectMany(c => c.GetParameters())
            .Any(p => p.IsDefined(typeof(ValidationAttribute)));

    [GeneratedRegex(@": ApiClient\(", RegexOptions.None, 1000)]
    private static partial Regex Client();

    [GeneratedRegex(@"\bnew\s*\{", RegexOptions.None, 1000)]
    private static partial Regex Anonymous();
}
