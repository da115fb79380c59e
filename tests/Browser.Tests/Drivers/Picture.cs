using Microsoft.Playwright;
using Pir.Testing.Processes;

namespace Pir.Browser.Tests.Drivers;

/// <summary>
/// Keeps pictures of pages where PIR_SCREENSHOTS names a folder, relative to the repository;
/// <c>./build.sh screenshots</c> does.
/// </summary>
internal static class Picture
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("PIR_SCREENSHOTS");

    /// <summary>Returns at once where no pictures are wanted.</summary>
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
