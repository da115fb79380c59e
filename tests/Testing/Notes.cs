namespace Pir.Testing;

/// <summary>Notes for readers of a test run, besides passed and failed.</summary>
public static class Notes
{
    /// <summary>
    /// Names a file that collects them; <c>build.sh</c> prints it in its summary.
    /// </summary>
    public const string Variable = "PIR_TEST_NOTES";

    public static void Say(string note)
    {
        Console.Error.WriteLine($"NOTE: {note}");
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } file)
        {
            File.AppendAllText(file, note.ReplaceLineEndings(" ") + "\n");
        }
    }
}
