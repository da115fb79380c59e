using System.Reflection;
using System.Text.RegularExpressions;
using Pir.Contracts.Events;
using Shouldly;
using Xunit;

namespace Pir.Contracts.Tests;

public sealed partial class EventCatalogTests
{
    private static readonly List<Type> Records =
    [
        .. typeof(IEvent)
            .Assembly.GetExportedTypes()
            .Where(t => t.IsAssignableTo(typeof(IEvent)) && t != typeof(IEvent)),
    ];

    [Fact]
    public void Every_event_record_is_in_the_catalogue_once() =>
        EventCatalog
            .All.Select(d => d.Clr.FullName)
            .Order()
            .ShouldBe(Records.Select(t => t.FullName).Order());

    [Fact]
    public void Names_are_unique_and_versioned()
    {
        EventCatalog.All.Select(d => d.Name).ShouldBeUnique();
        EventCatalog.All.ShouldAllBe(d => Name().IsMatch(d.Name));
    }

    [Fact]
    public void A_name_is_found_by_name_and_by_record()
    {
        foreach (var definition in EventCatalog.All)
        {
            EventCatalog.Find(definition.Name).ShouldBe(definition);
            EventCatalog.Of(definition.Clr).ShouldBe(definition);
        }

        EventCatalog.Find("pir.incident.opened.v99").ShouldBeNull();
    }

    [Fact]
    public void Every_producer_is_one_of_our_services()
    {
        EventCatalog.All.SelectMany(d => d.Producers).ShouldBeSubsetOf(EventCatalog.Services);
    }

    [Fact]
    public void Every_event_is_summed_up_in_a_sentence() =>
        EventCatalog.All.ShouldAllBe(d => d.Summary.EndsWith('.') && char.IsUpper(d.Summary[0]));

    [Fact]
    public void The_contents_of_a_draft_and_of_the_audit_log_are_not_for_subscribers() =>
        EventCatalog
            .All.Where(d => !d.IsSubscribable)
            .Select(d => d.Name)
            .ShouldBe([
                "pir.review.action-proposed.v1",
                "pir.review.action-withdrawn.v1",
                "pir.review.audience-changed.v1",
                "pir.audit.entry-recorded.v1",
            ]);

    [Fact]
    public void Each_event_about_an_incident_says_whether_that_is_silent() =>
        EventCatalog
            .All.SelectMany(d => d.Clr.GetProperties())
            .Where(p => p.Name is "Incident" or "Review" or "Action" or "Entry")
            .Select(p => p.PropertyType)
            .Where(t => t.GetProperty("IncidentId") is not null || t.Name.Contains("Incident"))
            .Where(t => t.GetProperty("IsSilent") is null)
            .ShouldBeEmpty("subscribers must not be told, in whatever order events arrive");

    [Fact]
    public void Event_records_are_sealed_and_immutable()
    {
        Records.ShouldAllBe(t => t.IsSealed);
        Records
            .SelectMany(t => t.GetProperties())
            .Where(p => p.SetMethod is { } set && !IsInit(set))
            .Select(p => $"{p.DeclaringType!.Name}.{p.Name}")
            .ShouldBeEmpty();
    }

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit");

    [GeneratedRegex(@"^pir\.[a-z]+\.[a-z]+(?:-[a-z]+)*\.v[1-9]\d*$", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
