using System.Globalization;

namespace Pir.FrontDoor.Tests.Fuzzing;

/// <summary>Size of a run: small in the suite, larger with <c>./build.sh fuzz</c>.</summary>
/// <param name="Seed">The same seed generates the same requests.</param>
/// <param name="Results">File for the row of each part; null for none.</param>
internal sealed record FuzzSize(int Api, int Webhooks, int Forms, int Seed, string? Results)
{
    public static FuzzSize FromEnvironment() =>
        new(
            Number("PIR_FUZZ_API", 250),
            Number("PIR_FUZZ_WEBHOOKS", 120),
            Number("PIR_FUZZ_FORMS", 120),
            Number("PIR_FUZZ_SEED", 7),
            Environment.GetEnvironmentVariable("PIR_FUZZ_RESULTS")
        );

    private static int Number(string variable, int otherwise) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(variable),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : otherwise;
}
