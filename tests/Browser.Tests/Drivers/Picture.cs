using Microsoft.Playwright;
using Pir.Testing.Processes;

namespace Pir.Browser.Tests.Drivers;

/// <summary>
/// Saves screenshots of pages if PIR_SCREENSHOTS names a folder (relative to the repository), as in
/// <c>./build.sh screenshots</c>.
/// </summary>
internal static class Picture
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("PIR_SCREENSHOTS");

    /// <summary>Does nothing if no screenshots are wanted.</summary>
    public static async Task TakeAsync(Reader reader, string name)
    {
        if (!string.IsNullOrEmpty(Folder))
        {
            await reader.Page.ScreenshotAsync(
                new()
                {
                    Path = Repository.PathOf(Folder, name + ".png"),
                    Animations = ScreenshotAnimations.Disabled,
                    Caret = ScreenshotCaret.Hide,
                }
            );
        }
    }
}
