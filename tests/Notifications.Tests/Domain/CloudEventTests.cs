using System.Text;
using System.Text.Json;
using Pir.Contracts.Events;
using Pir.Notifications.Domain;
using Pir.Notifications.Tests.Drivers;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.Notifications.Tests.Domain;

public sealed class CloudEventTests
{
    [Fact]
    public void Carries_the_attributes_of_the_envelope_on_one_line()
    {
        var incident = Facts.Incident(title: "Größe\n</script>");
        var envelope = PirTestHost
            .BatchOf(Facts.Opened(incident), incident.Id, 1, Facts.Time)
            .Events[0] with
        {
            TraceParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        };

        var text = Encoding.UTF8.GetString(CloudEvent.Write(envelope));

        text.ShouldNotContain('\n');
        text.ShouldContain("Größe");
        text.ShouldNotContain("</script>");
        var json = JsonSerializer.Deserialize<JsonElement>(text);
        json.GetProperty("specversion").GetString().ShouldBe("1.0");
        json.GetProperty("id").GetGuid().ShouldBe(envelope.Id);
        json.GetProperty("source").GetString().ShouldBe("/pir/incident-intake");
        json.GetProperty("type").GetString().ShouldBe("pir.incident.opened.v1");
        json.GetProperty("subject").GetString().ShouldBe(incident.Id.ToString());
        json.GetProperty("time").GetString().ShouldBe("2026-03-02T09:00:00Z");
        json.GetProperty("aggregateversion").GetInt32().ShouldBe(1);
        json.GetProperty("datacontenttype").GetString().ShouldBe("application/json");
        json.GetProperty("traceparent").GetString().ShouldBe(envelope.TraceParent);
        json.GetProperty("data")
            .GetProperty("incident")
            .GetProperty("title")
            .GetString()
            .ShouldBe(incident.Title);
    }

    [Fact]
    public void Facets_are_found_whichever_record_carries_them()
    {
        var incident = Facts.Incident(service: "payments", team: "core");
        Facets(Facts.Opened(incident))
            .ShouldBe(new(incident.Id, 42, "payments", incident.Severity, "core"));
        Facets(Facts.ReviewPublished(incident))
            .ShouldBe(new(incident.Id, 42, "payments", incident.Severity, "core"));
        Facets(Facts.Action(incident))
            .ShouldBe(new(incident.Id, 42, "payments", incident.Severity, "core"));
        Facets(Facts.Entry(incident)).ShouldBe(new(incident.Id, null, null, null, null));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"incident\":7}")]
    [InlineData("{\"incident\":{\"id\":\"x\",\"number\":\"y\",\"severity\":3}}")]
    public void Facets_of_anything_else_are_none(string data) =>
        EventFacets.Read(JsonSerializer.Deserialize<JsonElement>(data)).ShouldBe(EventFacets.None);

    private static EventFacets Facets(IEvent fact) =>
        EventFacets.Read(
            JsonSerializer.SerializeToElement(fact, fact.GetType(), EventJson.Options)
        );
}
