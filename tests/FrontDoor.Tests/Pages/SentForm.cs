namespace Pir.FrontDoor.Tests.Pages;

/// <summary>What came of sending a form.</summary>
/// <param name="Action">Path it was sent to.</param>
/// <param name="Status">Of the page it led to.</param>
/// <param name="Path">Of the page it led to.</param>
/// <param name="IsAccepted">Whether the answer sent the browser on to another page.</param>
/// <param name="Betrayals">Elements that text turned into, as HTML.</param>
internal sealed record SentForm(
    string Action,
    int Status,
    string Path,
    bool IsAccepted,
    IReadOnlyList<string> Betrayals
);
