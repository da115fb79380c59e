using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web.Timeline;

/// <summary>An incident's timeline: capture, correct, import.</summary>
internal sealed class TimelineFeature : IWebFeature
{
    public IReadOnlyList<PaletteCommand> Commands { get; } =
    [
        new(
            "do-capture",
            "observation",
            "Capture an entry",
            "add note timeline write",
            Do: "capture",
            Key: "c"
        ),
    ];

    public void Add(IServiceCollection services)
    {
        services.AddScoped<TimelineClient>();
        services.AddScoped<TimelinePages>();
        services.AddScoped<ImportPages>();
        services.AddScoped<EvidencePages>();
        services.AddScoped<WorkPages>();
        services.AddScoped<ThenPages>();
    }

    public void Map(RouteGroupBuilder pages)
    {
        TimelinePages.Map(pages);
        ImportPages.Map(pages);
        EvidencePages.Map(pages);
        WorkPages.Map(pages);
        ThenPages.Map(pages);
    }
}
