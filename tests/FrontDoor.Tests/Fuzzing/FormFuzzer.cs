using System.Globalization;
using System.Text;

namespace Pir.FrontDoor.Tests.Fuzzing;

/// <summary>
/// Sends the forms of the pages, and the pages' own addresses, from valid ones to garbage.
/// </summary>
internal sealed class FormFuzzer(
    int seed,
    IReadOnlyList<PageForm> forms,
    IReadOnlyList<string> pages
)
{
    private const string Boundary = "----of-the-fuzz-run";
    private const string AntiforgeryField = "__RequestVerificationToken";
    private static readonly int[] Rates = [0, 10, 20, 50];

    public FuzzRequest Make(int index)
    {
        var dice = Dice.Of(seed, index);
        var request = dice.Percent(15) ? Look(dice) : Submit(dice);
        (string, string)[] reader = [("Accept", "text/html")];
        return request with { Headers = dice.Percent(10) ? [dice.Pick(Hostile.Headers)] : reader };
    }

    private FuzzRequest Look(Dice dice)
    {
        var page = dice.Pick(pages).Split('?')[0];
        var names = (string[])
            [
                "q",
                "after",
                "status",
                "from",
                "to",
                "severity",
                "service",
                "team",
                "sort",
                "view",
                "days",
                "returnUrl",
            ];
        var query = Enumerable
            .Range(0, 1 + dice.Below(3))
            .Select(_ => $"{dice.Pick(names)}={Escape(dice.Pick(Hostile.Texts))}");
        return new("GET " + Shape(page), HttpMethod.Get, $"{page}?{string.Join('&', query)}");
    }

    private FuzzRequest Submit(Dice dice)
    {
        var form = dice.Pick(forms);
        var fields = Mutate(form.Fields, dice, dice.Pick(Rates));
        var isMultipart = dice.Percent(20);
        var body = isMultipart ? Multipart(fields) : UrlEncoded(fields);
        return new("POST " + Shape(form.Action), HttpMethod.Post, form.Action)
        {
            Body = Damage(body, dice),
            ContentType =
                dice.Percent(2) ? dice.Pick(Hostile.ContentTypes)
                : isMultipart ? "multipart/form-data; boundary=" + Boundary
                : "application/x-www-form-urlencoded",
        };
    }

    private static List<(string Name, string Value)> Mutate(
        IReadOnlyList<(string Name, string Value)> fields,
        Dice dice,
        int rate
    )
    {
        var mutated = new List<(string, string)>();
        foreach (var (name, value) in fields)
        {
            if (name == AntiforgeryField && !dice.Percent(2))
            {
                mutated.Add((name, value));
            }
            else if (dice.Percent(rate))
            {
                mutated.AddRange(
                    Enumerable.Repeat((name, dice.Pick(Hostile.Texts)), dice.Below(3))
                );
            }
            else
            {
                mutated.Add((name, value.Length == 0 ? "Something" : value));
            }
        }

        if (dice.Percent(1))
        {
            mutated.AddRange(Enumerable.Repeat(("more", "x"), 1100));
        }

        if (dice.Percent(1))
        {
            mutated.Add(("large", new string('l', 5 * 1024 * 1024)));
        }

        if (dice.Percent(2))
        {
            mutated.Add((dice.Pick(Hostile.Texts), dice.Pick(Hostile.Texts)));
        }

        return mutated;
    }

    private static byte[] Damage(byte[] body, Dice dice) =>
        body.Length > 1_000_000 ? body : Bytes.Damage(body, dice, chance: 5);

    private static byte[] UrlEncoded(IEnumerable<(string Name, string Value)> fields) =>
        Encoding.ASCII.GetBytes(
            string.Join('&', fields.Select(f => $"{Escape(f.Name)}={Escape(f.Value)}"))
        );

    private static byte[] Multipart(IEnumerable<(string Name, string Value)> fields)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in fields)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"--{Boundary}\r\nContent-Disposition: form-data; "
                    + $"name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }

        return Encoding.UTF8.GetBytes(text.Append($"--{Boundary}--\r\n").ToString());
    }

    // Lone surrogates are sent as a careless program sends them: as three bytes that are not UTF-8.
    private static string Escape(string text) =>
        string.Concat(
            text.EnumerateRunes().Any(r => r == Rune.ReplacementChar)
                ? text.Select(c =>
                    char.IsSurrogate(c) ? "%ED%A0%80" : Uri.EscapeDataString(c.ToString())
                )
                : [Uri.EscapeDataString(text)]
        );

    private static string Shape(string path) =>
        string.Join(
            '/',
            path.Split('?')[0].Split('/').Select(w => w.Any(char.IsAsciiDigit) ? "{id}" : w)
        );
}
