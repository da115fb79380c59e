using Microsoft.AspNetCore.Http;

namespace Pir.Web.Timeline;

/// <summary>The page that shows a timeline, shown again when one of its forms is refused.</summary>
internal interface ITimelinePage
{
    Task<IResult> ShowAsync(
        string id,
        TimelineView view,
        Refusal? refusal,
        CancellationToken ct,
        IReadOnlyList<ClashField>? clash = null
    );
}
