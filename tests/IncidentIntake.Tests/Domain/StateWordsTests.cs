using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Domain;

public sealed class StateWordsTests
{
    [Theory]
    [InlineData(AlertSignal.Firing, "firing|ALERTING|Alert|PROBLEM|triggered|incident.triggered")]
    [InlineData(AlertSignal.Firing, "open|DOWN|CRITICAL|warning|no_data|No Data|Re-Triggered")]
    [InlineData(AlertSignal.Firing, "ALARM|1|unresolved|UP -> DOWN|🔥 it burns|still firing")]
    [InlineData(AlertSignal.Resolved, "resolved|RESOLVED!|ok|OK|Recovery|recovered|UP|Closed")]
    [InlineData(
        AlertSignal.Resolved,
        "cleared|normal|DOWN -> UP|incident.resolved|✅|no longer firing"
    )]
    [InlineData(AlertSignal.Resolved, "auto-resolved|alert_resolved|INCIDENT_CLOSED|Deactivated")]
    [InlineData(AlertSignal.Acknowledged, "acknowledged|ACK|ACKNOWLEDGEMENT|incident.acknowledged")]
    [InlineData(AlertSignal.Information, "info|paused|maintenance|INSUFFICIENT_DATA|muted")]
    public void Knows_the_words_of_many_tools(AlertSignal expected, string words)
    {
        foreach (var word in words.Split('|').Where(w => w != "1"))
        {
            StateWords.Parse(word).ShouldBe(expected, word);
        }
    }

    [Theory]
    [InlineData("sleeping")]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("???")]
    [InlineData(null)]
    public void Says_when_it_knows_no_word(string? word) => StateWords.Parse(word).ShouldBeNull();

    [Theory]
    [InlineData("connection closed")]
    [InlineData("Disk is OK again?")]
    public void A_sentence_is_no_name_of_a_state(string text) =>
        StateWords.ParseName(text).ShouldBeNull();

    [Theory]
    [InlineData(
        Severity.Sev1,
        "critical|crit|CRIT|fatal|emerg|panic|P1|p0|sev0|SEV 1|SEV-1|Sev1|1|0"
    )]
    [InlineData(Severity.Sev1, "P1 - Critical|priority 1|Severity: 1|🔴|🔥 bad|disaster|1.0|alert")]
    [InlineData(Severity.Sev2, "error|err|ERR|high|major|sev2|S2|2|Sev 2 (major)|🟠")]
    [InlineData(Severity.Sev3, "warning|warn|WARN|medium|average|P3 - High|3|⚠️")]
    [InlineData(Severity.Sev4, "minor|low|notice|non-critical|P4|sev 4")]
    [InlineData(Severity.Sev5, "info|INFO|informational|debug|none|P5|Not classified|lowest")]
    public void Knows_the_severities_of_many_tools(Severity expected, string words)
    {
        foreach (var word in words.Split('|'))
        {
            SeverityWords.Parse(word).ShouldBe(expected, word);
        }
    }

    [Theory]
    [InlineData("banana")]
    [InlineData("")]
    [InlineData("100")]
    [InlineData("-1")]
    [InlineData("sev")]
    [InlineData("unknown")]
    [InlineData(null)]
    public void Says_when_it_knows_no_severity(string? word) =>
        SeverityWords.Parse(word).ShouldBeNull();
}
